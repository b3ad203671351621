"""The country's round, at once and by provinces, beside provinces that do not talk to each other, and OR-Tools.

    python3 dev.py bench matching_country
    duijie match country --split      (1 M needs × 1 M offers: minutes)

CPU seconds of this machine, min–median–max over seeds; what is lost is against the exact optimum of the same edges.
"""

import sys
from statistics import median
from time import process_time

import numpy as np

from duijie.matching.assignment import Problem, solve
from duijie.matching.assignment.exact import optimal_flow
from duijie.matching.country import Size, make_country, whole_round
from tests.matching.country.splitting import agreed, parts_of

NEEDS, SEEDS = 30_000, (1, 2, 3)
say = sys.stdout.write


def one_after_the_other(problem: Problem, starts: np.ndarray, order: np.ndarray) -> int:
    """The utility when each province in this order takes what the ones before have left."""
    parts, left, total = parts_of(problem, starts), problem.capacity.copy(), 0
    for province in order.tolist():
        if province in parts:
            part = parts[province]
            part.share(part.offers)
            total += part.assign(
                left[part.offers].astype(np.int32), np.zeros(len(part.offers), np.bool_), 0.001
            ).objective
            left -= np.bincount(part.offers[part.problem.offer[part.edges]], minlength=len(left))
    return total


def told(name: str, values: list[float], unit: str) -> None:
    say(f"  {name:52} {min(values):8.3f} – {median(values):8.3f} – {max(values):8.3f} {unit}\n")


def main() -> None:
    figures: dict[tuple[str, str], list[float]] = {}

    def note(name: str, unit: str, value: float) -> None:
        figures.setdefault((name, unit), []).append(value)

    whole_round(make_country(Size(needs=500, offers=500)))  # compiles
    for seed in SEEDS:
        country = make_country(Size(needs=NEEDS, offers=NEEDS, seed=seed))
        done = whole_round(country)
        problem, starts = done.problem, country.province_starts()
        for stage in done.stages.stages:
            note(f"{stage.name}, a million of needs", "CPU s", stage.cpu * 1e6 / NEEDS)
        started = process_time()
        optimum = int(optimal_flow(problem) @ problem.utility)
        note("OR-Tools, unsplit", "CPU s", process_time() - started)
        started = process_time()
        unsplit = solve(problem)
        note("our auction, unsplit", "CPU s", process_time() - started)
        started = process_time()
        found = agreed(problem, starts)
        note("our auction, 31 provinces that exchange prices", "CPU s", process_time() - started)
        order = np.random.default_rng(seed).permutation(len(starts) - 1)
        for name, objective in (
            ("unsplit", unsplit.objective),
            ("provinces that exchange prices", found.objective),
            ("the same after the first placing", found.objectives[0]),
            ("provinces one after the other, by lot", one_after_the_other(problem, starts, order)),
        ):
            note(f"lost: {name}", "%", 100 * (1 - objective / optimum))
        note("gap certified: provinces that exchange prices", "%", 100 * found.gap)
        note("exchanged by all provinces", "MB", found.bytes_exchanged / 1e6)
        if not found.objective <= optimum <= found.bound:
            sys.exit("The certificate is wrong.")
    say(f"{NEEDS} needs, {NEEDS} offers, {len(problem.need)} edges, {found.shared} offers shared; seeds {SEEDS}\n")
    for (name, unit), values in figures.items():
        told(name, values, unit)


if __name__ == "__main__":
    main()
