"""What a line of words is taken for: words as typed, words by their sound, a place among them.

A reading costs a query only where the words as typed may mean something else: letters that are no word, or a name
that stands on the list of divisions.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice, product

from django.db.models import Q

from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import Level
from duijie.apps.regions.searching import search
from duijie.matching.words import known_words
from duijie.web.public.sounds import words_sounding

MOST_READ = 6
_LEVELS = (Level.PROVINCE, Level.PREFECTURE, Level.COUNTY)
_LONGEST_NAME = 12
_SHORTEST_NAME = 2


@dataclass(frozen=True, slots=True)
class Reading:
    """One way to understand what was typed; `said` pairs what was read otherwise with what it was read as."""

    words: str
    place: Division | None = None
    said: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class _Part:
    """One way to understand one part of a line."""

    words: str
    place: Division | None = None
    typed: str = ""


def readings_of(typed: str, *, with_places: bool) -> list[Reading]:
    """The ways to understand a line, the likeliest first; as typed is always among them.

    A place goes before the same characters as words, because few needs name their county in their text; letters are
    first taken as they stand (LED), then by sound.
    """
    literal = Reading(typed.strip())
    parts = typed.split()[:MOST_READ]
    ways = [list(islice(_ways(part, with_places=with_places), MOST_READ)) for part in parts]
    if all(len(each) <= 1 for each in ways):
        return [literal]
    found = [_joined(chosen) for chosen in islice(product(*ways), MOST_READ)]
    return list(dict.fromkeys(each for each in (*found, literal) if each is not None))


def _ways(part: str, *, with_places: bool) -> Iterator[_Part]:
    if part.isascii() and part.isalpha():
        yield _Part(part)
        yield from (_Part(word, typed=part) for word in words_sounding(part))
        if with_places:
            yield from (_Part("", place, part) for place in _places_sounding(part))
        return
    place = _place_before(part) if with_places else None
    if place is not None:
        yield _Part(part[_named_length(part, place) :], place, part)
    yield _Part(part)


def _joined(parts: Sequence[_Part]) -> Reading | None:
    """The parts as one reading; two places are none."""
    places = [each.place for each in parts if each.place is not None]
    if len(places) > 1:
        return None
    said = tuple((each.typed, each.place.full_name if each.place else each.words) for each in parts if each.typed)
    return Reading(" ".join(each.words for each in parts if each.words), places[0] if places else None, said)


def _places_sounding(letters: str) -> list[Division]:
    found = [each for level in _LEVELS for each in search(letters, level=level, limit=2)]
    stems = {"".join(each.initials[: len(each.stem)]) for each in found}
    return [each for each in found if letters.lower() in stems or each.pinyin.startswith(letters.lower())][:2]


def _place_before(part: str) -> Division | None:
    """The place whose name a part is, or begins with (通渭路灯); a word of the trade is a word and no place."""
    if part in known_words():
        return None
    beginnings = [part[:length] for length in range(_SHORTEST_NAME, min(len(part), _LONGEST_NAME) + 1)]
    named = Q(name__in=beginnings) | Q(stem__in=[each for each in beginnings if each not in known_words()])
    rows = Division.objects.filter(named, level__in=_LEVELS, is_active=True)
    rest_is_enough = (each for each in rows if len(part) - _named_length(part, each) != 1)
    order = list(_LEVELS)
    return min(
        rest_is_enough,
        key=lambda each: (-_named_length(part, each), order.index(Level(each.level)), each.code),
        default=None,
    )


def _named_length(part: str, place: Division) -> int:
    return len(place.name) if part.startswith(place.name) else len(place.stem)
