"""The index itself: a segment in memory or on disk, a delta of what came since, and the words of both."""

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from threading import RLock, local
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from duijie.matching.retrieval import storing
from duijie.matching.retrieval.building import Words, build_segment
from duijie.matching.retrieval.checking import check_words
from duijie.matching.retrieval.codes import Codes
from duijie.matching.retrieval.delta import Delta, empty_delta, passing_rows, score_passing, with_row, without
from duijie.matching.retrieval.demands import demand_of, ranges_of
from duijie.matching.retrieval.documents import Document, Documents, Where, check, columns
from duijie.matching.retrieval.errors import RetrievalError
from duijie.matching.retrieval.merging import merge
from duijie.matching.retrieval.questions import Demand, Job, Query
from duijie.matching.retrieval.ranking import KEY_BITS, rank_segment
from duijie.matching.retrieval.rows import row_of
from duijie.matching.retrieval.segment import BLOCK, Segment, aligned
from duijie.matching.retrieval.vocabulary import Vocabulary, check_counts, check_weights
from duijie.matching.words import count_terms

AVERAGE_LENGTH = 60.0
_ANY = Where()
_DELTA_LIMIT = 8_192


class Found(NamedTuple):
    """Documents, best first, equals in the order of their ids, and their scores, float64."""

    ids: list[str]
    scores: NDArray[np.float64]


class _State(NamedTuple):
    """All that a search looks at. A change makes another one, so that a search sees the whole of it or nothing."""

    segment: Segment
    delta: Delta
    codes: Codes
    live: int
    counted: int


class RetrievalIndex:
    """Documents by their words. Any number of threads may search while others write; writers wait for each other."""

    def __init__(self, segment: Segment, codes: Codes, vocabulary: Vocabulary, average_length: float) -> None:
        self._vocabulary, self.average_length = vocabulary, average_length
        live = int(np.count_nonzero(segment.columns.alive))
        self._state = _State(segment, empty_delta(), codes, live, segment.size)
        self._new: dict[str, int] = {}
        self._writing, self._scratch = RLock(), local()
        self.delta_limit = _DELTA_LIMIT

    @classmethod
    def build(
        cls,
        documents: Documents,
        vocabulary: Sequence[str],
        tokens: NDArray[np.int32],
        offsets: NDArray[np.int64],
        *,
        counts: NDArray[np.int32] | None = None,
        average_length: float | None = None,
    ) -> Self:
        """Index the terms `vocabulary[tokens[offsets[n]:offsets[n + 1]]]` of each document, with counts or 1 each.

        A term that stands several times adds up. The average length, by which long documents are damped, stays what it
        is at building; give it when several indexes shall weigh alike. RetrievalError says what is wrong.
        """
        check(documents)
        words = Words(tokens, offsets, np.empty(0, np.int32) if counts is None else counts)
        check_words(words, len(documents.ids), len(vocabulary), average_length)
        known, codes = Vocabulary(vocabulary), Codes()
        if not documents.ids:
            average_length = average_length or AVERAGE_LENGTH
        segment, known.holding, average = build_segment(documents, words, known, codes, average_length or 0.0)
        return cls(segment, codes, known, average)

    @classmethod
    def from_texts(cls, documents: Iterable[tuple[Document, str, str]], *, average_length: float | None = None) -> Self:
        """Index documents with their title and text, cut into terms as in `duijie.matching.words`."""
        rows, numbers = [], dict[str, int]()
        tokens, counts, offsets = list[int](), list[int](), [0]
        for document, title, text in documents:
            terms = count_terms(title, text)
            rows.append(document)
            tokens += [numbers.setdefault(term, len(numbers)) for term in terms]
            counts += terms.values()
            offsets.append(len(tokens))
        return cls.build(
            columns(rows),
            list(numbers),
            np.array(tokens, np.int32),
            np.array(offsets, np.int64),
            counts=np.array(counts, np.int32),
            average_length=average_length,
        )

    @classmethod
    def load(cls, path: Path, *, is_trusted: bool = False) -> Self:
        """Map a file that `save` wrote; its digest is not read through when it is trusted, its sizes always are.

        UnreadableIndexError when it is no index, of another version or not whole.
        """
        return cls(*storing.read(path, is_trusted=is_trusted))

    def save(self, path: Path) -> None:
        """Write everything, merged, to one file, which appears whole or not at all."""
        with self._writing:
            self.merge()
            storing.write(path, self._state.segment, self._state.codes, self._vocabulary, self.average_length)

    def __len__(self) -> int:
        return self._state.live

    def __contains__(self, document: str) -> bool:
        state = self._state
        return self._place(state, document) is not None

    @property
    def nbytes(self) -> int:
        """Bytes of all arrays; the terms of the vocabulary come on top."""
        return sum(array.nbytes for array in self._state.segment.arrays().values()) + self._vocabulary.holding.nbytes

    def search(self, terms: Mapping[str, int], k: int, where: Where = _ANY) -> Found:
        """The `k` best of the documents that meet `where` and share a term, by BM25 in impacts of 8 bits.

        `terms` counts the terms of the query, as `count_terms` does. Of more than 256 known ones the heaviest count.
        """
        check_counts(terms)
        state = self._state
        return self._best(state, *self._vocabulary.ask(terms, state.counted, self.average_length), k, where)

    def search_weighted(self, weights: Mapping[str, float], k: int, where: Where = _ANY) -> Found:
        """The same with the caller's weights: what a term adds when it fills a document, tf/(tf + damping) → 1."""
        check_weights(weights)
        numbers = self._vocabulary.numbers
        known = {numbers[term]: weight for term, weight in weights.items() if term in numbers}
        query = self._vocabulary.ask_weighted(
            np.array(list(known), np.int32), np.array(list(known.values()), np.float64), self.average_length
        )
        return self._best(self._state, *query, k, where)

    def weights(self, terms: Mapping[str, int]) -> dict[str, float]:
        """What `search` weighs the known terms of a query with."""
        check_counts(terms)
        found, weights = self._vocabulary.weigh(terms, self._state.counted, self.average_length)
        names = [term for term in terms if term in self._vocabulary.numbers]
        return dict(zip(names, weights.tolist(), strict=True)) if found.size else {}

    def add(self, document: Document, terms: Mapping[str, int]) -> None:
        """Add a document, or put it in the place of the one with the same id; the next search sees it."""
        check_counts(terms)
        given = columns([document])
        check(given)
        with self._writing:
            state = self._state
            replaced = self._place(state, document.id)
            state.codes.learn(given.profiles)
            row = row_of(given, state.codes, self._vocabulary, terms, self.average_length)
            if replaced is not None:
                state = _dead(state, replaced)
            delta = with_row(state.delta, row)
            self._state = state._replace(delta=delta, live=state.live + 1, counted=state.counted + 1)
            self._new[document.id] = delta.size - 1
            if delta.size >= self.delta_limit:
                self.merge()

    def remove(self, document: str) -> None:
        """Take a document out; KeyError when it is not there."""
        with self._writing:
            place = self._place(self._state, document)
            if place is None:
                raise KeyError(document)
            self._state = _dead(self._state, place)
            self._new.pop(document, None)

    def merge(self) -> None:
        """Make one segment of everything, and forget the words of the dead; at `delta_limit` it happens by itself."""
        with self._writing:
            state = self._state
            if state.live == state.segment.size and not state.delta.size:
                return
            segment, holding, codes = merge(state.segment, state.delta, state.codes, len(self._vocabulary))
            self._vocabulary.holding = holding
            self._state, self._new = _State(segment, empty_delta(), codes, segment.size, segment.size), {}

    def _best(self, state: _State, query: Query, worth: float, k: int, where: Where) -> Found:
        if type(k) is not int or k < 1:
            raise RetrievalError(f"k must be a whole number from 1 on, not {k!r}.")
        demand = demand_of(where, state.codes)
        if demand is None or not query.terms.size or not state.live:
            return Found([], np.empty(0))
        ids, scores = self._segment_hits(state, query, demand, k, where)
        if state.delta.size:
            passing = passing_rows(state.delta, where, demand, state.codes)
            hits = score_passing(state.delta, passing, query, len(self._vocabulary))
            hits += zip(scores.tolist(), ids, strict=True)
            hits.sort(key=lambda hit: (-hit[0], hit[1]))
            ids = [document for _, document in hits[:k]]
            scores = np.array([score for score, _ in hits[:k]], np.int64)
        return Found(ids, np.multiply(scores, worth, dtype=np.float64))

    def _segment_hits(
        self, state: _State, query: Query, demand: Demand, k: int, where: Where
    ) -> tuple[list[str], NDArray[np.int64]]:
        segment = state.segment
        is_old = query.terms < segment.postings.row_of.size
        if not is_old.all():
            query = Query(query.terms[is_old], query.weights[is_old])
        best = np.empty((min(k, segment.size), 3), np.int64)
        if segment.size:
            if not hasattr(self._scratch, "lanes"):
                self._scratch.lanes = aligned(BLOCK, np.uint16)
            passing = ranges_of(where, state.codes, segment.cells)
            job = Job(segment.postings, segment.columns, segment.ids, query, demand, passing)
            best = best[: rank_segment(job, self._scratch.lanes, best[:, 0], best[:, 1:])]
        return segment.ids.between(best[:, 1:].tolist()), best[:, 0] >> KEY_BITS

    def _place(self, state: _State, document: str) -> int | None:
        """Where a living document is: a place of the segment, or −1 − its row in the delta."""
        if document in self._new:
            return -1 - self._new[document]
        place = state.segment.ids.find(document)
        return place if place is not None and state.segment.columns.alive[place] else None


def _dead(state: _State, place: int) -> _State:
    """The state without the document at a place."""
    if place < 0:
        return state._replace(delta=without(state.delta, -1 - place), live=state.live - 1)
    alive = state.segment.columns.alive.copy()
    alive[place] = 0
    segment = state.segment._replace(columns=state.segment.columns._replace(alive=alive))
    return state._replace(segment=segment, live=state.live - 1)
