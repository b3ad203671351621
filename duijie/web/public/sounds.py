"""Words by their sound: `ludeng` and `ld` are read as 路灯, and 路登 as a slip for it.

Readings are those of the list that ships with the divisions; a few characters that places read otherwise than words
do have their other reading here.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import product

from duijie.apps.regions.importing import spell
from duijie.matching.words import known_words

SHORTEST_INITIALS, SHORTEST_BEGINNING = 2, 4
MOST_READINGS = 6
_ALSO: Mapping[str, tuple[str, ...]] = {
    "长": ("zhang",),
    "行": ("hang", "xing"),
    "乐": ("yue", "le"),
    "重": ("chong", "zhong"),
    "种": ("zhong",),
    "调": ("tiao", "diao"),
    "地": ("di", "de"),
    "都": ("dou", "du"),
    "朝": ("zhao", "chao"),
    "什": ("shen", "shi"),
    "着": ("zhe", "zhuo"),
    "还": ("huan", "hai"),
    "会": ("kuai", "hui"),
    "藏": ("cang", "zang"),
    "传": ("zhuan", "chuan"),
    "校": ("jiao", "xiao"),
    "角": ("jiao",),
    "车": ("che",),
}
_MOST_SPELLINGS = 8


@dataclass(frozen=True)
class _Sounds:
    """Our words by their whole sound and by their initials, shorter words first."""

    whole: Mapping[str, Sequence[str]]
    initials: Mapping[str, Sequence[str]]


def words_sounding(typed: str) -> list[str]:
    """The words of our lists that letters may stand for: by whole sound, else its beginning, else by initials."""
    letters = "".join(sign for sign in typed.lower() if sign.isascii() and sign.isalpha())
    if len(letters) < SHORTEST_INITIALS:
        return []
    known = _sounds()
    found = list(known.whole.get(letters, ()))
    if not found and len(letters) >= SHORTEST_BEGINNING:
        found = [word for sound in sorted(known.whole) if sound.startswith(letters) for word in known.whole[sound]]
    return sorted(found or known.initials.get(letters, ()), key=lambda word: (len(word), word))[:MOST_READINGS]


def words_like(word: str) -> list[str]:
    """Other words of our lists that sound like a Chinese word: what somebody meant who chose a wrong character."""
    known = _sounds()
    found = {other for sound in _spellings(word) for other in known.whole.get(sound, ())}
    return sorted(found - {word}, key=lambda other: (abs(len(other) - len(word)), other))[:MOST_READINGS]


@cache
def _sounds() -> _Sounds:
    whole: dict[str, list[str]] = defaultdict(list)
    initials: dict[str, list[str]] = defaultdict(list)
    for word in sorted(known_words(), key=lambda each: (len(each), each)):
        if len(word) < SHORTEST_INITIALS or word.isascii():
            continue
        for sound in _spellings(word):
            whole[sound].append(word)
        for first in dict.fromkeys(_initials(word)):
            initials[first].append(word)
    return _Sounds(whole, initials)


def _spellings(word: str) -> Iterator[str]:
    """The ways to spell a word, by the readings of its characters."""
    ways = list(product(*(_readings(character) for character in word)))[:_MOST_SPELLINGS]
    yield from dict.fromkeys("".join(way) for way in ways)


def _initials(word: str) -> Iterator[str]:
    ways = list(product(*(_readings(character) for character in word)))[:_MOST_SPELLINGS]
    yield from ("".join(reading[:1] for reading in way) for way in ways)


def _readings(character: str) -> list[str]:
    usual = spell(character)[1]
    return list(dict.fromkeys(each for each in (usual, *_ALSO.get(character, ())) if each)) or [""]
