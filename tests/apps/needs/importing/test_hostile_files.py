"""What is no list, or pretends to be one, is refused with a sentence and harms nothing."""

import io
import zipfile

import openpyxl
import pytest

from duijie.kernel.errors import RuleBroken
from duijie.kernel.files.sheets import safe_cell
from duijie.kernel.lists import cells
from duijie.kernel.lists.cells import MAX_ROWS
from tests.apps.needs.importing.lists import HEADERS, read, row, xls, xlsx


def refusal(data: bytes) -> RuleBroken:
    with pytest.raises(RuleBroken) as refused:
        read(data, field="file")
    assert refused.value.field == "file"
    return refused.value


def test_the_name_of_a_file_does_not_matter() -> None:
    """An .xls renamed .xlsx: only bytes are given to the reader."""
    assert len(read(xls(HEADERS, row())).ready) == 1


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "empty"),
        ("需求名称,领域\n修路,道路".encode("gb18030"), "no Excel file"),
        (b"%PDF-1.7", "no Excel file"),
        (b"PK\x03\x04" + bytes(100), "no Excel file"),
        (xlsx(HEADERS)[:-200], "no Excel file"),
        (bytes(11 * 1024 * 1024), "at most"),
        (
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + "EncryptedPackage\0".encode("utf-16-le") + bytes(200),
            "password",
        ),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1016) + "Workbook\0".encode("utf-16-le") + bytes(200), "damaged"),
    ],
)
def test_what_is_no_workbook_is_told(data: bytes, words: str) -> None:
    assert words in refusal(data).code


def test_a_zip_bomb_is_not_opened() -> None:
    written = io.BytesIO(xlsx(HEADERS, row()))
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.xml", b" " * 400_000_000)
    assert len(written.getvalue()) < 1_000_000
    assert "unpacks to far more" in refusal(written.getvalue()).code


@pytest.mark.parametrize("place", ["XFD1048576", "XFD60000"])
def test_a_value_in_the_last_cell_does_not_eat_the_memory(place: str) -> None:
    def last(book: openpyxl.Workbook) -> None:
        book.active[place] = 1

    assert "far more cells" in refusal(xlsx(HEADERS, row(), more=last)).code


def test_one_long_text_in_very_many_cells_is_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cells, "MAX_TEXT", 100)
    with pytest.raises(OverflowError):
        cells.read(xlsx(HEADERS, row()))


def test_a_value_far_below_is_told() -> None:
    def below(book: openpyxl.Workbook) -> None:
        book.active["B30000"] = "x"

    assert refusal(xlsx(HEADERS, row(), more=below)).params == {"sheet": "需求清单", "limit": MAX_ROWS}


def test_formats_down_to_the_last_row_are_harmless() -> None:
    def formats(book: openpyxl.Workbook) -> None:
        book.active["B1048576"].font = openpyxl.styles.Font(bold=True)

    assert len(read(xlsx(HEADERS, row(), more=formats)).ready) == 1


@pytest.mark.parametrize("text", ["=1+1", "+86 10", "-1", "@SUM(A1)", "\t=1", "\r=1", " =1", "　=1"])
def test_an_export_never_writes_a_formula(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


@pytest.mark.parametrize("value", ["修路", "1=1", -5, 1.5, None, True])
def test_other_values_go_out_as_they_are(value: object) -> None:
    assert safe_cell(value) is value


def test_entities_in_the_xml_are_not_expanded() -> None:
    data = xlsx(HEADERS, row())
    written = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "xl/worksheets/sheet1.xml":
                bomb = b'<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;">]>'
                content = content.replace(b"<worksheet", bomb + b"<worksheet", 1).replace(
                    b"<sheetData>", b"<sheetData><!--&b;-->", 1
                )
            new.writestr(name, content)
    assert len(read(written.getvalue()).rows) == 1
