"""Find a place by what people type: its name, its pinyin or initials, the beginning of its code.

`tw`, `tongwei`, `通渭`, `定西 通渭`, `甘肃通渭` and `621121` all find 通渭县. Words before the last one name a place
above it. Each way has an index of its own, so that a keystroke costs a few milliseconds.
"""

import re
from collections.abc import Iterable, Sequence

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.db.models.functions import Left, Length

from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import CODE_LENGTH, Level, paths_above

_EXACT, _BEGINS, _CONTAINS = range(3)
_PLACES_ABOVE = 50
_CANDIDATES = 400
_SHORTEST_TAIL = 2
_BETWEEN_NAMES = re.compile(r"[、，,；;\s]+")


def search(text: str, *, level: Level | None = None, within: str = "", limit: int = 20) -> tuple[Division, ...]:
    """Active divisions that match what was typed, the likeliest first: exact before partial, upper levels first.

    Shapes: `within` is a path; `limit` a count. Empty text finds nothing.
    """
    *above, last = text.split() or [""]
    if not last:
        return ()
    rows = Division.objects.filter(is_active=True, path__startswith=within)
    if above:
        rows = rows.filter(_below(_places(above, within)))
    wanted = rows if level is None else rows.filter(level=level)
    found = tuple(_ranked(wanted, last)[:limit])
    return found or (() if above else _run_together(wanted, last, limit))


def resolve(text: str, *, within: str = "") -> Division | None:
    """The one division below a path that words of a document name for certain, or None.

    `会宁县`, `莆田市涵江区` and the beginning of `烟溪镇陈竹小学` name one; several names (`昭觉县、布拖县`) name the
    smallest division that holds them all.
    """
    names = [name for name in _BETWEEN_NAMES.split(text) if name]
    found = [_named(name, within) for name in names]
    paths = [division.path for division in found if division is not None]
    if not paths or len(paths) < len(names):
        return None
    if len(paths) == 1:
        return found[0]
    shared = [path for path in paths_above(paths[0]) if all(other.startswith(path) for other in paths)]
    return Division.objects.filter(path=shared[-1]).first() if shared else None


def _named(name: str, within: str) -> Division | None:
    rows = Division.objects.filter(is_active=True, path__startswith=within).exclude(path=within)
    exact = _uppermost(rows.filter(name=name))
    if exact:
        return exact[0] if len(exact) == 1 else None
    ends = rows.filter(name__in=[name[start:] for start in range(1, len(name))])
    written_out = [each for each in ends if each.full_name.endswith(name)]
    begins = rows.filter(name__in=[name[:end] for end in range(2, len(name))]) if within else ()
    found = written_out or _uppermost(begins)
    return found[0] if len(found) == 1 else None


def _uppermost(rows: Iterable[Division]) -> list[Division]:
    """Those of the uppermost level among the rows."""
    found = list(rows)
    order = list(Level)
    best = min((order.index(Level(each.level)) for each in found), default=0)
    return [each for each in found if order.index(Level(each.level)) == best]


def _ranked(rows: QuerySet[Division], word: str) -> QuerySet[Division]:
    """The rows that match one word, in order of likelihood."""
    if word.isascii() and word.isdigit():
        stripped = word[:CODE_LENGTH]
        return rows.filter(code__startswith=stripped).order_by(_level_rank(), "code")
    if word.isascii():
        return _by_sound(rows, word.lower())
    return _by_name(rows, word)


def _by_sound(rows: QuerySet[Division], word: str) -> QuerySet[Division]:
    sound = "".join(character for character in word if character.isalnum())
    if not sound:
        return rows.none()
    return (
        rows.filter(Q(initials__startswith=sound) | Q(pinyin__startswith=sound))
        .annotate(spoken=Left("initials", Length("stem")))
        .annotate(match=_case(When(Q(spoken=sound) | Q(initials=sound) | Q(pinyin=sound), then=_EXACT)))
        .order_by("match", _level_rank(), Length("pinyin"), "code")
    )


def _by_name(rows: QuerySet[Division], word: str) -> QuerySet[Division]:
    matching = rows.filter(name__contains=word) if len(word) > 1 else rows.filter(name__startswith=word)
    return matching.annotate(
        match=_case(
            When(Q(stem=word) | Q(name=word), then=_EXACT),
            When(name__startswith=word, then=_BEGINS),
            rest=_CONTAINS,
        )
    ).order_by("match", _level_rank(), Length("name"), "code")


def _run_together(rows: QuerySet[Division], word: str, limit: int) -> tuple[Division, ...]:
    """Matches for names written without a space (甘肃通渭): each possible end is looked up, its beginning checked."""
    ends = [word[start:] for start in range(1, len(word) - _SHORTEST_TAIL + 1)]
    if word.isascii() or not ends:
        return ()
    condition = Q()
    for end in ends:
        condition |= Q(name__startswith=end)
    candidates = rows.filter(condition).order_by(_level_rank(), "code")[:_CANDIDATES]
    return tuple(each for each in candidates if _is_within(word, each.full_name))[:limit]


def _is_within(word: str, name: str) -> bool:
    """Whether the characters of the word stand in the name in this order."""
    remaining = iter(name)
    return all(character in remaining for character in word)


def _places(words: Sequence[str], within: str) -> list[str]:
    """The paths that the words before the last one may mean, each word below the one before it."""
    paths = [within]
    for word in words:
        rows = Division.objects.filter(is_active=True).exclude(level__in=(Level.TOWNSHIP, Level.VILLAGE))
        ranked = _ranked(rows.filter(_below(paths)), word)
        paths = [each.path for each in ranked[:_PLACES_ABOVE]]
    return paths


def _below(paths: Sequence[str]) -> Q:
    condition = Q(pk__in=[])
    for path in paths:
        condition |= Q(path__startswith=path)
    return condition


def _case(*whens: When, rest: int = _BEGINS) -> Case:
    return Case(*whens, default=Value(rest), output_field=IntegerField())


def _level_rank() -> Case:
    whens = [When(level=level, then=Value(rank)) for rank, level in enumerate(Level)]
    return Case(*whens, default=Value(len(whens)), output_field=IntegerField())
