"""An exported round is enough for a stranger: the checker agrees with it, and finds an input that was exchanged."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from duijie.matching.assignment import solve, solve_fairly
from duijie.matching.assignment.exporting import export_round, freeze
from tests.matching.assignment.made import Shape, made_round

CHECKER = Path(__file__).resolve().parents[3] / "tools" / "check_round.py"


def check(*paths: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, CHECKER, *paths], capture_output=True, text=True, check=False, cwd=paths[0].parent
    )  # in another folder: it needs nothing of ours


@pytest.mark.parametrize("assign", [solve, solve_fairly])
def test_the_checker_agrees_with_an_exported_round_and_finds_what_was_changed(tmp_path: Path, assign) -> None:
    problem = made_round(Shape(1_000, 300, places=700, counties=20), with_counties=assign is solve_fairly)
    export_round(problem, assign(problem), tmp_path)
    answer = check(tmp_path)
    assert answer.stdout.startswith("right: objective"), answer.stderr
    header = json.loads((tmp_path / "round.json").read_text(encoding="utf-8"))
    assert header["input_sha256"] in answer.stdout

    (tmp_path / "round.json").write_text(json.dumps({**header, "gap": 0}), encoding="utf-8")
    assert "wrong: gap is" in check(tmp_path).stderr
    freeze(made_round(Shape(1_000, 300, places=700), seed=2), tmp_path / "problem.npz")
    assert "the input is not the one that was frozen" in check(tmp_path).stderr


def test_the_same_input_has_the_same_digest(tmp_path: Path) -> None:
    problem = made_round(Shape(50, 20))
    assert freeze(problem, tmp_path / "one.npz") == freeze(problem, tmp_path / "two.npz")
    assert np.load(tmp_path / "one.npz")["need"].tolist() == problem.need.tolist()


def test_the_checker_is_short_and_stands_alone() -> None:
    lines = CHECKER.read_text(encoding="utf-8").splitlines()
    assert len(lines) <= 60
    imported = {line.split()[1] for line in lines if line.startswith(("import ", "from "))}
    assert imported - {"numpy"} <= set(sys.stdlib_module_names)
