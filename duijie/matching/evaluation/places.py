"""Place names are taken out of texts before measuring: a pair of one report shares them, which real pairs need not.

Divisions down to the township come from a list. For villages, schools and old townships, what stands before 村, 社区,
小学 … where a name can begin is taken for a name, unless it is made of ordinary words (行政村, 易地搬迁社区, 乡村小学).
A village goes with its word, a school leaves it (许掌小学 → 小学); what was found so and has three characters goes
wherever else it stands in the files.
"""

import gzip
import json
import re
from collections.abc import Iterable, Mapping
from functools import cache
from pathlib import Path

import rjieba

from duijie.matching.evaluation.cases import Cases
from duijie.matching.ranking.texts import Text

_DATA = Path(__file__).parents[1] / "data"
NAMES = _DATA / "place_names.txt.gz"
_HAN = "\u4e00-\u9fff"
_BEGINS = rf"(?:(?<![{_HAN}])|(?<=[向在为给于与和到从由至赴及对]))(?![在为给于与到由至赴及])"
_VILLAGE = re.compile(rf"{_BEGINS}([{_HAN}]{{2,5}}?)(?:行政村|自然村|村委会|村|社区|嘎查|屯|苗寨|侗寨|寨)")
_SCHOOL = re.compile(rf"{_BEGINS}([{_HAN}]{{2,5}}?)(?=中心小学|中心校|小学|中学|学校|完小|幼儿园|教学点|敬老院|福利院)")
_TOWNSHIP = re.compile(rf"{_BEGINS}([{_HAN}]{{2,4}}?)(?:[乡镇]|街道)(?![镇村亲土音愁民情])")
_ENDINGS = tuple("农乡山渔牧古区新全各本该个老中大小下返家城离还水茶故回异入到多")
_SPREADING = 3


def without_places(cases: Cases) -> Cases:
    """The same cases with a space where a place name stood."""
    found: set[str] = set()
    masked = {side: {key: _masked(text, found) for key, text in texts.items()} for side, texts in _sides(cases)}
    spreading = sorted((name for name in found if len(name) >= _SPREADING), key=len, reverse=True)
    if spreading:
        named = re.compile("|".join(map(re.escape, spreading)))
        for texts in masked.values():
            texts.update({key: Text(*(named.sub(" ", part) for part in text)) for key, text in texts.items()})
    return Cases(masked["needs"], masked["offers"], cases.answers)


def mask_places(text: str) -> str:
    """One text with a space where a place name stood."""
    return _mask(text, set())


def _sides(cases: Cases) -> Iterable[tuple[str, Mapping[str, Text]]]:
    return (("needs", cases.needs), ("offers", cases.offers))


def _masked(text: Text, found: set[str]) -> Text:
    return Text(*(_mask(part, found) for part in text))


def _mask(text: str, found: set[str]) -> str:
    gazetteer = _gazetteer()
    text = gazetteer.without_long_names(text)
    for pattern in (_TOWNSHIP, _VILLAGE, _SCHOOL):
        text = pattern.sub(lambda match: _unless_ordinary(match, found), text)
    return gazetteer.without_short_names(text)


def _unless_ordinary(match: re.Match[str], found: set[str]) -> str:
    name = match.group(1)
    if name.endswith(_ENDINGS) or _gazetteer().has_ordinary_word(name):
        return match.group()
    found.update((name, match.group()))
    return " "


class _Gazetteer:
    """Names of divisions, and the words that are none."""

    def __init__(self) -> None:
        names = gzip.decompress(NAMES.read_bytes()).decode("utf-8").split()
        self._short = frozenset(name for name in names if len(name) < _SPREADING)
        self._long = frozenset(names) - self._short
        self._longest = max(map(len, names))
        self._cutter = rjieba.Jieba()
        listed: dict[str, list[str]] = json.loads((_DATA / "vocabulary.json").read_text(encoding="utf-8"))
        ordinary = (_DATA / "no_names.txt").read_text(encoding="utf-8").split()
        self._words = frozenset(ordinary).union(*listed.values())

    def without_long_names(self, text: str) -> str:
        """The longest name at each place goes."""
        kept, place = [], 0
        while place < len(text):
            ends = range(min(place + self._longest, len(text)), place + _SPREADING - 1, -1)
            end = next((end for end in ends if text[place:end] in self._long), None)
            kept.append(" " if end else text[place])
            place = end or place + 1
        return "".join(kept)

    def without_short_names(self, text: str) -> str:
        """A name of two characters goes where it is a word of its own: 云南, but not in 白云南边."""
        return "".join(" " if word in self._short else word for word in self._cutter.cut(text))

    def has_ordinary_word(self, name: str) -> bool:
        """Whether a word in it says something else than a name would."""
        return any(word in self._words for word in self._cutter.cut(name))


@cache
def _gazetteer() -> _Gazetteer:
    return _Gazetteer()
