"""`duijie match simulate`: how much each way of matching wins in a made-up year, and who gets it."""

import argparse
import json
from pathlib import Path
from typing import TYPE_CHECKING

from duijie.config.commandline.commands import Command, Stopped, WrongInput

if TYPE_CHECKING:
    from duijie.matching.simulation import Comparison
    from duijie.matching.simulation.intervals import Interval

SCORERS = ("placed", "known", "hidden")
HEADS = ("policy", "of hindsight", "success", "days", "Gini", "worst 1 %", "key", "others")
ALL = "all"


def run(given: argparse.Namespace) -> int:
    """Play the worlds and print one table a scorer."""
    from duijie.matching.simulation import USUAL, Scorer, Settings, SettingsError, compare, draw

    scorers = tuple(Scorer) if given.scorer == ALL else (Scorer(given.scorer),)
    names = given.policies.split(",") if given.policies else USUAL
    try:
        kinds = [Settings(needs=given.needs, counties=given.counties, scorer=scorer) for scorer in scorers]
        compared = [compare(settings, given.seeds, names, first=given.first) for settings in kinds]
    except SettingsError as error:
        raise WrongInput(str(error)) from error
    if given.picture:
        _write(Path(given.picture), draw(compared))
    if given.json:
        print(json.dumps([_as_json(comparison) for comparison in compared], ensure_ascii=False, allow_nan=False))
    else:
        print("\n\n".join(_table(comparison) for comparison in compared))
    return 0


def _write(path: Path, text: str) -> None:
    try:
        path.write_text(text, encoding="utf-8")
    except OSError as error:
        raise Stopped(f"{path} cannot be written.") from error


def _as_json(comparison: "Comparison") -> dict[str, object]:
    def figures(interval: "Interval") -> list[float | None]:
        return [None if abs(number) == float("inf") or number != number else number for number in interval]  # noqa: PLR0124

    return {
        "scorer": comparison.settings.scorer,
        "needs": comparison.settings.needs,
        "counties": comparison.settings.counties,
        "seeds": comparison.seeds,
        "policies": {
            name: {measure: figures(comparison.interval(name, measure)) for measure in measures}
            for name, measures in comparison.figures.items()
        },
        "lead_in_hindsight": {
            name: figures(comparison.lead(name, next(iter(comparison.figures)), "hindsight"))
            for name in comparison.figures
        },
    }


def _table(comparison: "Comparison") -> str:
    settings = comparison.settings
    title = (
        f"scorer {settings.scorer}: {settings.needs} needs a year, {settings.offers} offers, {settings.counties} "
        f"counties, {comparison.seeds} seeds; mean ± 95 % interval"
    )
    lines = [title, "".join(f"{head:<16}" for head in HEADS)]
    for name, measures in comparison.figures.items():
        cells = (_cell(measure, comparison.interval(name, measure)) for measure in measures)
        lines.append("".join(f"{cell:<16}" for cell in (name, *cells)))
    first, *others = comparison.figures
    for name in others:
        lead = comparison.lead(name, first, "hindsight")
        lines.append(f"{name} − {first}, same worlds: {_cell('hindsight', lead)} of hindsight")
    return "\n".join(line.rstrip() for line in lines)


def _cell(measure: str, interval: "Interval") -> str:
    if interval.mean != interval.mean:
        return "–"
    if measure in {"waiting", "gini"}:
        digits = 1 if measure == "waiting" else 3
        return f"{interval.mean:.{digits}f} ± {interval.margin:.{digits}f}"
    return f"{interval.mean * 100:.1f} ± {interval.margin * 100:.1f} %"


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The size of the world, the policies, and what to print."""
    parser.add_argument("--seeds", type=int, default=20, help="worlds to play (default 20)")
    parser.add_argument("--first", type=int, default=0, help="number of the first one (default 0)")
    parser.add_argument("--needs", type=int, default=1500, help="needs expected in a year (default 1500)")
    parser.add_argument("--counties", type=int, default=100, help="default 100")
    parser.add_argument(
        "--policies", metavar="NAMES", help="some only, with commas between them; default all but told-arrivals"
    )
    parser.add_argument("--scorer", choices=(*SCORERS, ALL), default=ALL, help="default all")
    parser.add_argument("--json", action="store_true", help="[mean, margin] of each figure instead of the table")
    parser.add_argument("--picture", metavar="FILE.svg", help="also draw share of hindsight against county Gini")


COMMAND = Command(
    name="simulate",
    summary="Play a made-up year under several ways of matching.",
    explanation=(
        "Each way of matching meets the same needs and the same luck. “placed”: it knows the true chances and nobody\n"
        "refuses; what is missing to 100 % of hindsight is the price of not knowing who comes. “known”: organizations\n"
        "may refuse. “hidden”: it sees a noisy part of the chances, as in life. See docs/explanation/simulation.md."
    ),
    examples=(
        "  duijie match simulate\n"
        "  duijie match simulate --seeds 5 --policies first-come,priced-lists --json\n"
        "  duijie match simulate --picture simulation.svg"
    ),
    add_arguments=add_arguments,
    run=run,
)
