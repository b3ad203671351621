"""Chinese text → the terms that two texts can share.

A word is cut by `rjieba` in search mode (long words and their parts), replaced by the head of its group of synonyms,
and joined by the sub-fields it points to (`#water`): different words of one sub-field still meet.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache
from pathlib import Path
from typing import NamedTuple

import rjieba

SUBFIELD_MARK = "#"
_DATA = Path(__file__).parent / "data"
_SHORTEST_LATIN = 2
_REMEMBERED = 100_000
_TITLE_WEIGHT = 2
_COUNTING = frozenset("〇零一二三四五六七八九十百千万亿两几半余多第元角分")


class Word(NamedTuple):
    """A word as it stands in the text, the terms it counts for, and the first of its group of related words, or ""."""

    surface: str
    terms: tuple[str, ...]
    group: str = ""


class _Lexicon:
    """The lists of `data/`, read once per process."""

    def __init__(self) -> None:
        self.stop = frozenset(_read("stop.txt").split())
        self.single = frozenset(_read("single.txt").split())
        groups = [line.split() for line in _read("synonyms.txt").splitlines() if line]
        self.head = {word: group[0] for group in groups for word in group}
        related = [line.split() for line in _read("related.txt").splitlines() if line]
        self.group = {word: group[0] for group in related for word in group}
        self.subfields: dict[str, tuple[str, ...]] = {}
        for subfield, words in json.loads(_read("vocabulary.json")).items():
            for word in words:
                self.subfields[word] = (*self.subfields.get(word, ()), SUBFIELD_MARK + subfield)
        self.names: dict[str, frozenset[str]] = {}
        for subfield, *words in (line.split() for line in _read("names.txt").splitlines() if line):
            for word in words:
                self.names[word] = self.names.get(word, frozenset()) | {SUBFIELD_MARK + subfield}
        self.cutter = rjieba.Jieba()
        for word in sorted({*_read("words.txt").split(), *self.head, *self.subfields}):
            if len(word) > 1 and not self.cutter.has_word(word):
                self.cutter.add_word(word, None, None)
        self.terms = lru_cache(maxsize=_REMEMBERED)(self._terms)

    def _terms(self, word: str) -> tuple[str, ...]:
        """The terms of one word; none when it says nothing."""
        subfields = self.subfields.get(word, ())
        if word in self.stop or not self._speaks(word):
            return subfields
        return (self.head.get(word, word), *subfields)

    def _speaks(self, word: str) -> bool:
        if word.isascii():
            return len(word) >= _SHORTEST_LATIN and word.isalpha()
        if not all(unicodedata.category(sign) == "Lo" for sign in word) or _COUNTING.issuperset(word):
            return False
        return len(word) > 1 or word in self.single


def _read(name: str) -> str:
    return (_DATA / name).read_text(encoding="utf-8")


@cache
def _lexicon() -> _Lexicon:
    return _Lexicon()


def words(text: str) -> Iterator[Word]:
    """The telling words of a text, in order, with repeats."""
    lexicon = _lexicon()
    for surface in lexicon.cutter.cut_for_search(unicodedata.normalize("NFKC", text).lower()):
        terms = lexicon.terms(surface)
        if terms:
            yield Word(surface, terms, lexicon.group.get(surface, ""))


def sought_terms(text: str) -> Iterator[tuple[str, ...]]:
    """For each telling word that is typed to search a list, the terms any of which finds a text.

    These are the word itself and the sub-fields that it names: 饮水 finds everything about water, and 手机, which only
    points to daily goods, does not find every blanket. The parts of a name (生活用品) are not sought beside it.
    """
    found = list(words(text))
    names = {word.surface for word in found if word.surface in _lexicon().names}
    for word in found:
        named = _lexicon().names.get(word.surface, frozenset())
        terms = tuple(term for term in word.terms if not term.startswith(SUBFIELD_MARK) or term in named)
        if terms and not any(word.surface in name for name in names - {word.surface}):
            yield terms


def known_words() -> frozenset[str]:
    """The words that our own lists know: those of the trade, their synonyms and those that point to a sub-field."""
    lexicon = _lexicon()
    return frozenset({*lexicon.head, *lexicon.subfields})


def count_terms(title: str, text: str = "") -> dict[str, int]:
    """How often each term occurs, a title's words counted twice; a sub-field counts once, however often it is meant."""
    counts = _count(title, text)
    return {term: 1 if term.startswith(SUBFIELD_MARK) else count for term, count in counts.items()}


def likely_subfields(title: str, text: str = "", *, limit: int = 3) -> tuple[str, ...]:
    """The sub-fields that a text points to most often, for a form that proposes them; ties in alphabetical order."""
    found = {term[1:]: count for term, count in _count(title, text).items() if term.startswith(SUBFIELD_MARK)}
    return tuple(sorted(found, key=lambda code: (-found[code], code))[:limit])


def _count(title: str, text: str) -> Counter[str]:
    counts: Counter[str] = Counter()
    for part, weight in ((title, _TITLE_WEIGHT), (text, 1)):
        for word in words(part):
            for term in word.terms:
                counts[term] += weight
    return counts
