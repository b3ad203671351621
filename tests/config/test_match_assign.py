"""`duijie match assign`: arrays in, arrays out; a file that is no problem ends with one sentence and status 2."""

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from duijie.config.commandline import main
from tests.matching.assignment.limited import with_limits
from tests.matching.assignment.made import Shape, made_round

ROOT = Path(__file__).resolve().parents[2]
GOOD = {
    "need": np.array([0, 0, 1]),
    "offer": np.array([0, 1, 1]),
    "utility": np.array([500_000, 900_000, 800_000]),
    "capacity": np.array([1, 1, 0]),
}


def written(path: Path, **arrays: np.ndarray) -> Path:
    np.savez(path / "problem.npz", **arrays)
    return path / "problem.npz"


def assign(path: Path, *more: str) -> int:
    return main(["match", "assign", str(path), "--out", str(path.with_name("result.npz")), *more])


def checked_alone(path: Path) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "tools/check_round.py", str(path), str(path.with_name("result.npz"))]
    return subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)


def changed(path: Path, **arrays: object) -> None:
    result = path.with_name("result.npz")
    np.savez(result, **{**dict(np.load(result)), **arrays})


@pytest.mark.parametrize("more", [(), ("--exact",)])
def test_the_result_has_the_arrays_that_were_promised(tmp_path: Path, more: tuple[str, ...]) -> None:
    path = written(tmp_path, **GOOD)
    assert assign(path, *more) == 0
    result = np.load(path.with_name("result.npz"))
    assert set(result.files) == {"edges", "prices", "objective", "bound", "gap", "seconds"}
    assert result["edges"].tolist() == [0, 2]
    assert result["objective"] == 1_300_000
    assert {result[name].dtype.kind for name in ("edges", "prices", "objective", "bound")} == {"i"}
    assert result["prices"].shape == (3,)
    assert result["bound"] >= result["objective"]


def test_budgets_and_funders_in_the_file_are_kept_and_proven(tmp_path: Path) -> None:
    problem = with_limits(made_round(Shape(500, 120, places=300)))
    names = ("need", "offer", "utility", "capacity", "cost", "budget", "funder", "funder_budget", "funder_capacity")
    path = written(tmp_path, **{name: getattr(problem, name) for name in names})
    assert assign(path) == 0
    assert checked_alone(path).stdout.startswith("right: objective")
    result = np.load(path.with_name("result.npz"))
    assert {"budget_price", "funder_budget_price", "funder_capacity_price"} <= set(result.files)


def test_a_budget_without_costs_ends_with_one_sentence(tmp_path: Path, capsys) -> None:
    assert assign(written(tmp_path, **GOOD, budget=np.array([5, 5, 5]))) == 2
    assert "budget is there, but cost is missing" in capsys.readouterr().err


@pytest.mark.parametrize("with_counties", [False, True])
def test_the_checker_that_knows_nothing_of_us_agrees(tmp_path: Path, with_counties: bool) -> None:
    problem = made_round(Shape(2_000, 500, places=1_200), with_counties=with_counties)
    names = ("need", "offer", "utility", "capacity", "quantity", "county", "weight")
    arrays = {name: getattr(problem, name) for name in names}
    path = written(tmp_path, **{name: array for name, array in arrays.items() if array is not None})
    assert assign(path) == 0
    answer = checked_alone(path)
    assert answer.stdout.startswith("right: objective"), answer.stderr
    prices = np.load(path.with_name("result.npz"))["prices"]
    changed(path, prices=prices // 2)
    assert "wrong: bound is" in checked_alone(path).stderr


def test_the_checker_finds_more_than_there_is_and_less_than_was_told(tmp_path: Path) -> None:
    path = written(tmp_path, **GOOD, quantity=np.array([2, 1]))
    assert assign(path) == 0
    changed(path, objective=np.int64(1_500_000))
    assert "wrong: objective is" in checked_alone(path).stderr
    changed(path, edges=np.array([0, 0]))
    assert "an offer gives more than it has" in checked_alone(path).stderr
    changed(path, edges=np.array([2, 2]))
    assert "a need gets more than it asks for" in checked_alone(path).stderr


@pytest.mark.parametrize(
    ("wrong", "sentence"),
    [
        ({"utility": np.array([1.0, np.nan, 2.0])}, "entry 1 is nan"),
        ({"capacity": np.array([-1, 1, 1])}, "capacity must not be negative"),
        ({"capacity": np.array([], int)}, "There are 0 offers"),
        ({"offer": np.array([0, 9, 1])}, "offer must lie in 0 … 2"),
        ({"offer": np.array([1, 1, 1])}, "need 0 names offer 1 twice: edges 0 and 1."),
        ({"need": np.array(["a", "b", "c"])}, "need must be whole numbers"),
        ({"need": np.array([None, 1, 2])}, "is no .npz file of plain numbers"),
    ],
)
def test_a_faulty_problem_is_refused_with_one_sentence(
    tmp_path: Path, wrong: dict[str, np.ndarray], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert assign(written(tmp_path, **{**GOOD, **wrong})) == 2
    said = capsys.readouterr().err
    assert sentence in said
    assert said.count("\n") == 1
    assert not (tmp_path / "result.npz").exists()


def test_a_missing_array_a_missing_file_and_other_files_are_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert assign(written(tmp_path, need=np.array([0]))) == 2
    assert "the array “offer” is missing" in capsys.readouterr().err
    assert assign(tmp_path / "absent.npz") == 2
    assert "No such file" in capsys.readouterr().err
    whole = written(tmp_path, **GOOD).read_bytes()
    for content in (b"", b"no arrays", whole[: len(whole) // 2]):
        (tmp_path / "other.npz").write_bytes(content)
        assert assign(tmp_path / "other.npz") == 2
        assert "is no .npz file of plain numbers" in capsys.readouterr().err
    with (tmp_path / "one.npy").open("wb") as file:
        np.save(file, np.arange(3))
    assert assign(tmp_path / "one.npy") == 2
    assert "one array, not an .npz file" in capsys.readouterr().err
