"""The proof of a round as files that anybody can check without us: docs/reference/round-format.md says what is in them.

They hold numbers only: no name, no number and no text of a need, an offer or a person; places go by their codes.
"""

import hashlib
import json
import zipfile
from io import BytesIO

import numpy as np

from duijie.apps.matches.models import Round, RoundArrays
from duijie.apps.regions.rules import code_of_path
from duijie.matching.assignment import Problem, Result
from duijie.matching.assignment.welfare import EPSILON

_INPUT = ("need", "offer", "utility", "capacity", "quantity", "county", "weight")
_ANSWER = ("edges", "prices", "objective", "bound", "gap", "seconds", "tangent")
_MADE_AT = (1980, 1, 1, 0, 0, 0)
"""The date of the files in the archive: the same round gives the same bytes."""


def packed(problem: Problem) -> bytes:
    """The frozen input as problem.npz; the same input gives the same bytes."""
    return _npz({name: getattr(problem, name) for name in _INPUT if getattr(problem, name) is not None})


def packed_answer(result: Result) -> bytes:
    """The answer with its proof as result.npz."""
    return _npz({name: np.asarray(value) for name in _ANSWER if (value := getattr(result, name)) is not None})


def digest_of(problem: bytes) -> str:
    """SHA-256 of problem.npz, as the checker computes it."""
    return hashlib.sha256(problem).hexdigest()


def archive_of(row: Round, arrays: RoundArrays) -> bytes:
    """problem.npz, result.npz and round.json in one zip."""
    written = BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in (
            ("problem.npz", bytes(arrays.problem)),
            ("result.npz", bytes(arrays.result)),
            ("round.json", json.dumps(header_of(row), ensure_ascii=False, indent=1).encode()),
        ):
            archive.writestr(zipfile.ZipInfo(name, _MADE_AT), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def header_of(row: Round) -> dict[str, object]:
    """What round.json says: whose round it is, its digest, and the figures that the checker computes again."""
    return {
        "round": row.number,
        "division": row.division_code,
        "frozen_on": row.frozen_on.isoformat() if row.frozen_on else None,
        "input_sha256": row.digest,
        "epsilon": EPSILON,
        "key_county_weight": float(row.key_county_weight),
        "places": [code_of_path(each["path"]) for each in row.figures["places"]],
        "method": row.method,
        "objective": row.objective,
        "bound": row.bound,
        "gap": row.gap,
        "equity": {"fair": row.figures["fair"], "plain": row.figures["plain"]},
    }


def _npz(arrays: dict[str, np.ndarray]) -> bytes:
    written = BytesIO()
    np.savez_compressed(written, **arrays)  # type: ignore[arg-type]
    return written.getvalue()
