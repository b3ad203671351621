"""When a search finds nothing: what it would find with other words, fewer filters, a wider place, another list."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import chain, islice
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import paths_above
from duijie.kernel.fields import FIELDS, SUBFIELDS
from duijie.matching.words import likely_subfields, words
from duijie.web.frame.formats import plain_number
from duijie.web.public.libraries import LIBRARIES, NEEDS, OFFERS, Found, Library, count_of
from duijie.web.public.sounds import words_like

MOST = 6
_TRIED = 3
"""Of each kind: every try is a query."""


@dataclass(frozen=True, slots=True)
class Hint:
    """Another search with how much it finds."""

    label: str
    href: str
    count: str


@dataclass(frozen=True, slots=True)
class _Try:
    """Another search that may find something."""

    label: str
    library: Library
    chosen: dict[str, Any]
    path: str
    place: str


def hints(found: Found, form: forms.Form) -> list[Hint]:
    """Searches near this one that find something, the nearest first."""
    tries = chain(_other_words(found), _wider(found), _fewer_filters(found, form), _other_lists(found))
    return list(islice(_told(tries), MOST))


def _told(tries: Iterable[_Try]) -> Iterator[Hint]:
    for each in tries:
        count = count_of(each.library.rows(each.chosen, each.path))
        if count:
            chosen = {**each.chosen, "place": each.place}
            yield Hint(each.label, each.library.address(chosen), plain_number(count))


def _other_words(found: Found) -> Iterator[_Try]:
    typed = str(found.chosen.get(found.library.words) or "").strip()
    cut = list(dict.fromkeys(word.surface for word in words(typed)))
    parts = typed.split()
    near = [typed.replace(part, other) for part in parts for other in words_like(part)[:_TRIED]]
    for text in islice(dict.fromkeys(near), _TRIED):
        yield _trying(found, _("“%(words)s”") % {"words": text}, {found.library.words: text})
        if found.place is not None:
            anywhere = {**_rest(found), found.library.words: text}
            yield _Try(_("“%(words)s”, anywhere") % {"words": text}, found.library, anywhere, "", "")
    if len(cut) > 1 or len(parts) > 1:
        for word in islice(dict.fromkeys([*parts, *cut]), _TRIED):
            if word != typed:
                yield _trying(found, _("Only “%(words)s”") % {"words": word}, {found.library.words: word})
    meant = next(iter(likely_subfields(typed, limit=1)), "") if typed else ""
    if meant in SUBFIELDS and found.library in {NEEDS, OFFERS}:
        code = SUBFIELDS[meant].field
        label = _("Everything in the field %(field)s") % {"field": _(FIELDS[code].label)}
        yield _trying(found, label, {found.library.words: "", "field": code})


def _wider(found: Found) -> Iterator[_Try]:
    """The places above the one that was looked in, the nearest first, and anywhere."""
    place = found.place
    if place is not None:
        above = Division.objects.filter(path__in=paths_above(place.path)[:-1]).order_by("-path")
        for each in above[:_TRIED]:
            yield _trying(found, _("In the whole of %(place)s") % {"place": each.full_name}, {}, at=each)
    if place is not None or found.unknown_place:
        yield _Try(_("Anywhere"), found.library, _rest(found), "", "")


def _fewer_filters(found: Found, form: forms.Form) -> Iterator[_Try]:
    kept = {"place", found.library.words}
    given = [name for name, value in found.chosen.items() if value and name not in kept]
    for name in given[:_TRIED]:
        yield _trying(found, _("Whatever the choice at “%(filter)s”") % {"filter": form[name].label}, {name: ""})


def _other_lists(found: Found) -> Iterator[_Try]:
    path, place = (found.place.path, found.place.code) if found.place else ("", "")
    for each in LIBRARIES:
        if each is not found.library and (found.reading.words or path):
            label = _("Under “%(list)s”") % {"list": _(each.name)}
            yield _Try(label, each, {each.words: found.reading.words}, path, place)


def _trying(found: Found, label: str, changed: Mapping[str, str], *, at: Division | None = None) -> _Try:
    place = at or found.place
    path, code = (place.path, place.code) if place else ("", "")
    return _Try(label, found.library, {**_rest(found), **changed}, path, code)


def _rest(found: Found) -> dict[str, Any]:
    """What was chosen beside the place, with the words as they were read."""
    rest = {name: value for name, value in found.chosen.items() if name != "place"}
    return {**rest, found.library.words: found.reading.words}
