"""The lists that everybody may search, each behind the same four handles, so that one list can point to another."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.http import urlencode

from duijie.apps.exchange.selectors.libraries import followed_needs, followed_offers
from duijie.apps.needs.selectors.library import library
from duijie.apps.offers.selectors import menu
from duijie.apps.organizations.selectors import public_organizations
from duijie.apps.publications.selectors import cases
from duijie.apps.regions.models import Division
from duijie.kernel.errors import mark
from duijie.kernel.paging import MOST_COUNTED
from duijie.web.public.need_filters import filters_of, places_called
from duijie.web.public.reading import Reading, readings_of

Chosen = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Library:
    """One list: its name as a message id, its page, the parameter that holds the words, and its rows.

    `rows` takes what was chosen and a division path ("" for anywhere); `with_places` when a place among the words may
    be taken as one.
    """

    name: str
    page: str
    words: str
    rows: Callable[[Chosen, str], QuerySet[Any]]
    with_places: bool = True

    def address(self, chosen: Chosen) -> str:
        """The list as somebody would choose it."""
        given = {name: "on" if value is True else value for name, value in chosen.items() if value}
        return f"{reverse(self.page)}?{urlencode(given)}" if given else reverse(self.page)


NEEDS = Library(mark("Needs"), "public:needs", "text", lambda chosen, path: library(filters_of(chosen, path)))
OFFERS = Library(mark("Services on offer"), "public:offers", "query", lambda chosen, path: menu(**chosen, area=path))
ORGANIZATIONS = Library(
    mark("Social organizations"),
    "public:organizations",
    "query",
    lambda chosen, path: public_organizations(**chosen, division_path=path),
    with_places=False,
)
CASES = Library(mark("Cases"), "public:cases", "text", lambda chosen, path: cases(**chosen, within=path), False)
LIBRARIES = (NEEDS, OFFERS, ORGANIZATIONS, CASES)
FOLLOWED_NEEDS = Library(
    mark("Needs of other provinces"),
    "public:followed-needs",
    "text",
    lambda chosen, path: followed_needs(**chosen, place=path),
)
FOLLOWED_OFFERS = Library(
    mark("Offers of other provinces"),
    "public:followed-offers",
    "text",
    lambda chosen, path: followed_offers(**chosen, place=path),
)
FROM_ELSEWHERE = (FOLLOWED_NEEDS, FOLLOWED_OFFERS)
"""Beside our own, where anybody is followed."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a search came to: the rows, how its words were read, and where it looked.

    `places` are all that the typed place may mean, the one that was taken first; `unknown_place` is one that nobody
    knows.
    """

    library: Library
    chosen: Chosen
    rows: QuerySet[Any]
    reading: Reading
    places: list[Division] = field(default_factory=list)
    unknown_place: str = ""

    @property
    def place(self) -> Division | None:
        """Where it looked."""
        return self.reading.place or (self.places[0] if self.places else None)


def look_up(searched: Library, chosen: Chosen, *, as_typed: bool = False) -> Found:
    """The rows that fit what was chosen, in which `place` are words, too.

    A reading without rows gives way to the next; words as they were typed are taken when none finds anything.
    """
    rest = {name: value for name, value in chosen.items() if name != "place"}
    where, words = str(chosen.get("place") or "").strip(), str(chosen.get(searched.words) or "")
    places = places_called(where) if where else []
    literal = Reading(words.strip())
    if where and not places:
        return Found(searched, chosen, searched.rows(rest, "").none(), literal, unknown_place=where)
    readings = [literal] if as_typed else readings_of(words, with_places=searched.with_places and not places)
    for reading in readings:
        found = Found(searched, chosen, _rows(searched, rest, reading, places), reading, places)
        if len(readings) == 1 or found.rows.exists():
            return found
    return Found(searched, chosen, _rows(searched, rest, literal, places), literal, places)


def count_of(rows: QuerySet[Any]) -> int:
    """How many rows, counted no further than a list counts."""
    return min(rows.order_by()[: MOST_COUNTED + 1].count(), MOST_COUNTED)


def _rows(searched: Library, rest: Chosen, reading: Reading, places: list[Division]) -> QuerySet[Any]:
    place = reading.place or (places[0] if places else None)
    return searched.rows({**rest, searched.words: reading.words}, place.path if place else "")
