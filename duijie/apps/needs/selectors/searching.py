"""Narrow needs by what somebody types into the search field: a number, or words and their like."""

import re

from django.db.models import QuerySet

from duijie.apps.needs.models import Need
from duijie.kernel.search import found_by

_NUMBER = re.compile(r"N-?[2-9A-Z]{7}")


def with_text(rows: QuerySet[Need], text: str) -> QuerySet[Need]:
    """The rows of this number, or else those with these words; a condition on both would use neither's index."""
    typed = text.strip().upper()
    if not typed:
        return rows
    if _NUMBER.fullmatch(typed):
        return rows.filter(number=f"N-{typed.removeprefix('N').removeprefix('-')}")
    found = found_by(text)
    return rows.filter(found) if found else rows.filter(title__contains=text.strip())
