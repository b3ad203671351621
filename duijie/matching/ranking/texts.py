"""A text as the measures see it, cut in four ways: characters, pairs of them, words, and groups of related words."""

import re
from collections import Counter
from collections.abc import Iterator
from typing import NamedTuple

from duijie.matching.words import SUBFIELD_MARK, count_terms, words

_TITLE_WEIGHT = 2

_RUN = re.compile(r"[\u4e00-\u9fffA-Za-z0-9]+")
LONGEST = 20_000
"""Characters of a text that are measured: a description of two megabytes says no more than its beginning."""


class Text(NamedTuple):
    """The title and the text of a need or an offer."""

    title: str
    text: str = ""


def runs(text: Text) -> Iterator[str]:
    """Stretches of characters without a sign between them."""
    return (found.group() for found in _RUN.finditer(f"{text.title} {text.text}"[:LONGEST]))


def characters(text: Text) -> Counter[str]:
    """How often each character occurs."""
    return Counter(sign for run in runs(text) for sign in run)


def pairs_of_characters(text: Text) -> Counter[str]:
    """How often each pair of neighbouring characters occurs: needs no dictionary, so it is everybody's baseline."""
    return Counter(run[place : place + 2] for run in runs(text) for place in range(len(run) - 1))


def words_of_the_trade(text: Text) -> dict[str, int]:
    """How often each word occurs, synonyms as one, a title's words counted twice."""
    counts = count_terms(text.title, text.text[:LONGEST])
    return {term: count for term, count in counts.items() if not term.startswith(SUBFIELD_MARK)}


def groups_of_words(text: Text) -> Counter[str]:
    """How often each group of related words occurs (厨房, 食堂, 电磁灶), a word of no group as itself, titles twice."""
    counts: Counter[str] = Counter()
    for part, weight in ((text.title, _TITLE_WEIGHT), (text.text[:LONGEST], 1)):
        for word in words(part):
            for term in word.terms:
                if not term.startswith(SUBFIELD_MARK):
                    counts[word.group or term] += weight
    return counts
