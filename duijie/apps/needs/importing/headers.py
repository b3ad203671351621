"""Find the row of headers under titles, merged cells and notes, and propose what each column is. Plain Python."""

import re
import unicodedata
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duijie.apps.needs.importing.mapping import ColumnMapping, MappedColumn
from duijie.apps.needs.importing.vocabulary import Column, columns, folded
from duijie.kernel.lists.workbooks import Sheet

SEARCHED_ROWS = 30
FEWEST_COLUMNS = 3
_SURE, _LIKELY = 1.0, 0.6
_SHORTEST_PART = 3
_LONGEST_HEADER = 60
_UNIT = re.compile(r"(万元|元)(?![\u4e00-\u9fff])")
_UNIT_LINE = re.compile(r"单位\s*[:：]\s*(?:人民币)?\s*(万元|元)")


@dataclass(frozen=True, slots=True)
class _Header:
    """The text over a column: in one row, or in two where an upper cell spans several lower ones."""

    index: int
    upper: str
    lower: str

    @property
    def text(self) -> str:
        """As the clerk reads it."""
        return f"{self.upper} / {self.lower}" if self.upper and self.lower else self.upper or self.lower


def propose(sheets: Sequence[Sheet]) -> ColumnMapping | None:
    """The mapping of the sheet and row that look most like the headers of a need list.

    Where no header is known it is the row with most short texts, for the clerk to map; None when there is no such row.
    """
    found = list(_candidates(sheets))
    best = max(found, default=None, key=_score)
    if best and _score(best) > 0:
        return best
    return max((each for each in found if _variety(each) >= FEWEST_COLUMNS), default=None, key=_variety)


def looks_like_list(sheet: Sheet) -> bool:
    """Whether a sheet has the headers of a need list."""
    best = propose([sheet])
    return best is not None and _score(best) > 0


def find_again(
    sheets: Sequence[Sheet], known: Mapping[str, ColumnMapping], *, first: ColumnMapping | None = None
) -> ColumnMapping | None:
    """Of known mappings (by their `headers_digest`) one whose headers stand in this file, put where they stand.

    `first` goes before the others. None when the headers of none stand in it.
    """
    if not known:
        return None
    places: dict[str, list[ColumnMapping]] = {}
    for mapping in _candidates(sheets):
        places.setdefault(mapping.headers_digest, []).append(mapping)
    for digest in dict.fromkeys((*([first.headers_digest] if first else ()), *places)):
        if digest in places and digest in known:
            place = max(places[digest], key=lambda each: each.sheet == known[digest].sheet)
            return replace(known[digest], sheet=place.sheet, header_row=place.header_row)
    return None


def _candidates(sheets: Sequence[Sheet]) -> Iterator[ColumnMapping]:
    for sheet in sheets:
        for row in range(min(SEARCHED_ROWS, len(sheet.rows))):
            for rows in ((row,), (row, row + 1)):
                if rows[-1] < len(sheet.rows) and (headers := _headers(sheet, *rows)):
                    yield _mapping(sheet, rows[-1], headers, _unit_above(sheet, rows[0]))


def _headers(sheet: Sheet, row: int, below: int | None = None) -> list[_Header]:
    """The headers of one row, or of two; none when two rows do not belong together or a text is no header."""
    headers = []
    for index in range(len(sheet.rows[row])):
        upper = _text(sheet, row, index)
        lower = _text(sheet, below, index) if below is not None else ""
        if sheet.filled.get((row, index), (row,))[0] < row:
            upper = ""  # hangs down from a title above
        if below is not None and sheet.filled.get((below, index)) == sheet.filled.get((row, index), ()):
            lower = ""
        if len(upper) > _LONGEST_HEADER or len(lower) > _LONGEST_HEADER:
            return []
        if upper or lower:
            headers.append(_Header(index, upper, lower))
    return headers if below is None or _belong_together(sheet, row, headers) else []


def _belong_together(sheet: Sheet, row: int, headers: Sequence[_Header]) -> bool:
    """Whether two rows are one head: groups above, their parts below; a title above a head is none."""
    groups = {
        sheet.filled[row, header.index]
        for header in headers
        if header.upper and header.lower and sheet.filled.get((row, header.index), (0, 0, 0, 0))[3] > header.index
    }
    alone = any(header.upper and not header.lower for header in headers)
    says_more = any(":" in header.upper or "：" in header.upper for header in headers)
    return bool(groups) and (alone or len(groups) > 1) and not says_more


def _mapping(sheet: Sheet, row: int, headers: Sequence[_Header], unit_above: str) -> ColumnMapping:
    matches = sorted(
        ((score, -header.index, header, column) for header in headers for score, column in _matches(header)),
        key=lambda each: each[:2],
        reverse=True,
    )
    taken: dict[int, tuple[Column, float]] = {}
    used: set[str] = set()
    for score, _, header, column in matches:
        if header.index not in taken and (column.name not in used or column.name == "ignored"):
            taken[header.index] = column, score
            used.add(column.name)
    mapped = [_mapped(header, taken.get(header.index), unit_above) for header in headers]
    stated = all(column.unit for column in mapped if column.name and columns()[column.name].is_money)
    complete = (replace(column, unit=column.unit or "yuan") if _is_money(column) else column for column in mapped)
    return ColumnMapping(sheet.name, row + 1, tuple(complete), unit_is_stated=stated)


def _mapped(header: _Header, match: tuple[Column, float] | None, unit_above: str) -> MappedColumn:
    if match is None:
        return MappedColumn(header.index, header.text)
    column, score = match
    unit = (_unit_in(header.lower) or _unit_in(header.upper) or unit_above) if column.is_money else ""
    return MappedColumn(header.index, header.text, column.name, unit, is_certain=score >= _SURE)


def _is_money(column: MappedColumn) -> bool:
    return bool(column.name) and columns()[column.name].is_money


def _matches(header: _Header) -> Iterator[tuple[float, Column]]:
    """Columns whose words the header is or holds; of the lower row alone, of both together, of the upper row."""
    texts = dict.fromkeys(folded(text) for text in (header.upper + header.lower, header.lower, header.upper) if text)
    for column in columns().values():
        scores = [_likeness(text, column) for text in texts]
        if (score := max(scores, default=0.0)) > 0:
            yield score, column


def _likeness(text: str, column: Column) -> float:
    if text in column.words:
        return _SURE
    if column.is_exact:
        return 0.0
    held = max((len(word) for word in column.words if len(word) >= _SHORTEST_PART and word in text), default=0)
    return _LIKELY * held / len(text) if held else 0.0


def _score(mapping: ColumnMapping) -> float:
    """How much a row looks like headers; 0 without a title column and two others."""
    named = [column for column in mapping.columns if column.name and column.name != "ignored"]
    if len(named) < FEWEST_COLUMNS or mapping.of("title") is None:
        return 0.0
    unknown = len(mapping.columns) - len(named)
    return sum(_SURE if column.is_certain else _LIKELY for column in named) - 0.1 * unknown


def _variety(mapping: ColumnMapping) -> int:
    """How many different texts a row has; a merged title has one."""
    return len({column.header for column in mapping.columns})


def _unit_above(sheet: Sheet, row: int) -> str:
    """“单位：万元” in a line above the headers."""
    for above in range(row):
        for value in sheet.rows[above]:
            if isinstance(value, str) and (found := _UNIT_LINE.search(unicodedata.normalize("NFKC", value))):
                return _unit_in(found[1])
    return ""


def _unit_in(text: str) -> str:
    found = _UNIT.search(unicodedata.normalize("NFKC", text))
    return ("wan_yuan" if found[1] == "万元" else "yuan") if found else ""


def _text(sheet: Sheet, row: int, index: int) -> str:
    value = sheet.value(row, index)
    return re.sub(r"\s+", " ", value).strip() if isinstance(value, str) else ""
