"""BM25 of many texts against many, as two sparse matrices: all offers are ranked, those without a shared term too.

After Robertson and Zaragoza, "The Probabilistic Relevance Framework: BM25 and Beyond" (2009), with k1 = 1.2 and the
never negative weight of a term that Lucene uses, log(1 + (N − n + ½)/(n + ½)).
"""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from math import log

import numpy as np
from numpy.typing import NDArray
from scipy.sparse import csr_array

K1 = 1.2
Counts = Mapping[str, int]


class Bm25:
    """Documents by their terms, weighed by how rare a term is in them and in the `background` together.

    `b` is how much of a text's length counts. With `damped` a query's terms are damped like a document's, so that the
    measure is the same from either side; without, a term counts as often as the query has it, as is usual.
    """

    def __init__(
        self, documents: Sequence[Counts], background: Iterable[Counts] = (), *, b: float = 0.75, damped: bool = False
    ) -> None:
        known = [*documents, *background]
        holding = Counter(term for counts in known for term in counts)
        self._places = {term: place for place, term in enumerate(holding)}
        self._weights = np.array([log(1 + (len(known) - n + 0.5) / (n + 0.5)) for n in holding.values()])
        self._average = max(sum(sum(counts.values()) for counts in known) / max(len(known), 1), 1.0)
        self._b, self._damped = b, damped
        self._documents = self._matrix(documents, damped=True)

    def scores(self, queries: Sequence[Counts]) -> NDArray[np.float64]:
        """The measure of each query (row) and each document (column)."""
        asked = self._matrix(queries, damped=self._damped)
        asked.data *= self._weights[asked.indices]
        found: NDArray[np.float64] = (asked @ self._documents.T).toarray()
        return found

    def _matrix(self, texts: Sequence[Counts], *, damped: bool) -> csr_array:
        places, values, ends = [], [], [0]
        for counts in texts:
            damping = K1 * (1 - self._b + self._b * sum(counts.values()) / self._average)
            for term, count in counts.items():
                if term in self._places:
                    places.append(self._places[term])
                    values.append(count * (K1 + 1) / (count + damping) if damped else float(count))
            ends.append(len(places))
        shape = (len(texts), len(self._places))
        return csr_array((np.array(values, dtype=np.float64), np.array(places, dtype=np.int64), ends), shape=shape)
