"""Rows of a list that are no needs: totals, examples, notes, repeated headers, numbers of columns. Plain Python."""

import re
import unicodedata
from collections.abc import Sequence
from enum import StrEnum

from duijie.apps.needs.importing.mapping import ColumnMapping, MappedColumn
from duijie.apps.needs.importing.vocabulary import folded, words
from duijie.kernel.lists.values import text_of
from duijie.kernel.lists.workbooks import Sheet

_LOOKED_AT = 4
_SHORT_TOTAL = 8
_FEWEST_NUMBERS = 4
_STEMS = "甲乙丙丁戊己庚辛壬癸"
_FRAME = frozenset({"number", "province", "prefecture", "county", "township", "village", "place", "ignored", ""})
_EXAMPLE = re.compile(r"^[（(【\[]?(?:填写)?(?:示例|样例|范例|举例|例如|例)[）)】\]：:\s]")


class Reason(StrEnum):
    """Why a row was left out."""

    BLANK = "blank"
    TOTAL = "total"
    EXAMPLE = "example"
    NOTE = "note"
    HEADER = "header"
    NUMBERS = "numbers"


def reason_to_skip(sheet: Sheet, row: int, mapping: ColumnMapping) -> Reason | None:
    """Why a row (counted from 0) is no need; None when it is one."""
    texts = [text_of(value) for value in sheet.rows[row]]
    given = [text for text in texts if text]
    if not given:
        return Reason.BLANK
    if _is_total(given):
        return Reason.TOTAL
    if _is_example(texts, mapping):
        return Reason.EXAMPLE
    if _is_note(given):
        return Reason.NOTE
    return _layout_reason(sheet, row, mapping, texts)


def _layout_reason(sheet: Sheet, row: int, mapping: ColumnMapping, texts: Sequence[str]) -> Reason | None:
    given = [text for text in texts if text]
    if _only_frame(texts, mapping):
        return Reason.BLANK
    if len(given) == 1:
        return Reason.NOTE
    if _is_header(sheet, row, mapping):
        return Reason.HEADER
    return Reason.NUMBERS if _counts_columns(given) else None


def _only_frame(texts: Sequence[str], mapping: ColumnMapping) -> bool:
    """Whether only numbers and places are filled in, as in the rows that offices prepare."""
    named = {column.index: column.name for column in mapping.columns}
    if not any(name not in _FRAME for name in named.values()):
        return False
    return all(named.get(index, "") in _FRAME for index, text in enumerate(texts) if text)


def _is_total(given: Sequence[str]) -> bool:
    """合计 among the first cells; “合计（12项）” too, but not a need whose name begins with the word."""
    totals = words()["totals"]
    return any(folded(text) in totals for text in given[:_LOOKED_AT]) or any(
        len(text) <= _SHORT_TOTAL and folded(text).startswith(tuple(totals)) for text in given[:1]
    )


def _is_example(texts: Sequence[str], mapping: ColumnMapping) -> bool:
    examples = words()["examples"]
    first = next((text for text in texts if text), "")
    title = mapping.of("title")
    name = texts[title.index] if title and title.index < len(texts) else ""
    return folded(first) in examples or bool(_EXAMPLE.match(name) or _EXAMPLE.match(first))


def _is_note(given: Sequence[str]) -> bool:
    """“注：……”, “填报人：”."""
    head = re.split(r"[:：]", unicodedata.normalize("NFKC", given[0]), maxsplit=1)
    return len(head) > 1 and any(folded(head[0]).startswith(word) for word in words()["notes"])


def _is_header(sheet: Sheet, row: int, mapping: ColumnMapping) -> bool:
    """A page's headers printed again."""
    named = [column for column in mapping.columns if column.name]
    title = mapping.of("title")
    if title is None or not _repeats(sheet, row, title):
        return False
    return sum(_repeats(sheet, row, column) for column in named) * 2 > len(named)


def _repeats(sheet: Sheet, row: int, column: MappedColumn) -> bool:
    text = folded(text_of(sheet.value(row, column.index)))
    return bool(text) and text in {folded(part) for part in column.header.split(" / ")}


def _counts_columns(given: Sequence[str]) -> bool:
    """“1 2 3 4 …” or “甲 乙 1 2 …” under the headers."""
    numbers = [int(text) for text in given if text.isdecimal()]
    stems = [text for text in given if text in _STEMS]
    rising = numbers == list(range(numbers[0], numbers[0] + len(numbers))) if numbers else False
    return rising and len(given) >= _FEWEST_NUMBERS and len(numbers) + len(stems) == len(given)
