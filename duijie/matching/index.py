"""Chinese BM25 over titles and texts, in memory, with documents that come and go.

BM25 after Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with k1 = 1.2 and
b = 0.5, both inside the ranges they found good (1.2 to 2, 0.5 to 0.8). The weight of a word is the never negative form
that Lucene uses, log(1 + (N − n + ½)/(n + ½)), divided by log(1 + N), so that one rare shared word counts about 1 in a
library of any size. The words of the query are damped like those of a document (their k3, with length), so that the
relevance of two texts is the same from either side. A shared sub-field (`#water`) counts half, once.
"""

from collections import Counter
from collections.abc import Container, Mapping
from heapq import nsmallest
from math import log
from typing import NamedTuple

from duijie.matching.words import SUBFIELD_MARK, count_terms

K1 = 1.2
B = 0.5
_SUBFIELD_WEIGHT = 0.5


class Hit(NamedTuple):
    """A document that was found."""

    id: str
    relevance: float


class Corpus:
    """How common words are in all texts together; two indexes that share one weigh words alike."""

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
        average = self._length / self.documents if self._length else 1.0
        return K1 * (1 - B + B * text_length / average)

    def contributions(self, terms: Mapping[str, int], other: Mapping[str, int]) -> dict[str, float]:
        """What each shared term adds to the relevance of two texts, in alphabetical order of terms."""
        damping, other_damping = self.damping(length(terms)), self.damping(length(other))
        return {
            term: _SUBFIELD_WEIGHT * self.weight(term)
            if term.startswith(SUBFIELD_MARK)
            else self.weight(term) * (_damped(terms[term], damping) * _damped(other[term], other_damping))
            for term in sorted(terms.keys() & other.keys())
        }

    def relevance(self, terms: Mapping[str, int], other: Mapping[str, int]) -> float:
        """The relevance of two texts: their contributions added in one fixed order (`sum` rounds as Python likes)."""
        total = 0.0
        for contribution in self.contributions(terms, other).values():
            total += contribution
        return total


def length(terms: Mapping[str, int]) -> int:
    """The number of words of a text; sub-fields are no words."""
    return sum(count for term, count in terms.items() if not term.startswith(SUBFIELD_MARK))


def _damped(count: int, damping: float) -> float:
    return count * (K1 + 1) / (count + damping)


class Index:
    """Documents by their terms. Not safe for writing from several threads: whoever shares one holds a lock.

    Inside, a document is a place in lists (`_ids`, `_lengths`, `_dampings`), which a removed one leaves to the next.
    """

    def __init__(self, corpus: Corpus | None = None) -> None:
        self.corpus = corpus or Corpus()
        self._terms: dict[str, dict[str, int]] = {}
        self._postings: dict[str, dict[int, int]] = {}
        self._places: dict[str, int] = {}
        self._free: list[int] = []
        self._ids: list[str] = []
        self._lengths: list[int] = []
        self._dampings: list[float] = []
        self._damped_at = 0.0

    def __len__(self) -> int:
        return len(self._terms)

    def __contains__(self, document: str) -> bool:
        return document in self._terms

    def add(self, document: str, title: str, text: str = "") -> None:
        """Add a document, or put it in the place of the one with the same id."""
        if document in self:
            self.remove(document)
        terms = count_terms(title, text)
        place = self._take_place(document, length(terms))
        self._terms[document] = terms
        for term, count in terms.items():
            self._postings.setdefault(term, {})[place] = count
        self.corpus.add(terms)

    def remove(self, document: str) -> None:
        """Take a document out; KeyError when it is not there."""
        terms = self._terms.pop(document)
        place = self._places.pop(document)
        self._free.append(place)
        for term in terms:
            postings = self._postings[term]
            del postings[place]
            if not postings:
                del self._postings[term]
        self.corpus.remove(terms)

    def terms(self, document: str) -> Mapping[str, int]:
        """The terms of a document; KeyError when it is not there."""
        return self._terms[document]

    def search(self, query: str, *, limit: int, allowed: Container[str] | None = None) -> list[Hit]:
        """The most relevant documents, best first, ties by id; only those in `allowed` when it is given."""
        found = self.relevances(count_terms(query))
        hits = (Hit(*item) for item in found.items() if allowed is None or item[0] in allowed)
        return nsmallest(limit, hits, key=lambda hit: (-hit.relevance, hit.id))

    def relevances(self, terms: Mapping[str, int]) -> dict[str, float]:
        """The relevance of every document that shares a term; the same numbers as `Corpus.relevance`."""
        dampings = self._current_dampings()
        damping = self.corpus.damping(length(terms))
        found = [0.0] * len(self._ids)
        for term in sorted(terms.keys() & self._postings.keys()):
            weight = self.corpus.weight(term)
            if term.startswith(SUBFIELD_MARK):
                for place in self._postings[term]:
                    found[place] += _SUBFIELD_WEIGHT * weight
                continue
            own = _damped(terms[term], damping)
            for place, count in self._postings[term].items():
                found[place] += weight * (own * (count * (K1 + 1) / (count + dampings[place])))
        return {document: relevance for document, relevance in zip(self._ids, found, strict=True) if relevance}

    def _take_place(self, document: str, words: int) -> int:
        if self._free:
            place = self._free.pop()
            self._ids[place], self._lengths[place] = document, words
        else:
            place = len(self._ids)
            self._ids.append(document)
            self._lengths.append(words)
        self._places[document] = place
        self._dampings = []
        return place

    def _current_dampings(self) -> list[float]:
        """Each document's damping, worked out again when the average length has changed, here or in a shared corpus."""
        damping_of_one = self.corpus.damping(1)
        if not self._dampings or damping_of_one != self._damped_at:
            by_length = {words: self.corpus.damping(words) for words in set(self._lengths)}
            self._dampings = [by_length[words] for words in self._lengths]
            self._damped_at = damping_of_one
        return self._dampings
