"""Version 1: needs, offers, organizations, cases, divisions, figures."""

from ninja import NinjaAPI

from duijie.api.v1 import cases, divisions, figures, needs, offers, organizations

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
for router in (needs, offers, organizations, cases, divisions, figures):
    api.add_router("", router.router)
