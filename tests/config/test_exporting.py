"""`duijie export`: the libraries as files that a spreadsheet opens without harm."""

import csv
import io
import json

import pytest

from duijie.config.commandline import main
from duijie.config.commandline.exporting import cell, write_lines, write_table

ROWS = [
    {"number": "N1", "title": "村卫生室缺血压计", "households": None, "beneficiaries": ["elderly", "children"]},
    {"number": "N2", "title": '=HYPERLINK("http://example.org")', "households": 12, "beneficiaries": []},
]


def test_a_spreadsheet_reads_the_table_in_chinese() -> None:
    stream = io.StringIO()
    assert write_table(iter(ROWS), stream) == 2
    assert stream.getvalue().startswith("\ufeff")
    first, second = csv.DictReader(io.StringIO(stream.getvalue().removeprefix("\ufeff")))
    assert first == {
        "number": "N1",
        "title": "村卫生室缺血压计",
        "households": "",
        "beneficiaries": "elderly；children",
    }
    assert second["title"].startswith("'=HYPERLINK")


@pytest.mark.parametrize("text", ["=1+1", "+86", "-2", "@SUM(A1)", "\t=1"])
def test_no_text_becomes_a_formula(text: str) -> None:
    assert cell(text) == f"'{text}"


def test_a_negative_number_stays_a_number() -> None:
    assert cell(-5) == "-5"


def test_lines_keep_chinese_readable() -> None:
    stream = io.StringIO()
    assert write_lines(iter(ROWS), stream) == 2
    assert "血压计" in stream.getvalue()
    assert [json.loads(line) for line in stream.getvalue().splitlines()] == ROWS


@pytest.mark.django_db
def test_an_unknown_division_is_refused_in_one_sentence(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", "needs", "--division", "999999999999"]) == 1
    assert capsys.readouterr().err.count("\n") == 1


@pytest.mark.django_db
@pytest.mark.parametrize("what", ["needs", "offers"])
def test_an_empty_library_is_an_empty_file(what: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["export", what, "--format", "jsonl"]) == 0
    said = capsys.readouterr()
    assert (said.out, said.err) == ("", f"0 {what}\n")
