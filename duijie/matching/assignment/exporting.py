"""A round as files that anybody can check without us: docs/reference/round-format.md, tools/check_round.py."""

import hashlib
import json
from dataclasses import fields
from pathlib import Path

import numpy as np

from duijie.matching.assignment.equity import equity_of
from duijie.matching.assignment.problem import Problem, Result
from duijie.matching.assignment.welfare import EPSILON

FORMAT = "duijie-round-1"
INPUTS = tuple(each.name for each in fields(Problem))
OUTPUTS = tuple(each.name for each in fields(Result) if each.name != "method")


def freeze(problem: Problem, path: Path) -> str:
    """Write the input of a round as an .npz file and return its SHA-256, which is made public before the round."""
    _write(path, {name: getattr(problem, name) for name in INPUTS})
    return hashlib.sha256(path.read_bytes()).hexdigest()


def write_result(result: Result, path: Path) -> None:
    """Write what a round decided as an .npz file."""
    _write(path, {name: getattr(result, name) for name in OUTPUTS})


def export_round(problem: Problem, result: Result, folder: Path) -> None:
    """Write problem.npz, result.npz and round.json into a folder that is there."""
    header: dict[str, object] = {
        "format": FORMAT,
        "input_sha256": freeze(problem, folder / "problem.npz"),
        "method": result.method,
        "objective": result.objective,
        "bound": result.bound,
        "gap": result.gap,
    }
    if problem.county is not None:
        header |= {"equity": equity_of(problem, result.edges)._asdict()}
    if result.tangent is not None:
        header |= {"epsilon": EPSILON}
    write_result(result, folder / "result.npz")
    (folder / "round.json").write_text(json.dumps(header, indent=2) + "\n", encoding="utf-8")


def _write(path: Path, arrays: dict[str, object]) -> None:
    with path.open("wb") as file:
        np.savez(
            file, allow_pickle=False, **{name: np.asarray(each) for name, each in arrays.items() if each is not None}
        )
