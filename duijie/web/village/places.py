"""Which village? By its name or first letters, or down the list from the province; nothing has to be typed."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.accounts.selectors import province_of_offices
from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import Level, code_of_path
from duijie.apps.regions.searching import search
from duijie.apps.regions.selectors import ancestors, children, find
from duijie.kernel.access.actors import Actor
from duijie.web.frame.parts import Link

MOST_FOUND = 20
EVERYWHERE = "all"
"""Asks for the list of all provinces, where the list would begin in the own one."""
_COUNTRY = frozenset({"", "/"})


class PlaceSearch(forms.Form):
    """The name of a village, a township or a county."""

    q = forms.CharField(
        label=gettext_lazy("Name of the village or township"),
        help_text=gettext_lazy("First letters are enough, for example tw for 通渭."),
        max_length=60,
        widget=forms.TextInput({"type": "search", "autocomplete": "off"}),
    )


@dataclass(frozen=True, slots=True)
class Choice:
    """One line of the list: a place that is chosen, or one that is opened (`is_opened`) to see what lies in it."""

    label: str
    note: str
    href: str
    is_opened: bool


def choosing(request: HttpRequest, actor: Actor, onward: str) -> dict[str, Any]:
    """What the page of places shows; a chosen place leads to `onward` with its code."""
    within = actor.division_path if actor.is_official else ""
    words = request.GET.get("q", "").strip()[:60]
    upper = _upper(request.GET.get("in", ""), within)
    if words:
        found = [each for each in search(words, within=within, limit=MOST_FOUND) if each.path.startswith(within)]
        choices = _choices(found, onward, with_whole_name=True)
    else:
        below = children(upper.code) if upper else children()
        choices = _choices(below, onward)
    return {
        "search": PlaceSearch(request.GET if words else None, auto_id="id_%s"),
        "words": words,
        "choices": choices,
        "crumbs": _crumbs(upper, within) if upper else [],
        "upper": upper,
        "itself": _itself(upper, onward),
        "is_whole_country": upper is None,
    }


def _upper(code: str, within: str) -> Division | None:
    """The place whose list is shown: never above the actor's own, none for the whole country.

    It begins with the province of the platform's offices, as long as they all work in one.
    """
    is_bound = within not in _COUNTRY
    if code == EVERYWHERE and not is_bound:
        return None
    found = find(code) if code.isascii() and code.isdigit() else None
    if found is not None and found.path.startswith(within):
        return found
    return find(code_of_path(within if is_bound else province_of_offices()))


def _choices(places: Iterable[Division], onward: str, *, with_whole_name: bool = False) -> list[Choice]:
    rows = list(places)
    townships = [each.code for each in rows if each.level == Level.TOWNSHIP]
    with_villages = set(
        Division.objects.filter(parent_code__in=townships, is_active=True).values_list("parent_code", flat=True)
    )
    return [_choice(each, onward, with_villages, with_whole_name=with_whole_name) for each in rows]


def _choice(place: Division, onward: str, with_villages: set[str], *, with_whole_name: bool) -> Choice:
    is_opened = place.level != Level.VILLAGE and (place.level != Level.TOWNSHIP or place.code in with_villages)
    note = place.full_name.removesuffix(place.name) if with_whole_name else ""
    href = f"?{urlencode({'in': place.code})}" if is_opened else _chosen(onward, place)
    return Choice(place.name, note, href, is_opened)


def _itself(upper: Division | None, onward: str) -> str:
    """A village that is not on the list is written for under its township."""
    return _chosen(onward, upper) if upper is not None and upper.level == Level.TOWNSHIP else ""


def _chosen(onward: str, place: Division) -> str:
    return f"{onward}?{urlencode({'village': place.code})}"


def _crumbs(upper: Division, within: str) -> list[Link]:
    above = [each for each in ancestors(upper.code) if each.path.startswith(within)]
    start = [Link(_("All provinces"), f"?{urlencode({'in': EVERYWHERE})}")] if within in _COUNTRY else []
    return [*start, *(Link(each.name, f"?{urlencode({'in': each.code})}") for each in above)]
