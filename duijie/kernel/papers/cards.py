"""A picture of words with the platform's mark, for links that are shared elsewhere.

Drawn when it is asked for and kept in the process; 1200 × 630 points, as those who show links expect.
"""

from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw, ImageFont

WIDTH, HEIGHT = 1200, 630
_MARGIN = 90
_GROUND, _INK, _SOFT, _BAMBOO, _OCHRE = "#fbf8f1", "#20261f", "#4a5046", "#17573f", "#8a3616"
_TITLE_SIZE, _TEXT_SIZE, _LINES = 72, 36, 3
_KEPT = 128
_SIMPLIFIED = 2
"""The face of the collection whose characters are drawn as in mainland China."""
_REGULAR, _BOLD = 450, 700
_MARK = (
    (((2, 4), (15, 4), (15, 12), (21, 12), (21, 20), (15, 20), (15, 28), (2, 28)), _BAMBOO),
    (((18, 4), (30, 4), (30, 28), (18, 28), (18, 23), (24, 23), (24, 9), (18, 9)), _OCHRE),
)
_MARK_SCALE = 3


@lru_cache(maxsize=_KEPT)
def drawn(title: str, lines: tuple[str, ...], footer: str) -> bytes:
    """A picture as PNG: the title in up to three lines, some lines below it, the footer beside our mark."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 18), fill=_BAMBOO)
    down = _MARGIN
    for line in wrapped(title, _TITLE_SIZE)[:_LINES]:
        draw.text((_MARGIN, down), line, font=_font(_TITLE_SIZE, _BOLD), fill=_INK)
        down += _TITLE_SIZE * 4 // 3
    down += _TEXT_SIZE
    for line in lines:
        draw.text((_MARGIN, down), wrapped(line, _TEXT_SIZE)[0], font=_font(_TEXT_SIZE), fill=_SOFT)
        down += _TEXT_SIZE * 3 // 2
    corner = HEIGHT - _MARGIN - 32 * _MARK_SCALE // 2
    for points, colour in _MARK:
        draw.polygon([(_MARGIN + x * _MARK_SCALE, corner + y * _MARK_SCALE) for x, y in points], fill=colour)
    draw.text((_MARGIN + 120, corner + 24), footer, font=_font(_TEXT_SIZE), fill=_BAMBOO)
    stream = BytesIO()
    picture.quantize(64).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def wrapped(text: str, size: int) -> list[str]:
    """The text in lines that fit between the margins; at least one line, perhaps an empty one."""
    lines, line, font = [], "", _font(size, _BOLD)
    for character in text:
        if line and font.getlength(line + character) > WIDTH - 2 * _MARGIN:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


@lru_cache(maxsize=4)
def _font(size: int, weight: int = _REGULAR) -> ImageFont.FreeTypeFont:
    spec = find_spec("manimgx_fonts_cjk")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package manimgx-fonts-cjk is missing; install requirements.lock")
    found = ImageFont.truetype(str(next(Path(spec.origin).parent.glob("*.ttc"))), size, index=_SIMPLIFIED)
    found.set_variation_by_axes([weight])
    return found
