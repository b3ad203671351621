"""Empty what rows say and keep the rows: counts, dates and states outlive an erasure, words and names do not."""

from typing import Any, Final

from django.db.models import Field, QuerySet
from django.utils.translation import gettext, override

from duijie.kernel.errors import mark

ERASED: Final = mark("Erased")


def blank(rows: QuerySet[Any], *names: str, **instead: object) -> int:
    """Empty the named fields of all rows; `instead` gives what stands in others. Returns how many rows there were."""
    emptied = {name: _empty(rows.model._meta.get_field(name)) for name in names}
    return rows.update(**emptied, **instead)


def erased_word() -> str:
    """What a list shows where a name stood, in the language of the offices."""
    with override("zh-hans"):
        return gettext(ERASED)


def _empty(field: "Field[Any, Any]") -> object:
    return None if field.null else field.get_default()
