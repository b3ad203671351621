"""How near two Chinese texts are: the words they share, groups of related words, and the kinds of help they mean.

Words count by BM25 after Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with
k1 = 1.2 and b = 0.5, both inside the ranges they found good (1.2 to 2, 0.5 to 0.8). The weight of a word is the never
negative form that Lucene uses, log(1 + (N − n + ½)/(n + ½)), divided by log(1 + N), so that one rare shared word counts
about 1 in a library of any size. Either text is damped by its length (for the query that is their k3). A group of
related words (厨房, 食堂, 电磁灶) counts half of what a word would. The kinds of help that the words point to add the
cosine of both texts' shares, rare kinds weighing more: at most 1.

All of it is the same from either side, and the same whatever else is on a list: so a pair has one score, and each part
of it belongs to words that can be shown. docs/explanation/relevance.md says how these weights were chosen.
`duijie.matching.retrieval` finds, with impacts of 8 bits, the texts that are worth measuring so.
"""

from collections import Counter
from collections.abc import Mapping
from math import log, sqrt

from duijie.matching.wording import GROUP_MARK, Wording

K1 = 1.2
B = 0.5
_GROUP_WEIGHT = 0.5


class Corpus:
    """How common words are in all texts together; two libraries that share one weigh words alike."""

    def __init__(self) -> None:
        self.documents = 0
        self._length = 0
        self._holding: Counter[str] = Counter()

    def add(self, text: Wording) -> None:
        """Count one more text."""
        self.documents += 1
        self._length += text.length
        self._holding.update(text.terms.keys())
        self._holding.update(text.kinds.keys())

    def remove(self, text: Wording) -> None:
        """Forget a text that was added."""
        self.documents -= 1
        self._length -= text.length
        for term in (*text.terms, *text.kinds):
            self._holding[term] -= 1
            if not self._holding[term]:
                del self._holding[term]

    @property
    def average(self) -> float:
        """The average length of a text in words; 1 while there is none."""
        return self._length / self.documents if self._length else 1.0

    def weight(self, term: str) -> float:
        """How much it says that two texts share this term, in (0, 1]; a term never seen counts as seen once."""
        holding = max(self._holding[term], 1)
        documents = max(self.documents, holding)
        return log(1 + (documents - holding + 0.5) / (holding + 0.5)) / log(1 + documents)

    def damping(self, text_length: int) -> float:
        """K1 times the length of a text in average lengths, b of the way."""
        return K1 * (1 - B + B * text_length / self.average)

    def contributions(self, text: Wording, other: Wording) -> dict[str, float]:
        """What each shared term adds to the relevance of two texts, in alphabetical order of terms."""
        return Asked(self, text).contributions(other)

    def relevance(self, text: Wording, other: Wording) -> float:
        """The relevance of two texts to each other."""
        return Asked(self, text).relevance(other)


class Asked:
    """One text made ready to be compared with many, as long as its corpus stays as it is."""

    def __init__(self, corpus: Corpus, text: Wording) -> None:
        self._corpus = corpus
        damping = corpus.damping(text.length)
        self._sides = {
            term: (_share(term) * corpus.weight(term), _damped(count, damping)) for term, count in text.terms.items()
        }
        self._rarity: dict[str, float] = {}
        self._kinds = self._direction(text.kinds)

    def weights(self) -> dict[str, float]:
        """The most that each term can add to the relevance of another text."""
        words = {term: weight * own * (K1 + 1) for term, (weight, own) in self._sides.items()}
        return words | self._kinds

    def contributions(self, other: Wording) -> dict[str, float]:
        """What each shared term adds to the relevance, in alphabetical order of terms, kinds of help first."""
        found = {}
        kinds = sorted(self._kinds.keys() & other.kinds.keys())
        if kinds:
            directions = self._direction(other.kinds)
            found = {kind: self._kinds[kind] * directions[kind] for kind in kinds}
        shared = sorted(self._sides.keys() & other.terms.keys())
        if shared:
            damping = self._corpus.damping(other.length)
            for term in shared:
                weight, own = self._sides[term]
                found[term] = weight * (own * _damped(other.terms[term], damping))
        return found

    def _direction(self, kinds: Mapping[str, int]) -> dict[str, float]:
        """Shares of kinds as a vector of length 1: roots of their counts, the rare ones longer."""
        squares, total = {}, 0.0
        for kind in sorted(kinds):
            if kind not in self._rarity:
                self._rarity[kind] = self._corpus.weight(kind)
            squares[kind] = kinds[kind] * self._rarity[kind]
            total += squares[kind]
        return {kind: sqrt(square / total) for kind, square in squares.items()}

    def relevance(self, other: Wording) -> float:
        """The contributions added in one fixed order (`sum` rounds as Python likes)."""
        total = 0.0
        for contribution in self.contributions(other).values():
            total += contribution
        return total


def _share(term: str) -> float:
    return _GROUP_WEIGHT if term.startswith(GROUP_MARK) else 1.0


def _damped(count: int, damping: float) -> float:
    return count * (K1 + 1) / (count + damping)
