"""Pages of lists, by cursor."""

from collections.abc import Callable
from typing import Any, TypeVar

from django.db.models import Model, QuerySet
from ninja import Field, Schema

from duijie.kernel.paging import page_of

Row = TypeVar("Row", bound=Model)
MOST = 100


class Cursor(Schema):
    """Where to go on, and how many rows a page has."""

    after: str = ""
    limit: int = Field(20, ge=1, le=MOST)


def page(rows: QuerySet[Row], cursor: Cursor, *, moment: str, shown: Callable[[Row], Any]) -> dict[str, object]:
    """A page of rows as a client reads it; `total` stops counting at 10 000."""
    found = page_of(rows, moment=moment, after=cursor.after, size=cursor.limit)
    return {"items": [shown(row) for row in found.rows], "next": found.next, "total": found.total}
