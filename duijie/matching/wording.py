"""What a text says, as the score compares it: its words, the groups of related words, and the kinds of help meant."""

from collections import Counter
from collections.abc import Mapping
from typing import NamedTuple

from duijie.matching.words import SUBFIELD_MARK, words

GROUP_MARK = "~"
_TITLE_WEIGHT = 2


class Wording(NamedTuple):
    """How often a text says what, its title's words counted twice.

    `terms` are words by themselves and groups of related words by `~` and their first word (`~厨房`); `kinds` the
    sub-fields that words point to (`#water`); `length` counts words.
    """

    terms: Mapping[str, int]
    kinds: Mapping[str, int]
    length: int


def wording(title: str, text: str = "") -> Wording:
    """What a title and a text say together."""
    terms, kinds, length = Counter[str](), Counter[str](), 0
    for part, weight in ((title, _TITLE_WEIGHT), (text, 1)):
        for word in words(part):
            plain = [term for term in word.terms if not term.startswith(SUBFIELD_MARK)]
            for term in word.terms:
                (kinds if term.startswith(SUBFIELD_MARK) else terms)[term] += weight
            if plain and word.group:
                terms[GROUP_MARK + word.group] += weight
            length += weight * len(plain)
    return Wording(dict(terms), dict(kinds), length)
