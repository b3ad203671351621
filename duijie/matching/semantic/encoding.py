"""Texts → vectors of one length whose products say how near two texts are in meaning."""

from collections.abc import Sequence
from typing import Protocol

import numpy as np
from numpy.typing import NDArray


class Encoder(Protocol):
    """What the engine asks of an encoder.

    `name` names model and version: vectors of two names are never compared. `encode` gives one row a text, in their
    order, `dimension` columns of float32, each row of length 1; the same text gives the same row always.
    """

    @property
    def name(self) -> str:
        """Model and version."""
        ...

    @property
    def dimension(self) -> int:
        """Numbers in a vector."""
        ...

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, shape (texts, dimension)."""
        ...


def installed_encoder() -> Encoder | None:
    """The encoder of this machine, None when the extra `semantic` is not installed or has no build for it."""
    try:
        from duijie.matching.semantic.local import LocalEncoder  # noqa: PLC0415 (an optional extra)

        return LocalEncoder()
    except (ImportError, OSError):
        return None
