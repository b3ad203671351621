"""A program of its own: reads a workbook from standard input and writes its cells as JSON to standard output.

`workbooks.py` starts it with a limit on memory and time, because a hostile file of 5 KB makes any fast reader ask
for terabytes (one value in the last cell of a sheet), and that ends the process. It imports nothing of ours.
"""

import json
import re
import resource
import sys
import zipfile
from datetime import date, datetime, time, timedelta
from io import BytesIO
from typing import Any

import python_calamine

MEMORY = 1024**3
SECONDS = 20
MAX_ROWS, MAX_COLUMNS, MAX_SHEETS = 20_000, 120, 30
MAX_CELL = 4_000
MAX_TEXT = 40_000_000
_CELL = re.compile(rb'<c\s[^>]*?r="([A-Z]{1,3}[0-9]{1,7})"([^>]*)(?<!/)>(.*?)</c>', re.DOTALL)
_ATTRIBUTES = re.compile(rb'([\w:]+)="([^"]*)"')
_EMPTY_VALUE = re.compile(rb"<v>\s*</v>|<v\s*/>")


def main() -> None:
    """Read, and write `{"sheets": [...]}` or `{"problem": "password" | "unreadable" | "too much"}`."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    data = sys.stdin.buffer.read()
    try:
        answer: dict[str, Any] = {"sheets": read(data)}
    except python_calamine.PasswordError:
        answer = {"problem": "password"}
    except OverflowError:
        answer = {"problem": "too much"}
    except (python_calamine.CalamineError, OSError, ValueError, zipfile.BadZipFile):
        answer = {"problem": "unreadable"}
    json.dump(answer, sys.stdout, ensure_ascii=True, separators=(",", ":"))


def read(data: bytes) -> list[dict[str, Any]]:
    """The visible work sheets: name, rows from the first on, merged ranges, and what could not be read as a value.

    Raises:
        OverflowError: more text than any list has; one long text may be repeated in a million cells.
    """
    text = 0
    unread = cells_without_value(data) if data.startswith(b"PK") else {}
    sheets: list[dict[str, Any]] = []
    with python_calamine.CalamineWorkbook.from_filelike(BytesIO(data)) as book:
        for about in book.sheets_metadata:
            if about.typ is not python_calamine.SheetTypeEnum.WorkSheet:
                continue
            if about.visible is not python_calamine.SheetVisibleEnum.Visible or len(sheets) == MAX_SHEETS:
                continue
            sheet = book.get_sheet_by_name(about.name)
            rows = sheet.to_python(skip_empty_area=False, nrows=MAX_ROWS)
            text += sum(len(value) for row in rows for value in row if isinstance(value, str))
            if text > MAX_TEXT:
                raise OverflowError
            sheets.append(
                {
                    "name": about.name,
                    "rows": [[plain(value) for value in row[:MAX_COLUMNS]] for row in rows],
                    "height": sheet.total_height,
                    "merged": [[*start, *end] for start, end in sheet.merged_cell_ranges or ()],
                    "unread": unread.get(about.name, {}),
                }
            )
    return sheets


def plain(value: object) -> object:
    """A cell in JSON: texts, numbers and truth as they are; dates as `{"date": …}`; the rest as text."""
    if value is None or isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime):
        return {"date": value.date().isoformat()}
    if isinstance(value, date):
        return {"date": value.isoformat()}
    if isinstance(value, time | timedelta):
        return str(value)
    return str(value)[:MAX_CELL]


def cells_without_value(data: bytes) -> dict[str, dict[str, str]]:
    """Cells of an .xlsx that hold a formula nobody computed, or an error such as #REF!, by sheet and place."""
    found: dict[str, dict[str, str]] = {}
    with zipfile.ZipFile(BytesIO(data)) as archive:
        for name, path in _sheet_paths(archive):
            xml = archive.read(path)
            if b"<f" not in xml and b't="e"' not in xml:
                continue
            for place, attributes, content in _CELL.findall(xml):
                if b't="e"' in attributes:
                    found.setdefault(name, {})[place.decode()] = "error"
                elif b"<f" in content and (b"<v" not in content or _EMPTY_VALUE.search(content)):
                    found.setdefault(name, {})[place.decode()] = "formula"
    return found


def _sheet_paths(archive: zipfile.ZipFile) -> list[tuple[str, str]]:
    names = set(archive.namelist())
    targets = {}
    for tag in re.findall(rb"<Relationship\s[^>]*>", archive.read("xl/_rels/workbook.xml.rels")):
        attributes = dict(_ATTRIBUTES.findall(tag))
        targets[attributes.get(b"Id")] = attributes.get(b"Target", b"").decode().lstrip("/").removeprefix("xl/")
    paths = []
    for tag in re.findall(rb"<sheet\s[^>]*>", archive.read("xl/workbook.xml")):
        attributes = dict(_ATTRIBUTES.findall(tag))
        path = "xl/" + targets.get(attributes.get(b"r:id"), "")
        if path in names:
            paths.append((_unescaped(attributes.get(b"name", b"").decode()), path))
    return paths


def _unescaped(text: str) -> str:
    for sign, written in (("<", "&lt;"), (">", "&gt;"), ('"', "&quot;"), ("'", "&apos;"), ("&", "&amp;")):
        text = text.replace(written, sign)
    return text


if __name__ == "__main__":
    main()
