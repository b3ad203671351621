"""Read a photo of the filled-in sheet (`request_form`): lines of text, each put into the cell it lies in.

Reading characters is left to `rapidocr`, the optional extra `ocr`, whose models come with it; without it a photo is
kept for somebody to look at. What is read is a draft: handwriting is misread often, and a person confirms it.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from importlib.util import find_spec
from typing import Any, Final

import numpy as np
from PIL import Image

from duijie.kernel.papers.request_form import CELLS, Cell

LABELS_AT_LEAST: Final = 3
"""With fewer labels found it is another paper, or too poor a photo to say where anything lies."""
LONGEST_SIDE: Final = 1600
"""Pixels; larger pictures take longer and are read no better."""
SAME_LINE: Final = 4.0
"""Millimetres by which words of one line may differ in height."""
_THREADS: Final = 1


@dataclass(frozen=True, slots=True)
class Line:
    """Some characters beside each other and the middle of where they stand, in pixels."""

    text: str
    x: float
    y: float


def can_read() -> bool:
    """Whether the extra `ocr` is installed."""
    return find_spec("rapidocr") is not None and find_spec("onnxruntime") is not None


def read_form(picture: Image.Image) -> dict[str, str]:
    """What stands in the cells of a photographed sheet, by key; nothing when it is not our sheet.

    Takes a few seconds of one core: to be called by a job, never while somebody waits for a page.

    Raises:
        RuntimeError: the extra `ocr` is not installed.
    """
    return cells_of(_lines(picture))


def cells_of(lines: Iterable[Line]) -> dict[str, str]:
    """The texts of the cells, from lines that lie anywhere, turned by any angle and at any scale."""
    rest, found = [], {}
    for line in lines:
        cell = _labelled(line.text)
        if cell is not None and cell.key not in found:
            found[cell.key] = line
        else:
            rest.append(line)
    if len(found) < LABELS_AT_LEAST:
        return {}
    scale, shift = _fitted(found)
    places = [(scale * complex(line.x, line.y) + shift, line.text) for line in rest]
    texts = {cell.key: _joined(cell, places) for cell in CELLS}
    return {key: text for key, text in texts.items() if text}


def _labelled(text: str) -> Cell | None:
    bare = re.sub(r"[\s:：]", "", text)
    return next((cell for cell in CELLS if cell.label == bare), None)


def _fitted(found: Mapping[str, Line]) -> tuple[complex, complex]:
    """Turn, scale and shift from pixels to millimetres: least squares over the labels, points as complex numbers."""
    cells = {cell.key: cell for cell in CELLS}
    pixels = np.array([complex(line.x, line.y) for line in found.values()])
    sheet = np.array([complex(*cells[key].label_centre) for key in found])
    unknowns = np.column_stack([pixels, np.ones_like(pixels)])
    scale, shift = np.linalg.lstsq(unknowns, sheet, rcond=None)[0]
    return complex(scale), complex(shift)


def _joined(cell: Cell, places: Sequence[tuple[complex, str]]) -> str:
    """The lines within a cell from top to bottom, words of one line from left to right."""
    inside = sorted(((at, text) for at, text in places if cell.holds(at.real, at.imag)), key=lambda each: each[0].imag)
    rows: list[list[tuple[complex, str]]] = []
    for at, text in inside:
        if rows and at.imag - rows[-1][0][0].imag < SAME_LINE:
            rows[-1].append((at, text))
        else:
            rows.append([(at, text)])
    return "".join(text for row in rows for _at, text in sorted(row, key=lambda each: each[0].real)).strip()


def _lines(picture: Image.Image) -> list[Line]:
    small = picture.convert("RGB")
    small.thumbnail((LONGEST_SIDE, LONGEST_SIDE))
    seen = _reader()(np.asarray(small)[:, :, ::-1])
    if seen.boxes is None:
        return []
    middles = np.asarray(seen.boxes).mean(axis=1)
    return [Line(text, float(x), float(y)) for text, (x, y) in zip(seen.txts, middles, strict=True)]


@lru_cache(maxsize=1)
def _reader() -> Any:
    if not can_read():
        raise RuntimeError("reading photos of papers needs the extra: pip install 'duijie[ocr]'")
    from rapidocr import RapidOCR  # noqa: PLC0415 - an optional extra, and slow to load

    quiet = {"Global.log_level": "error", "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS}
    return RapidOCR(params=quiet)
