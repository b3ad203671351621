"""Say of a fixed reading that it was written down and stands in the record, so that it cannot be another one later."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.apps.figures.models import PublishedReading
from duijie.apps.figures.rules import RATE_LABELS
from duijie.apps.figures.selectors.cohorts import Reading
from duijie.apps.figures.selectors.published import published_reading
from duijie.apps.records.reading import leaves_to_show
from duijie.kernel.clock import today
from duijie.web.frame.formats import plain_number
from duijie.web.public.figure_parts import Choice
from duijie.web.public.verification.entries import address_of


@dataclass(frozen=True)
class Attested:
    """The day on which a reading was written down, the page of its entry (empty until it is in the record).

    `others` are the counts that were written down, in words, where they are not those that the page shows now.
    """

    day: date
    address: str
    others: str


def attested(found: Reading, choice: Choice) -> Attested | None:
    """What is written down of the reading that a page shows; None for today's figures, and where nothing is."""
    if choice.as_of == today():
        return None
    row = published_reading(choice.quarter, choice.as_of, choice.scope)
    if row is None:
        return None
    address = next((place for leaf in leaves_to_show(row) if (place := address_of(leaf))), "")
    return Attested(localtime(row.made_at).date(), address, _others(row, found))


def _others(row: PublishedReading, found: Reading) -> str:
    shown = {
        "verified": found.figures.verified,
        **{rate.value: each.part for rate, each in found.figures.by_count.items()},
    }
    written = {name: row.counts[name] for name in shown if name in row.counts}
    return "" if all(shown[name] == count for name, count in written.items()) else _in_words(written)


def _in_words(counts: Mapping[str, int]) -> str:
    labels = {"verified": _("Verified needs")}
    labels |= {rate.value: _(label) for rate, label in RATE_LABELS.items()}
    return _("; ").join(f"{labels[name]} {plain_number(count)}" for name, count in counts.items())
