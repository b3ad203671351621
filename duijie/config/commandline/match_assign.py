"""`duijie match assign`: one round from a file of arrays to a file of arrays, for anybody's data and any checker."""

import argparse
import zipfile
from pathlib import Path
from typing import TYPE_CHECKING

from duijie.config.commandline.commands import Command, Stopped, WrongInput

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

NEEDED = ("need", "offer", "utility", "capacity")
OPTIONAL = ("quantity", "county", "weight", "cost", "budget", "funder", "funder_budget", "funder_capacity")


def run(given: argparse.Namespace) -> int:
    """Read, check, assign, write; a problem that is none ends with one sentence and status 2."""
    from duijie.matching.assignment import ProblemError, checked, solve, solve_fairly
    from duijie.matching.assignment.exact import ExactModeMissing
    from duijie.matching.assignment.exporting import write_result

    arrays = _read(Path(given.problem))
    try:
        problem = checked(**arrays)
        assign = solve if problem.county is None else solve_fairly
        result = assign(problem, exact=given.exact)
    except ProblemError as error:
        raise WrongInput(f"{given.problem}: {error}") from error
    except ExactModeMissing as error:
        raise Stopped(str(error)) from error
    try:
        write_result(result, Path(given.out))
    except OSError as error:
        raise Stopped(f"{given.out} cannot be written: {error.strerror}.") from error
    print(
        f"{len(result.edges)} units placed by {result.method}: objective {result.objective:.12g}, "
        f"bound {result.bound:.12g}, gap {100 * result.gap:.4f} %, {result.seconds:.2f} s"
    )
    return 0


def _read(path: Path) -> "dict[str, NDArray[np.generic]]":
    import numpy as np

    try:
        file = np.load(path, allow_pickle=False)
        if not isinstance(file, np.lib.npyio.NpzFile):
            raise WrongInput(f"{path} is one array, not an .npz file of several.")
        with file:
            found = {name: file[name] for name in file.files if name in NEEDED + OPTIONAL}
    except OSError as error:
        raise WrongInput(f"{path} cannot be read: {error.strerror or error}.") from error
    except (ValueError, EOFError, zipfile.BadZipFile, KeyError, NotImplementedError) as error:
        raise WrongInput(f"{path} is no .npz file of plain numbers.") from error
    missing = [name for name in NEEDED if name not in found]
    if missing:
        raise WrongInput(f"{path}: the array “{missing[0]}” is missing; {', '.join(NEEDED)} are needed.")
    return found


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The two files, and whether to be exact."""
    parser.add_argument("problem", metavar="PROBLEM.npz", help="the arrays need, offer, utility, capacity …")
    parser.add_argument("--out", required=True, metavar="RESULT.npz", help="edges, prices, objective, bound, gap …")
    parser.add_argument(
        "--exact", action="store_true", help="the optimum itself, by OR-Tools (slower; needs the extra)"
    )


COMMAND = Command(
    name="assign",
    summary="Assign needs to offers in one round, and prove how good the answer is.",
    explanation=(
        "PROBLEM.npz has one entry an edge in need, offer (numbers from 0) and utility (whole, 0 … 1 000 000),\n"
        "one an offer in capacity; also one a need in quantity (else 1 each) and county, one a county in\n"
        "weight. Without county the total utility is greatest, with it the Nash welfare over counties: objective and\n"
        "bound are then of that.\n"
        "Money: cost (fen a unit, one entry an edge) and budget (fen, one an offer, -1 without); funder (one an\n"
        "offer, -1 nobody else) with funder_budget or funder_capacity (one a funder) over all its offers together.\n"
        "RESULT.npz has the chosen edges, once for each unit, and a price an offer, with which tools/check_round.py\n"
        "proves the bound again."
    ),
    examples=(
        "  duijie match assign round.npz --out recommended.npz\n  duijie match assign round.npz --out best.npz --exact"
    ),
    add_arguments=add_arguments,
    run=run,
)
