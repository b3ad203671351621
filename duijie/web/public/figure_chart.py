"""The chart of the figures: for each rate how much by number and how much by amount; the table beside it says the same.

Bars are drawn as SVG of a few bytes whose length is a share of the page's width; every bar has its words and its value
as text, so that nothing is told by length or colour alone.
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from duijie.apps.figures.rules import RATE_LABELS, Rate, Ratio
from duijie.apps.figures.selectors.cohorts import Reading
from duijie.web.frame.formats import percentage

_WAY = (Rate.TAKEN, Rate.AGREED, Rate.CONFIRMED)
_LEAST = 0.4
"""Per cent of the width: what is more than nothing can be seen."""


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: what it counts, its value in words, its length in per cent of the whole, whether of amounts."""

    label: str
    value: str
    length: str
    is_amount: bool = False


def bars(found: Reading) -> list[tuple[str, list[Bar]]]:
    """The rates in the order of the way, each with its bars; a rate of amounts is left out where nothing has a sum."""
    groups = []
    for rate in _WAY:
        pair = [_bar(_("By number of needs"), found.figures.by_count[rate])]
        amount = found.figures.by_amount[rate]
        if amount.whole:
            pair.append(_bar(_("By amount"), amount, is_amount=True))
        groups.append((_(RATE_LABELS[rate]), pair))
    return groups


def _bar(label: str, ratio: Ratio, *, is_amount: bool = False) -> Bar:
    share = float(ratio.value or 0)
    length = max(share * 100, _LEAST) if ratio.part else 0
    value = percentage(None if ratio.value is None else share)
    return Bar(label, value, f"{length:.1f}%", is_amount)
