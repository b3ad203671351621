"""The picture of a comparison: share of hindsight against Gini between counties, with intervals, as plain SVG.

It is read on light and on dark pages, so the colours of its text and lines follow the reader's preference, and every
policy is named beside its mark: nobody has to tell colours apart.
"""

import math
from collections.abc import Sequence
from html import escape

from duijie.matching.simulation.comparing import Comparison
from duijie.matching.simulation.intervals import Interval
from duijie.matching.simulation.settings import Scorer

COLUMNS, PANEL, HEIGHT = 2, 430, 370
LEFT, TOP, BOTTOM, RIGHT, ROW, DOT = 52, 56, 62, 126, 17, 5
STEPS = (0.01, 0.02, 0.05, 0.1, 0.2)
TICKS_AT_MOST = 6
TITLES = {
    Scorer.PLACED: "Chances known, nobody refuses",
    Scorer.KNOWN: "Chances known",
    Scorer.HIDDEN: "Chances hidden from the scorer",
}
STYLE = (
    "text{font:14px system-ui,sans-serif;fill:#1f2328}.t{font-weight:600;font-size:16px}.a{font-size:13px}"
    ".g{stroke:#d0d7de}.b{stroke:#57606a;stroke-width:1.5}.l{stroke:#8c959f;stroke-dasharray:2 2}.m{fill:#0a5fb4}"
    "@media(prefers-color-scheme:dark){text{fill:#e6edf3}.g{stroke:#30363d}.b{stroke:#9aa4ae}.l{stroke:#6e7681}.m{fill:#6cb6ff}}"
)


class _Axis:
    """One axis: figures to points."""

    def __init__(self, intervals: Sequence[Interval], low: float, high: float) -> None:
        finite = [(each.mean, each.margin if each.margin < 1 else 0.0) for each in intervals]
        self.least = min(mean - margin for mean, margin in finite)
        self.most = max(mean + margin for mean, margin in finite)
        room = max(0.02, (self.most - self.least) * 0.12)
        self.least, self.most, self.low, self.high = max(0.0, self.least - room), self.most + room, low, high

    def at(self, figure: float) -> float:
        part = (figure - self.least) / (self.most - self.least)
        return round(self.low + part * (self.high - self.low), 1)

    def ticks(self) -> list[float]:
        """Round figures, few enough to read."""
        for step in STEPS:
            first, last = math.ceil(self.least / step), math.floor(self.most / step)
            if last - first < TICKS_AT_MOST:
                break
        return [tick * step for tick in range(first, last + 1)]


def draw(compared: Sequence[Comparison]) -> str:
    """Return the SVG of one panel a comparison, two in a row, with a title and a description in words."""
    columns = min(COLUMNS, len(compared))
    width, height = PANEL * columns, HEIGHT * -(-len(compared) // columns)
    words = " ".join(_in_words(comparison) for comparison in compared)
    panels = "".join(
        f'<g transform="translate({PANEL * (place % columns)} {HEIGHT * (place // columns)})">{_panel(comparison)}</g>'
        for place, comparison in enumerate(compared)
    )
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f'role="img" aria-labelledby="title words"><title id="title">Ways of matching in simulated years</title>'
        f'<desc id="words">{escape(words)}</desc><style>{STYLE}</style>{panels}</svg>\n'
    )


def _in_words(comparison: Comparison) -> str:
    each = "; ".join(
        f"{name} {comparison.interval(name, 'hindsight').mean:.1%} of hindsight, "
        f"Gini {comparison.interval(name, 'gini').mean:.3f}"
        for name in comparison.figures
    )
    return f"{TITLES[comparison.settings.scorer]}: {each}."


def _panel(comparison: Comparison) -> str:
    shares = {name: comparison.interval(name, "hindsight") for name in comparison.figures}
    ginis = {name: comparison.interval(name, "gini") for name in comparison.figures}
    across = _Axis(list(ginis.values()), PANEL - RIGHT, LEFT)  # fairer is to the right
    up = _Axis(list(shares.values()), HEIGHT - BOTTOM, TOP)
    marks = "".join(_mark(ginis[name], shares[name], across, up) for name in shares)
    labels = _labels({name: (across.at(ginis[name].mean), up.at(shares[name].mean)) for name in shares})
    return (
        f'<text class="t" x="{LEFT}" y="22">{TITLES[comparison.settings.scorer]}</text>'
        f'<text class="a" x="{LEFT}" y="42">share of hindsight ↑</text>'
        f'<text class="a" x="{PANEL - RIGHT}" y="{HEIGHT - 12}" text-anchor="end">'
        f"Gini between counties: fairer →</text>{_grid(across, up)}{labels}{marks}"
    )


def _grid(across: _Axis, up: _Axis) -> str:
    lines = [
        f'<line class="g" x1="{LEFT}" x2="{PANEL - RIGHT}" y1="{up.at(tick)}" y2="{up.at(tick)}"/>'
        f'<text class="a" x="{LEFT - 6}" y="{up.at(tick) + 4}" text-anchor="end">{tick:.0%}</text>'
        for tick in up.ticks()
    ]
    lines += [
        f'<text class="a" x="{across.at(tick)}" y="{HEIGHT - BOTTOM + 20}" text-anchor="middle">{tick:.2f}</text>'
        for tick in across.ticks()
    ]
    return "".join(lines)


def _mark(gini: Interval, share: Interval, across: _Axis, up: _Axis) -> str:
    x, y = across.at(gini.mean), up.at(share.mean)
    bars = ""
    if gini.margin < 1 and share.margin < 1:
        bars = (
            f'<line class="b" x1="{across.at(gini.mean - gini.margin)}" x2="{across.at(gini.mean + gini.margin)}" '
            f'y1="{y}" y2="{y}"/><line class="b" x1="{x}" x2="{x}" y1="{up.at(share.mean - share.margin)}" '
            f'y2="{up.at(share.mean + share.margin)}"/>'
        )
    return f'{bars}<circle class="m" cx="{x}" cy="{y}" r="{DOT}"/>'


def _labels(points: dict[str, tuple[float, float]]) -> str:
    """Return the names in a column beside the panel, each led to its mark by a line."""
    written, bottom = [], float(TOP)
    left = PANEL - RIGHT + 14
    for name, (x, y) in sorted(points.items(), key=lambda item: item[1][1]):
        place = max(y, bottom)
        bottom = place + ROW
        written.append(
            f'<line class="l" x1="{x + DOT}" y1="{y}" x2="{left - 3}" y2="{place}"/>'
            f'<text x="{left}" y="{place + 5}">{escape(name)}</text>'
        )
    return "".join(written)
