"""What kind of help a text speaks of, as shares of the sub-fields that its words point to; no label is needed.

A word that points to one sub-field says more than one that points to several, and a long word more than a short one.
Two texts agree as far as their shares point the same way (the cosine of their square roots: Bhattacharyya), a rare
sub-field counting more than one that half of all texts touch.
"""

import json
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence
from functools import cache
from math import sqrt
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duijie.matching.ranking.texts import LONGEST, Text

_VOCABULARY = Path(__file__).parents[1] / "data" / "vocabulary.json"
_SHORTEST, _FULL_LENGTH = 2, 4
_TITLE_WEIGHT = 2


class _Pointers:
    """Which sub-fields each word points to."""

    def __init__(self) -> None:
        listed: dict[str, list[str]] = json.loads(_VOCABULARY.read_text(encoding="utf-8"))
        self.codes = tuple(listed)
        self.places: dict[str, list[int]] = {}
        for place, words in enumerate(listed.values()):
            for word in words:
                if len(word) >= _SHORTEST:
                    self.places.setdefault(word, []).append(place)
        self.longest = max(map(len, self.places))

    def found(self, text: str) -> Iterator[str]:
        """The words of a text that point somewhere, the longest first at each place, none inside another."""
        place = 0
        while place < len(text):
            word = next((word for word in self._at(text, place) if word in self.places), None)
            if word:
                yield word
            place += len(word) if word else 1

    def _at(self, text: str, place: int) -> Iterator[str]:
        for end in range(min(place + self.longest, len(text)), place + _SHORTEST - 1, -1):
            yield text[place:end]


@cache
def _pointers() -> _Pointers:
    return _Pointers()


def kinds(text: Text) -> NDArray[np.float64]:
    """The share of each sub-field (in the order of vocabulary.json), adding up to 1, or all 0."""
    pointers = _pointers()
    counts: Counter[str] = Counter()
    for part, weight in ((text.title, _TITLE_WEIGHT), (text.text[:LONGEST], 1)):
        for word in pointers.found(unicodedata.normalize("NFKC", part).lower()):
            counts[word] += weight
    shares = np.zeros(len(pointers.codes))
    for word, count in counts.items():
        places = pointers.places[word]
        shares[places] += sqrt(count * min(len(word), _FULL_LENGTH)) / len(places)
    total = float(shares.sum())
    return shares / total if total else shares


def agreement(
    needs: NDArray[np.float64], offers: NDArray[np.float64], background: NDArray[np.float64]
) -> NDArray[np.float64]:
    """The agreement of each need (row) with each offer (column), 0 to 1; what is rare is judged by the background."""
    rarity = np.log1p(len(background) / (1 + background.sum(axis=0)))
    found: NDArray[np.float64] = _directions(needs, rarity) @ _directions(offers, rarity).T
    return found


def _directions(shares: NDArray[np.float64], rarity: NDArray[np.float64]) -> NDArray[np.float64]:
    roots = np.sqrt(shares * rarity)
    lengths = np.linalg.norm(roots, axis=1, keepdims=True)
    directions: NDArray[np.float64] = np.divide(roots, lengths, out=np.zeros_like(roots), where=lengths > 0)
    return directions


def all_kinds(texts: Sequence[Text]) -> NDArray[np.float64]:
    """The shares of each text (row)."""
    return np.array([kinds(text) for text in texts]).reshape(len(texts), len(_pointers().codes))
