"""What a phone has to know before it goes where there is no network: whose it is now, and which villages are his."""

from django.http import HttpResponse
from django.middleware.csrf import get_token
from django.urls import path
from django.views.decorators.http import require_safe

from duijie.apps.regions.rules import code_of_path
from duijie.apps.regions.selectors import children, find
from duijie.kernel.access.actors import Actor
from duijie.web.frame.policies import ActorRequest
from duijie.web.village.field.answers import answer, in_the_field, owner_mark
from duijie.web.village.remembered import own_village


@in_the_field
@require_safe
def setup(request: ActorRequest) -> HttpResponse:
    """Fetched before every round of sending, so that nothing goes out under another name."""
    return answer(
        {
            "csrf": get_token(request),
            "owner": owner_mark(request.actor),
            "villages": [{"code": code, "name": name} for code, name in _villages(request.actor)],
        }
    )


def _villages(actor: Actor) -> list[tuple[str, str]]:
    """His village; a township's villages, and itself for a village that is not on the list."""
    own = own_village(actor)
    if own is not None:
        return [(own.code, own.name)]
    township = find(code_of_path(actor.division_path))
    if township is None:
        return []
    return [(each.code, each.name) for each in (*children(township.code), township)]


urlpatterns = [path("field/setup/", setup, name="field-setup")]
