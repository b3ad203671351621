"""What building refuses about words in CSR."""

from math import isfinite

import numpy as np

from duijie.matching.retrieval.building import Words
from duijie.matching.retrieval.errors import RetrievalError


def check_words(words: Words, documents: int, terms: int, average: float | None) -> None:
    """Refuse wrong kinds, sizes and numbers; RetrievalError names what is wrong."""
    tokens, offsets, counts = words
    for name, array, kind in (
        ("tokens", tokens, np.int32),
        ("offsets", offsets, np.int64),
        ("counts", counts, np.int32),
    ):
        if array.dtype != kind or array.ndim != 1:
            raise RetrievalError(f"{name} must be one row of {np.dtype(kind)}, not {array.dtype} of {array.shape}.")
    if offsets.size != documents + 1 or offsets[0] != 0 or offsets[-1] != tokens.size or (np.diff(offsets) < 0).any():
        raise RetrievalError(
            f"offsets must rise from 0 to {tokens.size} in {documents + 1} steps, one more than there are documents."
        )
    if tokens.size and not 0 <= tokens.min() <= tokens.max() < terms:
        raise RetrievalError(f"A token must be from 0 to {terms - 1}; {tokens.min()} to {tokens.max()} were given.")
    if counts.size not in (0, tokens.size) or (counts.size and counts.min() < 1):
        raise RetrievalError("counts must be as many as tokens, each 1 or more.")
    if average is not None and not (isfinite(average) and average > 0):
        raise RetrievalError(f"The average length must be a finite number above 0, not {average!r}.")
