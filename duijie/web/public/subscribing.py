"""From a filtered list to a subscription to it, for organizations and offices that are signed in."""

from django.urls import reverse
from django.utils.http import urlencode

from duijie.apps.exchange.rules.subscriptions import OFFICES, Kind
from duijie.kernel.access.actors import ORGANIZATION_ROLES, Actor
from duijie.web.public.libraries import NEEDS, OFFERS, Found

_KINDS = {NEEDS.page: Kind.NEED, OFFERS.page: Kind.OFFER}
_CARRIED = ("field", "beneficiaries", "which")


def subscribe_address(actor: Actor, found: Found) -> str:
    """Where an organization or an office subscribes to what a list shows now; "" for everybody else."""
    kind = _KINDS.get(found.library.page)
    side = "organization" if actor.role in ORGANIZATION_ROLES else "office" if actor.role in OFFICES else ""
    if kind is None or not side:
        return ""
    given = {name: found.chosen.get(name) for name in _CARRIED}
    given |= {"kind": kind.value, "place": found.place.code if found.place else ""}
    query = urlencode({name: value for name, value in given.items() if value})
    return f"{reverse(f'{side}:subscription-new')}?{query}"
