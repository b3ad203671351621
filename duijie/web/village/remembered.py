"""What somebody has told us before, so that nothing is asked twice: his village, his name, his house, his phone."""

from django.http import HttpRequest

from duijie.apps.accounts.selectors import address_of
from duijie.apps.needs.selectors.requests import applicant_of, requests_of_villager
from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import Level, code_of_path
from duijie.apps.regions.selectors import ancestors, find
from duijie.kernel.access.actors import Actor, Role

LEVELS = frozenset({Level.TOWNSHIP, Level.VILLAGE})
_KEY = "village_place"


def own_village(actor: Actor) -> Division | None:
    """The village for which a village cadre writes; nobody else is bound to one."""
    return find(code_of_path(actor.division_path)) if actor.role is Role.VILLAGE else None


def usual_place(request: HttpRequest, actor: Actor) -> Division | None:
    """The village that somebody chose last, on this phone or in his last request."""
    fixed = own_village(actor)
    if fixed is not None:
        return fixed
    code = str(request.session.get(_KEY, ""))
    if not code and actor.role is Role.VILLAGER:
        code = requests_of_villager(actor).values_list("division_code", flat=True).first() or ""
    return chosen_place(code, actor) if code else None


def remember_place(request: HttpRequest, division: Division) -> None:
    """Keep the village for the next request; a village is no personal data."""
    request.session[_KEY] = division.code


def short_name(division: Division | None) -> str:
    """A village with its township and county: nobody at home needs to be told his province."""
    if division is None:
        return ""
    above = [each.name for each in ancestors(division.code) if Level(each.level) in {Level.COUNTY, Level.TOWNSHIP}]
    return "".join([*above, division.name])


def chosen_place(code: str, actor: Actor) -> Division | None:
    """The village or township of a code if the actor may write for it, else None."""
    division = find(code)
    if division is None or not division.is_active or Level(division.level) not in LEVELS:
        return None
    if actor.is_official and not division.path.startswith(actor.division_path):
        return None
    return division


def own_particulars(actor: Actor) -> dict[str, str]:
    """Name, house and phone of a signed-in villager, from his account and his last request."""
    if actor.role is not Role.VILLAGER or actor.id is None:
        return {}
    address = address_of(actor.id)
    known = {"phone": address.phone.removeprefix("+86")} if address and address.phone else {}
    last = requests_of_villager(actor).first()
    applicant = applicant_of(actor, last) if last else None
    if applicant:
        known |= {"name": applicant.name, "house": applicant.house or ""}
    return known
