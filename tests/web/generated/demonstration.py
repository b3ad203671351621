"""The demonstration as a world for crawls, with households planted in it; without the country's real divisions."""

from dataclasses import dataclass

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.selectors import actor_of
from duijie.apps.accounts.services import villager_of
from duijie.apps.needs.services.defaults import ensure_default_steps
from duijie.apps.offers.models import Offer
from duijie.apps.publications.services import load_cases
from duijie.demo import loading
from duijie.demo.accounts import COUNTY, VILLAGE, VILLAGER_PHONE
from duijie.demo.places import OTHER_COUNTY, load_places, place_of
from duijie.kernel.access.actors import VISITOR, Role
from tests.factories.world import Seat, seat
from tests.web.generated.households import Household, Village, plant

SEATS = {
    "village": "cun1",
    "village elsewhere": "cun4",
    "township": "xiang1",
    "county_office": "xian1",
    "line_department": "jiaoyu",
    "civil_affairs": "minzheng1",
    "prefecture_office": "shi1",
    "province_office": "sheng1",
    "ministry": "buwei",
    "auditor": "shenji",
    "organization_manager": "jijin1",
    "organization_staff": "jijin2",
    "organization elsewhere": "shegong1",
}


@dataclass
class Demonstration:
    """Who walks through it, and the households that nobody but their own may recognize."""

    seats: dict[str, Seat]
    households: list[Household]


def make_demonstration() -> Demonstration:
    """Tell the demo's stories, then plant households in its first village."""
    load_cases(loading.DATA)
    load_places()
    ensure_default_steps()
    loading._tell_stories()
    seats = {name: _seat_of(name, username) for name, username in SEATS.items()}
    villager = villager_of(f"+86{VILLAGER_PHONE}")
    seats["villager"] = Seat("villager", actor_of(villager), villager)
    neighbour = villager_of("+8613800000088")
    seats["villager elsewhere"] = Seat("villager elsewhere", actor_of(neighbour), neighbour)
    seats["county elsewhere"] = seat("county elsewhere", Role.COUNTY_OFFICE, place_of(OTHER_COUNTY))
    seats["visitor"] = Seat("visitor", VISITOR)
    return Demonstration(seats, _planted(seats))


def _seat_of(name: str, username: str) -> Seat:
    account = Account.objects.get(username=username)
    return Seat(name, actor_of(account), account)


def _planted(seats: dict[str, Seat]) -> list[Household]:
    second = seat("second clerk", Role.COUNTY_OFFICE, place_of(COUNTY))
    colleague = seat("colleague", Role.VILLAGE, place_of(VILLAGE))
    village = Village(
        {
            "village": seats["village"].actor,
            "colleague": colleague.actor,
            "township": seats["township"].actor,
            "county": second.actor,
        },
        VILLAGE,
    )
    offer = Offer.objects.filter(state="published", title__contains="助老").latest("published_at")
    return plant(village, seats["organization_manager"].actor, seats["villager"].actor, offer)
