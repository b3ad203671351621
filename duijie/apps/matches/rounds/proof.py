"""The proof of a round as files that anybody can check without us: docs/reference/round-format.md says what is in them.

They hold numbers only: no name, no number and no text of a need, an offer or a person; places go by their codes.
"""

import json
import zipfile
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from duijie.apps.matches.models import Round, RoundArrays
from duijie.apps.matches.valuing import RULE
from duijie.apps.regions.rules import code_of_path
from duijie.matching.assignment import Problem, Result
from duijie.matching.assignment.exporting import export_round

_MADE_AT = (1980, 1, 1, 0, 0, 0)
"""The date of the files in the archive: the same round gives the same bytes."""


@dataclass(frozen=True, slots=True)
class Proof:
    """The files of a round in the open format: the two of arrays, and what stands in round.json."""

    problem: bytes
    result: bytes
    header: dict[str, Any]


def proof_of(problem: Problem, result: Result) -> Proof:
    """Export a round; the digest of its input stands in the header as `input_sha256`."""
    with TemporaryDirectory() as name:
        folder = Path(name)
        export_round(problem, result, folder)
        header = json.loads((folder / "round.json").read_text(encoding="utf-8"))
        return Proof((folder / "problem.npz").read_bytes(), (folder / "result.npz").read_bytes(), header)


def archive_of(row: Round, arrays: RoundArrays) -> bytes:
    """problem.npz, result.npz and round.json in one zip."""
    header = json.dumps({**row.figures["certificate"], **_about(row)}, ensure_ascii=False, indent=2) + "\n"
    written = BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        for name, content in (
            ("problem.npz", bytes(arrays.problem)),
            ("result.npz", bytes(arrays.result)),
            ("round.json", header.encode()),
        ):
            archive.writestr(zipfile.ZipInfo(name, _MADE_AT), content, zipfile.ZIP_DEFLATED)
    return written.getvalue()


def _about(row: Round) -> dict[str, object]:
    """Whose round it is, the codes of its places in their order, and whom it serves beside the plain optimum."""
    return {
        "round": row.number,
        "division": row.division_code,
        "frozen_on": row.frozen_on.isoformat() if row.frozen_on else None,
        "key_county_weight": float(row.key_county_weight),
        "model": row.figures.get("model", RULE.told()),
        "places": [code_of_path(each["path"]) for each in row.figures["places"]],
        "served": {"fair": row.figures["fair"], "plain": row.figures["plain"]},
    }
