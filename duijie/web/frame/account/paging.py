"""Pages of a list whose ids sort by time: as fast on the last page as on the first."""

from collections.abc import Mapping
from typing import TypeVar
from uuid import UUID

from django.db.models import Model, QuerySet

from duijie.web.frame.parts import Paging

Row = TypeVar("Row", bound=Model)
SIZE = 30


def page_of(rows: QuerySet[Row], query: Mapping[str, str], size: int = SIZE) -> tuple[list[Row], Paging]:
    """One page of rows in the order of falling ids, by the cursors `before` (newer) and `after` (older)."""
    after, before = _cursor(query.get("after")), _cursor(query.get("before"))
    if before is not None:
        found = list(rows.filter(pk__gt=before).order_by("pk")[: size + 1])
        page, has_newer, has_older = found[:size][::-1], len(found) > size, True
    else:
        found = list((rows.filter(pk__lt=after) if after else rows).order_by("-pk")[: size + 1])
        page, has_newer, has_older = found[:size], after is not None, len(found) > size
    if not page:
        return page, Paging()
    return page, Paging(previous=str(page[0].pk) if has_newer else "", next=str(page[-1].pk) if has_older else "")


def _cursor(text: str | None) -> UUID | None:
    try:
        return UUID(text or "")
    except ValueError:
        return None
