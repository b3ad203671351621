"""Key counties (重点帮扶县): whether help has reached each of them; in the order of their codes, nobody is ranked."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, F, Q

from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.needs import PUBLIC_STATES
from duijie.apps.regions.models import Division
from duijie.apps.regions.selectors import key_counties


@dataclass(frozen=True, slots=True)
class Coverage:
    """A key county with how many of its needs are in the library, taken on (in part or whole), and fulfilled."""

    code: str
    name: str
    published: int
    taken: int
    fulfilled: int


def coverage(scope: str, on: date) -> Sequence[Coverage]:
    """The key counties of a day within a division path, by code, those without any need included."""
    places = Division.objects.filter(code__in=key_counties(on), path__startswith=scope).order_by("code")
    known = list(places.values_list("code", "full_name", "path"))
    counts = _counts([path for _code, _name, path in known])
    return [Coverage(code, name, *counts.get(path, (0, 0, 0))) for code, name, path in known]


def _counts(paths: list[str]) -> dict[str, tuple[int, int, int]]:
    rows = Need.objects.filter(county_path__in=paths, state__in=PUBLIC_STATES).order_by()
    counted = rows.values_list("county_path").annotate(
        published=Count("id"),
        taken=Count("id", filter=Q(quantity_taken__gt=0)),
        fulfilled=Count("id", filter=Q(quantity_met__gte=F("quantity"))),
    )
    return {path: (published, taken, fulfilled) for path, published, taken, fulfilled in counted}
