"""Version 1: needs, offers, organizations, cases, divisions, figures."""

from django.http import HttpRequest, HttpResponse
from ninja import NinjaAPI

from duijie.api.v1 import cases, divisions, figures, needs, offers, organizations
from duijie.kernel.errors import Refusal

api = NinjaAPI(
    title="Duijie (对接)",
    version="1.0.0",
    description=(
        "Read access to what the platform publishes. Amounts are integers in fen (1/100 yuan), times are ISO 8601 with"
        " offset, divisions are 12-digit codes. Lists are pages by cursor: follow `next`."
    ),
    urls_namespace="api-v1",
    docs_url=None,
)


@api.exception_handler(Refusal)
def refused(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """A refusal as JSON, in plain English: programs read codes, not translations."""
    return api.create_response(request, {"detail": refusal.code % refusal.params}, status=refusal.status)


for router in (needs, offers, organizations, cases, divisions, figures):
    api.add_router("", router.router)
