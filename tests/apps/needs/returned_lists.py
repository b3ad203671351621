"""Lists that are downloaded, edited as a clerk does it in WPS or Excel, and sent back."""

from collections.abc import Callable
from io import BytesIO

from openpyxl import load_workbook
from openpyxl.worksheet.worksheet import Worksheet

from duijie.apps.needs.exporting import export_needs
from duijie.apps.needs.models import ImportBatch, Need
from duijie.apps.needs.selectors.returned import review_of
from duijie.apps.needs.services.imports import prepare_import
from duijie.kernel.access.actors import Actor
from duijie.kernel.lists.verdicts import Review, Verdict


class Sheet:
    """A downloaded list, open in the clerk's program."""

    def __init__(self, data: bytes) -> None:
        self.book = load_workbook(BytesIO(data))
        assert isinstance(self.book.active, Worksheet)
        self.sheet = self.book.active
        self.heads = [str(cell.value) for cell in self.sheet[1]]

    def row_of(self, number: str) -> int:
        return next(line for line in range(2, self.sheet.max_row + 1) if self.sheet.cell(line, 1).value == number)

    def write(self, row: int, **cells: object) -> None:
        for head, value in cells.items():
            column = next(place for place, each in enumerate(self.heads, start=1) if each.startswith(head))
            self.sheet.cell(row, column).value = value

    def sent(self) -> bytes:
        written = BytesIO()
        self.book.save(written)
        return written.getvalue()


def download(actor: Actor) -> Sheet:
    return Sheet(export_needs(actor, Need.objects.order_by("created_at", "id")))


def send_back(actor: Actor, sheet: Sheet, change: Callable[[Sheet], object] | None = None) -> ImportBatch:
    if change:
        change(sheet)
    return prepare_import(actor=actor, data=sheet.sent(), name="改好.xlsx")


def verdicts(actor: Actor, batch: ImportBatch) -> dict[str, int]:
    review = review_of(actor, batch)
    return {each.value: len(review.of(each)) for each in Verdict if review.of(each)}


def messages(review: Review) -> list[tuple[str, str]]:
    return [(message.header, message.code) for row in review.rows for message in row.messages]
