"""How relevant two Chinese texts are to each other: BM25 over the terms of their titles and texts.

BM25 after Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with k1 = 1.2 and
b = 0.5, both inside the ranges they found good (1.2 to 2, 0.5 to 0.8). The weight of a word is the never negative form
that Lucene uses, log(1 + (N − n + ½)/(n + ½)), divided by log(1 + N), so that one rare shared word counts about 1 in a
library of any size. The words of the query are damped like those of a document (their k3, with length), so that the
relevance of two texts is the same from either side. A shared sub-field (`#water`) counts half, once.

This is the exact measure; `duijie.matching.retrieval` finds in it, with impacts of 8 bits, the texts worth measuring.
"""

from collections import Counter
from collections.abc import Mapping
from math import log

from duijie.matching.words import SUBFIELD_MARK

K1 = 1.2
B = 0.5
_SUBFIELD_WEIGHT = 0.5


class Corpus:
    """How common words are in all texts together; two libraries that share one weigh words alike."""

    def __init__(self) -> None:
        self.documents = 0
        self._length = 0
        self._holding: Counter[str] = Counter()

    def add(self, terms: Mapping[str, int]) -> None:
        """Count one more text."""
        self.documents += 1
        self._length += length(terms)
        self._holding.update(terms.keys())

    def remove(self, terms: Mapping[str, int]) -> None:
        """Forget a text that was added."""
        self.documents -= 1
        self._length -= length(terms)
        for term in terms:
            self._holding[term] -= 1
            if not self._holding[term]:
                del self._holding[term]

    def weight(self, term: str) -> float:
        """How much it says that two texts share this term, in (0, 1]; a term never seen counts as seen once."""
        holding = max(self._holding[term], 1)
        documents = max(self.documents, holding)
        return log(1 + (documents - holding + 0.5) / (holding + 0.5)) / log(1 + documents)

    def damping(self, text_length: int) -> float:
        """K1 times the length of a text in average lengths, b of the way."""
        return K1 * (1 - B + B * text_length / self.average)

    @property
    def average(self) -> float:
        """The average length of a text in words; 1 while there is none."""
        return self._length / self.documents if self._length else 1.0

    def contributions(self, terms: Mapping[str, int], other: Mapping[str, int]) -> dict[str, float]:
        """What each shared term adds to the relevance of two texts, in alphabetical order of terms."""
        return Asked(self, terms).contributions(other, length(other))

    def relevance(self, terms: Mapping[str, int], other: Mapping[str, int]) -> float:
        """The relevance of two texts to each other."""
        return Asked(self, terms).relevance(other, length(other))


class Asked:
    """One text made ready to be compared with many, as long as its corpus stays as it is."""

    def __init__(self, corpus: Corpus, terms: Mapping[str, int]) -> None:
        self._corpus = corpus
        damping = corpus.damping(length(terms))
        self._sides = {
            term: (corpus.weight(term), 0.0 if term.startswith(SUBFIELD_MARK) else _damped(count, damping))
            for term, count in terms.items()
        }

    def weights(self) -> dict[str, float]:
        """The most that each term can add to the relevance of another text."""
        return {
            term: weight * own * (K1 + 1) if own else weight * _SUBFIELD_WEIGHT
            for term, (weight, own) in self._sides.items()
        }

    def contributions(self, other: Mapping[str, int], other_length: int) -> dict[str, float]:
        """What each shared term adds to the relevance of a text of this `length`, in alphabetical order of terms."""
        shared = sorted(self._sides.keys() & other.keys())
        if not shared:
            return {}
        damping, found = self._corpus.damping(other_length), {}
        for term in shared:
            weight, own = self._sides[term]
            found[term] = weight * (own * _damped(other[term], damping)) if own else weight * _SUBFIELD_WEIGHT
        return found

    def relevance(self, other: Mapping[str, int], other_length: int) -> float:
        """The contributions added in one fixed order (`sum` rounds as Python likes)."""
        total = 0.0
        for contribution in self.contributions(other, other_length).values():
            total += contribution
        return total


def length(terms: Mapping[str, int]) -> int:
    """The number of words of a text; sub-fields are no words."""
    return sum(count for term, count in terms.items() if not term.startswith(SUBFIELD_MARK))


def _damped(count: int, damping: float) -> float:
    return count * (K1 + 1) / (count + damping)
