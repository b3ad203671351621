"""One file on disk: a mark, the length of a header, the header as JSON, then all arrays, each on a multiple of 64.

The header says the version, what the arrays are and where, and the digest of everything after it; its own digest
stands before it. A file is written beside its place and renamed, so that a reader finds the old one or the new one.
"""

import json
import os
from hashlib import blake2b
from pathlib import Path
from secrets import token_hex
from typing import Any

import numpy as np
from numpy.typing import NDArray

from duijie.matching.retrieval.codes import Codes
from duijie.matching.retrieval.errors import UnreadableIndexError
from duijie.matching.retrieval.segment import Cells, Columns, Ids, Postings, Segment
from duijie.matching.retrieval.vocabulary import Vocabulary

VERSION = 2
_MARK = b"duijie-retrieval"
_DIGEST = 16
_STEP = 64
_FRONT = len(_MARK) + 8 + _DIGEST
_KINDS: dict[str, Any] = {"postings": Postings, "columns": Columns, "ids": Ids, "cells": Cells}


def write(path: Path, segment: Segment, codes: Codes, vocabulary: Vocabulary, average: float) -> None:
    """Write an index; an OSError leaves what was there."""
    terms = json.dumps(list(vocabulary.numbers), ensure_ascii=False).encode()
    arrays = segment.arrays() | {
        "vocabulary.terms": np.frombuffer(terms, np.uint8),
        "vocabulary.holding": vocabulary.holding[: len(vocabulary)],
    }
    layout, at = {}, 0
    for name, array in arrays.items():
        layout[name] = {"type": array.dtype.str, "shape": array.shape, "at": at}
        at += -(-array.nbytes // _STEP) * _STEP
    header = {"version": VERSION, "average_length": average, "size": at, "arrays": layout, **_codes(codes)}
    beside = path.with_name(f"{path.name}.{token_hex(4)}.part")
    try:
        _write(beside, header, list(arrays.values()))
        beside.replace(path)
    finally:
        beside.unlink(missing_ok=True)


def read(path: Path, *, is_trusted: bool) -> tuple[Segment, Codes, Vocabulary, float]:
    """The parts of the index in a file, its arrays mapped."""
    with path.open("rb") as file:
        header, begin = _header(path, file.read(_FRONT), file)
    size = path.stat().st_size
    if size != begin + header["size"]:
        raise UnreadableIndexError(f"{path} is not whole: {size} bytes of {begin + header['size']}.")
    body = np.memmap(path, np.uint8, "r", begin) if header["size"] else np.empty(0, np.uint8)
    if not is_trusted and blake2b(body.data, digest_size=_DIGEST).hexdigest() != header["digest"]:
        raise UnreadableIndexError(f"{path} has been changed since it was written.")
    arrays = {name: _array(body, entry) for name, entry in header["arrays"].items()}
    parts = {part: kind(**{name: arrays[f"{part}.{name}"] for name in kind._fields}) for part, kind in _KINDS.items()}
    vocabulary = Vocabulary(json.loads(arrays["vocabulary.terms"].tobytes()), arrays["vocabulary.holding"])
    return Segment(**parts), _read_codes(header), vocabulary, header["average_length"]


def _write(path: Path, header: dict[str, Any], arrays: list[NDArray[np.generic]]) -> None:
    digest = blake2b(digest_size=_DIGEST)
    for array in arrays:
        digest.update(np.ascontiguousarray(array).data.cast("B") if array.size else b"")
        digest.update(bytes(-array.nbytes % _STEP))
    text = json.dumps(header | {"digest": digest.hexdigest()}, ensure_ascii=False).encode()
    text += b" " * (-(_FRONT + len(text)) % _STEP)
    with path.open("wb") as file:
        file.write(_MARK + len(text).to_bytes(8, "little") + blake2b(text, digest_size=_DIGEST).digest() + text)
        for array in arrays:
            file.write(np.ascontiguousarray(array).data.cast("B") if array.size else b"")
            file.write(bytes(-array.nbytes % _STEP))
        file.flush()
        os.fsync(file.fileno())


def _header(path: Path, front: bytes, file: Any) -> tuple[dict[str, Any], int]:
    if not front.startswith(_MARK):
        raise UnreadableIndexError(f"{path} is no index of ours.")
    length = int.from_bytes(front[len(_MARK) : len(_MARK) + 8], "little")
    text = file.read(min(length, path.stat().st_size))
    if blake2b(text, digest_size=_DIGEST).digest() != front[len(_MARK) + 8 :]:
        raise UnreadableIndexError(f"{path} is not whole: its header is cut off or changed.")
    header: dict[str, Any] = json.loads(text)
    if header["version"] != VERSION:
        raise UnreadableIndexError(f"{path} is of version {header['version']}; this is version {VERSION}: build again.")
    return header, _FRONT + length


def _array(body: NDArray[np.uint8], entry: dict[str, Any]) -> NDArray[Any]:
    kind, shape = np.dtype(entry["type"]), tuple(entry["shape"])
    size = int(np.prod(shape, dtype=np.int64)) * kind.itemsize
    array: NDArray[Any] = np.asarray(body[entry["at"] : entry["at"] + size]).view(kind).reshape(shape)
    return array


def _codes(codes: Codes) -> dict[str, Any]:
    return {
        "forms": list(codes.forms.bit_of),
        "qualifications": list(codes.qualifications.bit_of),
        "groups": list(codes.groups),
        "reaches": list(codes.reaches),
    }


def _read_codes(header: dict[str, Any]) -> Codes:
    codes = Codes(header["forms"], header["qualifications"])
    codes.number(map(tuple, header["groups"]), map(tuple, header["reaches"]))
    return codes
