"""The calibration plot as SVG: for each learned factor, what was expected of held-out pairs against what came."""

from collections.abc import Mapping, Sequence
from html import escape

from duijie.matching.learning.calibrating import Group
from duijie.matching.learning.factors import Factor

_SIDE, _EDGE = 220, 48
_TICKS = 4


def calibration_svg(calibration: Mapping[Factor, Sequence[Group]], title: str) -> str:
    """A picture with one panel a factor; a dot is a group of pairs, on the diagonal when its chance held."""
    width, height = len(calibration) * (_SIDE + _EDGE) + _EDGE, _SIDE + 2 * _EDGE
    panels = [
        _panel(factor, groups, _EDGE + number * (_SIDE + _EDGE))
        for number, (factor, groups) in enumerate(calibration.items())
    ]
    size = f'viewBox="0 0 {width} {height}" width="{width}" height="{height}"'
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" {size} font-family="sans-serif" font-size="11">',
        f"<title>{escape(title)}</title>",
        f'<rect width="{width}" height="{height}" fill="#fff"/>',
        f'<text x="{_EDGE}" y="18" font-size="13">{escape(title)}</text>',
        *panels,
        "</svg>\n",
    ]
    return "\n".join(lines)


def _panel(factor: Factor, groups: Sequence[Group], left: int) -> str:
    most = max([0.01, *(max(group.expected, group.came) for group in groups)])
    bottom, right = _EDGE + _SIDE, left + _SIDE

    def at(expected: float, came: float) -> tuple[str, str]:
        return f"{left + _SIDE * expected / most:.1f}", f"{bottom - _SIDE * came / most:.1f}"

    parts = [
        f'<rect x="{left}" y="{_EDGE}" width="{_SIDE}" height="{_SIDE}" fill="none" stroke="#888"/>',
        f'<line x1="{left}" y1="{bottom}" x2="{right}" y2="{_EDGE}" stroke="#bbb" stroke-dasharray="4 3"/>',
        f'<text x="{left}" y="{_EDGE - 8}">{factor}: real share against expected</text>',
    ]
    for tick in range(_TICKS + 1):
        share = most * tick / _TICKS
        x, y = at(share, share)
        parts.append(f'<text x="{x}" y="{bottom + 16}" text-anchor="middle">{share:.2f}</text>')
        parts.append(f'<text x="{left - 4}" y="{y}" text-anchor="end">{share:.2f}</text>')
    dots = [at(group.expected, group.came) for group in groups]
    line = " ".join(f"{x},{y}" for x, y in dots)
    parts.append(f'<polyline points="{line}" fill="none" stroke="#1f6f8b"/>')
    parts += [f'<circle cx="{x}" cy="{y}" r="3.5" fill="#1f6f8b"/>' for x, y in dots]
    return "\n".join(parts)
