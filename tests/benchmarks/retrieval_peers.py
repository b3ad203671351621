"""The same searches by tantivy, bm25s and scipy, each as its authors mean it to be used, with one thread."""

from collections.abc import Iterator, Sequence
from typing import Any

import bm25s
import numpy as np
import tantivy
from numpy.typing import NDArray
from scipy import sparse

from duijie.matching.index import K1, B
from duijie.matching.retrieval import Where
from tests.benchmarks.retrieval_corpus import Made

K = 20
_ANY = "any"


def passing(made: Made, where: Where) -> NDArray[np.bool_]:
    """Which documents pass, worked out without the index."""
    documents = made.documents
    fits = np.array(
        [
            (not each.fields or bool(each.fields & where.fields))
            and (not each.areas or str(where.at).startswith(each.areas))
            for each in documents.profiles
        ]
    )
    is_open = documents.last_day >= (where.open_on or 0)
    return fits[documents.profile_of] & is_open & (documents.capacity >= 1) & documents.in_good_standing


def serving(made: Made, field: str) -> NDArray[np.int64]:
    """The documents that work in a field."""
    fits = np.array([not each.fields or field in each.fields for each in made.documents.profiles])
    return np.flatnonzero(fits[made.documents.profile_of])


def words_of(made: Made, which: Sequence[int] | NDArray[np.int64]) -> Iterator[list[int]]:
    for number in which:
        yield made.tokens[made.offsets[number] : made.offsets[number + 1]].tolist()


class Tantivy:
    """Words, field, area, capacity, last day and standing as indexed fields, filters as constant queries."""

    def __init__(self, made: Made, which: NDArray[np.int64]) -> None:
        self.words = made.words
        builder = tantivy.SchemaBuilder()
        for name in ("words", "kind"):
            builder.add_text_field(
                name, tokenizer_name="whitespace", index_option="freq" if name == "words" else "basic"
            )
        builder.add_integer_field("number", stored=False, indexed=False, fast=True)
        for name in ("capacity", "last_day", "standing"):
            builder.add_integer_field(name, indexed=True, fast=True)
        self.index = tantivy.Index(builder.build())
        writer = self.index.writer(256_000_000, num_threads=1)
        documents = made.documents
        for number, tokens in zip(which.tolist(), words_of(made, which), strict=True):
            profile = documents.profiles[documents.profile_of[number]]
            writer.add_document(
                tantivy.Document(
                    words=" ".join([self.words[token] for token in tokens]),
                    kind=" ".join([*(profile.fields or {"field-any"}), *(profile.areas or {"area-any"})]),
                    number=number,
                    capacity=int(documents.capacity[number]),
                    last_day=int(documents.last_day[number]),
                    standing=int(documents.in_good_standing[number]),
                )
            )
        writer.commit()
        writer.wait_merging_threads()
        self.index.reload()
        self.schema, self.searcher = self.index.schema, self.index.searcher()

    def search(self, query: list[int], where: Where | None = None) -> list[Any]:
        should = tantivy.Occur.Should
        asked = tantivy.Query.boolean_query(
            [(should, tantivy.Query.term_query(self.schema, "words", self.words[token], "freq")) for token in query]
        )
        if where is not None:
            must = [tantivy.Query.const_score_query(each, 0.0) for each in self._filters(where)]
            asked = tantivy.Query.boolean_query([(tantivy.Occur.Must, each) for each in (asked, *must)])
        return list(self.searcher.search(asked, K, count=False).hits)

    def _filters(self, where: Where) -> list[Any]:
        parts = str(where.at).split("/")
        areas = ["area-any", *("/".join([*parts[:end], ""]) for end in range(2, len(parts)))]
        kind, whole = tantivy.Query, tantivy.FieldType.Integer
        return [
            kind.term_set_query(self.schema, "kind", [*where.fields, "field-any"]),
            kind.term_set_query(self.schema, "kind", areas),
            kind.range_query(self.schema, "capacity", whole, 1, 1_000),
            kind.range_query(self.schema, "last_day", whole, where.open_on, 2_000_000),
            kind.term_query(self.schema, "standing", 1),
        ]


class Bm25s:
    """Its numba backend; a filter is a mask, which is made beforehand and not measured."""

    def __init__(self, made: Made, which: NDArray[np.int64]) -> None:
        self.words = made.words
        numbers = {word: number for number, word in enumerate(made.words)}
        self.index = bm25s.BM25(k1=K1, b=B, method="lucene", backend="numba")
        self.index.index((list(words_of(made, which)), numbers), show_progress=False)

    def search(self, query: list[int], mask: NDArray[np.float32] | None = None) -> Any:
        asked = [[self.words[token] for token in query]]
        return self.index.retrieve(asked, k=K, weight_mask=mask, show_progress=False, n_threads=1)


class Scipy:
    """Exact float BM25 as a matrix of terms and documents; a query adds rows up."""

    def __init__(self, made: Made, average: float) -> None:
        lengths = np.diff(made.offsets)
        documents = np.repeat(np.arange(lengths.size, dtype=np.int32), lengths)
        ones = np.ones(made.tokens.size, np.float32)
        matrix = sparse.csr_matrix((ones, (made.tokens, documents)), shape=(len(made.words), lengths.size))
        damping = (K1 * (1 - B + B * lengths / average)).astype(np.float32)
        matrix.data /= matrix.data + damping[matrix.indices]
        self.matrix = matrix

    def search(self, weights: dict[int, float], mask: NDArray[np.float32] | None = None) -> NDArray[np.int64]:
        numbers = np.array(list(weights), np.int32)
        asked = sparse.csr_matrix(
            (np.array(list(weights.values()), np.float32), numbers, [0, numbers.size]), shape=(1, self.matrix.shape[0])
        )
        found = asked @ self.matrix
        scores = found.data if mask is None else found.data * mask[found.indices]
        best = np.argpartition(-scores, K)[:K] if scores.size > K else np.arange(scores.size)
        best = best[np.lexsort((found.indices[best], -scores[best]))]
        return found.indices[best]
