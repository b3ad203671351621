"""Excel out: offers with the mark of each row hidden in the last column, so that the list can come back."""

from collections.abc import Iterable
from itertools import islice
from typing import Final

from duijie.apps.offers.lists.columns import COLUMNS, LABELS, NUMBER, cells_of
from duijie.apps.offers.models import Offer
from duijie.kernel.clock import now
from duijie.kernel.files.marks import write_mark
from duijie.kernel.files.sheets import Layout, workbook_of
from duijie.kernel.lists.values import texts_as_written

MOST: Final = 5_000
SHEET: Final = "供给项目"


def export_offers(offers: Iterable[Offer]) -> bytes:
    """The offers as .xlsx, at most 5 000; nothing that an offer holds of persons."""
    rows, moment = list(islice(offers, MOST)), now()
    lines: list[list[object]] = [list(LABELS.values())]
    for offer, cells in zip(rows, cells_of(rows), strict=True):
        mark = write_mark(offer.number, at=moment, of=len(rows), texts=texts_as_written(cells))
        lines.append([offer.number, *cells.values(), mark])
    widths = [len(LABELS[NUMBER]) * 2, *(each.width for each in COLUMNS)]
    return workbook_of({SHEET: lines}, {SHEET: Layout(widths, frozen="C2", hidden=len(LABELS) - 1)})
