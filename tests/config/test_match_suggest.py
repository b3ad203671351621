"""`duijie match suggest`: the engine on a file, on a machine without database and without Django."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from duijie.config.commandline import main

ROOT = Path(__file__).resolve().parents[2]
NEED = {
    "kind": "need",
    "id": "N1",
    "title": "村卫生室缺血压计",
    "field": "health",
    "form": "goods",
    "division_path": "/62/6211/621121/",
}
OFFERS = (
    {"kind": "offer", "id": "S1", "organization_id": "O1", "title": "为村卫生室捐血压计", "fields": ["health"]},
    {"kind": "offer", "id": "S2", "organization_id": "O2", "title": "太阳能路灯", "fields": ["health"]},
)
WITHOUT_DJANGO = """
import sys
from duijie.config.commandline import main
main(sys.argv[1:])
print([name for name in sys.modules if name.split(".")[0] in {"django", "psycopg"}])
"""


@pytest.fixture
def rows(tmp_path: Path) -> Path:
    path = tmp_path / "rows.jsonl"
    path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in (NEED, *OFFERS)), encoding="utf-8")
    return path


def test_what_fits_best_comes_first_with_its_reasons(rows: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "suggest", str(rows), "--today", "2026-11-21"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [row["offer"] for row in found] == ["S1", "S2"]
    assert all(row["score"] == sum(reason["points"] for reason in row["reasons"]) for row in found)


def test_the_other_side_is_asked_for_in_the_same_way(rows: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["match", "suggest", str(rows), "--today", "2026-11-21", "--for", "offers", "--limit", "1"]) == 0
    found = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [(row["offer"], row["need"]) for row in found] == [("S1", "N1"), ("S2", "N1")]


def test_it_loads_neither_django_nor_a_driver(rows: Path) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", WITHOUT_DJANGO, "match", "suggest", str(rows), "--today", "2026-11-21"],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert answer.stdout.splitlines()[-1] == "[]"


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ('{"kind": "wish"}', "line 1: the kind is “need” or “offer”, not “wish”."),
        ("[1]", "line 1: this is no JSON object with a kind."),
        (json.dumps({**NEED, "form": "magic"}), "line 1: form: "),
        (json.dumps({"kind": "need", "id": "N1"}), "line 1: title: Field required."),
        (json.dumps({**NEED, "division_path": "62/"}), "N1: The division path “62/” must begin and end with a slash."),
    ],
)
def test_a_faulty_row_is_named(tmp_path: Path, line: str, sentence: str, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "rows.jsonl"
    path.write_text(line, encoding="utf-8")
    assert main(["match", "suggest", str(path), "--today", "2026-11-21"]) == 2
    assert sentence in capsys.readouterr().err
