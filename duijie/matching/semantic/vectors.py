"""Vectors kept beside an index: a text is encoded once, and again only when it has changed.

The file: one line of JSON (format, encoder, dimension, texts, checksum), then for all texts their digests (16 bytes
each), their scales (float32) and their vectors (int8; a vector is its scale times these numbers, which moves a cosine
by less than 0.005).
"""

import json
import os
from collections.abc import Iterable, Sequence
from hashlib import blake2b, sha256
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
from numpy.typing import NDArray

from duijie.matching.semantic.encoding import Encoder

FORMAT = "duijie vectors 1"
_DIGEST = 16
_SCALE = 4
_LARGEST = 127


class UnusableVectors(ValueError):
    """The file holds no vectors that may be used here; the message says why."""


class _Packed(NamedTuple):
    scale: np.float32
    numbers: NDArray[np.int8]


class RememberedVectors:
    """An encoder that remembers: it asks the other one only for texts that it has not seen."""

    def __init__(self, encoder: Encoder) -> None:
        self._encoder = encoder
        self._packed: dict[bytes, _Packed] = {}

    @property
    def name(self) -> str:
        """That of the encoder."""
        return self._encoder.name

    @property
    def dimension(self) -> int:
        """That of the encoder."""
        return self._encoder.dimension

    def __len__(self) -> int:
        return len(self._packed)

    def encode(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """One row a text, shape (texts, dimension), the same whether remembered or new."""
        digests = [_digest(text) for text in texts]
        missing = {digest: text for digest, text in zip(digests, texts, strict=True) if digest not in self._packed}
        for digest, vector in zip(missing, self._encoder.encode(list(missing.values())), strict=True):
            self._packed[digest] = _pack(vector)
        rows = np.empty((len(texts), self.dimension), dtype=np.float32)
        for place, digest in enumerate(digests):
            packed = self._packed[digest]
            rows[place] = packed.scale * packed.numbers
        return rows

    def keep_only(self, texts: Iterable[str]) -> None:
        """Forget every text but these."""
        kept = {_digest(text) for text in texts}
        self._packed = {digest: packed for digest, packed in self._packed.items() if digest in kept}

    def save(self, path: Path) -> None:
        """Write the file anew beside the old one and put it in its place in one step."""
        body = b"".join(
            (
                b"".join(self._packed),
                np.array([packed.scale for packed in self._packed.values()], dtype="<f4").tobytes(),
                b"".join(packed.numbers.tobytes() for packed in self._packed.values()),
            )
        )
        head = {
            "format": FORMAT,
            "encoder": self.name,
            "dimension": self.dimension,
            "texts": len(self),
            "sha256": sha256(body).hexdigest(),
        }
        beside = path.with_name(path.name + ".new")
        with beside.open("wb") as file:
            file.write(json.dumps(head).encode() + b"\n" + body)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)

    @classmethod
    def load(cls, path: Path, encoder: Encoder) -> Self:
        """Read a file; UnusableVectors when it is damaged, of another version or by another encoder."""
        line, _, body = path.read_bytes().partition(b"\n")
        texts = _checked(path, line, body, encoder)
        found = cls(encoder)
        after_digests = texts * _DIGEST
        after_scales = after_digests + texts * _SCALE
        scales = np.frombuffer(body[after_digests:after_scales], dtype="<f4")
        numbers = np.frombuffer(body[after_scales:], dtype=np.int8).reshape(texts, encoder.dimension)
        for place in range(texts):
            digest = body[place * _DIGEST : (place + 1) * _DIGEST]
            found._packed[digest] = _Packed(scales[place], numbers[place])
        return found


def _checked(path: Path, line: bytes, body: bytes, encoder: Encoder) -> int:
    """The number of texts in the file."""
    try:
        head = json.loads(line)
    except ValueError:
        head = None
    if not isinstance(head, dict) or head.get("format") != FORMAT:
        raise UnusableVectors(f"{path} holds no vectors of the format “{FORMAT}”.")
    if (head.get("encoder"), head.get("dimension")) != (encoder.name, encoder.dimension):
        raise UnusableVectors(f"{path} holds vectors of another encoder ({head.get('encoder')}).")
    texts = head.get("texts")
    if not isinstance(texts, int) or len(body) != texts * (_DIGEST + _SCALE + encoder.dimension):
        raise UnusableVectors(f"{path} is only part of a file of vectors.")
    if sha256(body).hexdigest() != head.get("sha256"):
        raise UnusableVectors(f"{path} is damaged: its checksum does not fit.")
    return texts


def _digest(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=_DIGEST).digest()


def _pack(vector: NDArray[np.float32]) -> _Packed:
    largest = float(np.abs(vector).max())
    scale = np.float32(largest / _LARGEST if largest else 1.0)
    return _Packed(scale, np.rint(vector / scale).astype(np.int8))
