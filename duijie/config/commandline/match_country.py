"""`duijie match country`: a round of a made country of any size, at once or split by province, with what it costs."""

import argparse
import json
import sys
import tempfile
from pathlib import Path
from typing import TYPE_CHECKING

from duijie.config.commandline.commands import Command, Stopped, WrongInput

if TYPE_CHECKING:
    from duijie.matching.country import Done, Size, SplitDone


def run(given: argparse.Namespace) -> int:
    """Make the country, match it, print the figures."""
    from duijie.matching.country import ClusterMissing, Size, SizeError, WorkerLost, save_round

    if given.workers < 1:
        raise WrongInput(f"At least one worker is needed, not {given.workers}.")
    try:
        size = Size(needs=given.needs, offers=given.offers, counties=given.counties, seed=given.seed)
        done = _done(size, given)
        if given.out:
            save_round(done.problem, done.result, given.out)
    except SizeError as error:
        raise WrongInput(str(error)) from error
    except (ClusterMissing, WorkerLost) as error:
        raise Stopped(str(error)) from error
    except OSError as error:
        raise Stopped(f"{error.filename or given.out or given.folder} cannot be written: {error.strerror}.") from error
    figures = as_figures(done)
    print(json.dumps(figures, indent=2) if given.json else as_table(figures))
    return 0


def _done(size: "Size", given: argparse.Namespace) -> "Done":
    from duijie.matching.country import connect, make_country, split_round, whole_round
    from duijie.matching.country.measuring import Stages

    def say(sentence: str) -> None:
        print(sentence, file=sys.stderr, flush=True)

    stages = Stages()
    with stages.measured("making the country"):
        country = make_country(size)
    say(f"{size.needs} needs and {size.offers} offers in {size.counties} counties are made")
    if not given.split:
        return whole_round(country, threads=given.workers, stages=stages, say=say)
    with (
        tempfile.TemporaryDirectory(prefix="duijie-country-", dir=given.folder) as folder,
        connect(given.workers, scheduler=given.scheduler) as cluster,
    ):
        return split_round(country, Path(folder), cluster, stages=stages, say=say)


def as_figures(done: "Done") -> dict[str, object]:
    """Sizes, costs by stage, objective, bound and gap; of a split round also what it lost."""
    from duijie.matching.country import SplitDone

    stages = done.stages.stages
    figures: dict[str, object] = {
        "needs": len(done.problem.quantity),
        "offers": len(done.problem.capacity),
        "edges": len(done.problem.need),
        "units_asked": int(done.problem.quantity.sum()),
        "places": int(done.problem.capacity.sum()),
        "units_placed": len(done.result.edges),
        "stages": {stage.name: {"wall": round(stage.wall, 3), "cpu": round(stage.cpu, 3)} for stage in stages},
        "wall": round(sum(stage.wall for stage in stages), 3),
        "cpu": round(sum(stage.cpu for stage in stages), 3),
        "peak_bytes": done.peak,
        "method": done.result.method,
        "objective": int(done.result.objective),
        "bound": int(done.result.bound),
        "gap": done.result.gap,
    }
    return figures | (_split_figures(done) if isinstance(done, SplitDone) else {})


def _split_figures(done: "SplitDone") -> dict[str, object]:
    return {
        "workers": len(done.peaks),
        "worker_peak_bytes": list(done.peaks),
        "provinces": len(done.agreed.edges),
        "shared_offers": done.agreed.shared,
        "bytes_exchanged": done.agreed.bytes_exchanged,
        "unsplit_objective": int(done.unsplit.objective),
        "unsplit_bound": int(done.unsplit.bound),
        "unsplit_gap": done.unsplit.gap,
        "split_lost": done.lost,
        "split_gap_to_unsplit_bound": 1 - done.result.objective / done.unsplit.bound if done.unsplit.bound else 0.0,
    }


def as_table(figures: dict[str, object]) -> str:
    """The figures line by line, stages with wall and CPU seconds."""
    lines = []
    for name, value in figures.items():
        if isinstance(value, dict):
            lines.append(f"{'stage':36}{'wall s':>10}{'CPU s':>10}")
            lines += [f"{stage:36}{cost['wall']:10.2f}{cost['cpu']:10.2f}" for stage, cost in value.items()]
        elif name.endswith("bytes") and isinstance(value, int):
            lines.append(f"{name.replace('_', ' '):36}{value / 1e9:10.3f} GB")
        elif isinstance(value, float) and name not in {"wall", "cpu"}:
            lines.append(f"{name.replace('_', ' '):36}{100 * value:10.4f} %")
        else:
            lines.append(f"{name.replace('_', ' '):36}{value!s:>10}")
    return "\n".join(lines)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The size, the workers, whether to split, and where to write."""
    parser.add_argument("--needs", type=int, default=1_000_000, help="default 1000000")
    parser.add_argument("--offers", type=int, default=1_000_000, help="default 1000000")
    parser.add_argument("--counties", type=int, default=2_800, help="default 2800")
    parser.add_argument("--seed", type=int, default=1, help="the same seed makes the same country (default 1)")
    parser.add_argument("--workers", type=int, default=2, help="threads, or processes of a split round (default 2)")
    parser.add_argument("--split", action="store_true", help="by province over processes; needs the extra “cluster”")
    parser.add_argument("--scheduler", default="", metavar="ADDRESS", help="a Dask scheduler elsewhere, with --folder")
    parser.add_argument(
        "--folder", type=Path, metavar="DIR", help="where index and edges of a split round pass through"
    )
    parser.add_argument("--out", type=Path, metavar="DIR", help="write the round as tools/check_round.py reads it")
    parser.add_argument("--json", action="store_true", help="print one JSON object instead of lines")


COMMAND = Command(
    name="country",
    summary="A round of a whole made country, at once or split by province, and what it costs.",
    explanation=(
        "Needs and offers are made from the seed. Each need gets the 20 offers that pass the filters and read most\n"
        "alike; all are assigned in one round with its certificate. --split keeps each province in one process:\n"
        "only prices and numbers of places travel; the unsplit round of the same edges is solved to compare.\n"
        "Progress goes to standard error. How: docs/explanation/country-round.md."
    ),
    examples=(
        "  duijie match country\n"
        "  duijie match country --split --workers 2 --json\n"
        "  duijie match country --needs 20000 --offers 20000 --out round"
    ),
    add_arguments=add_arguments,
    run=run,
)
