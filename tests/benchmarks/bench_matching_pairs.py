"""Filtering and scoring pairs with all terms written out, beside the plain Python rules on a sample of the same pairs.

    .venv/bin/python -m tests.benchmarks.bench_matching_pairs [needs offers edges_a_need]

Edges as a round has them: sorted by need, the offers of each at random, nine of ten of the need's field. CPU seconds
of one thread; ratios are what can be compared between machines. Ends with status 1 below 20 million pairs a second.
"""

import random
import sys
from collections.abc import Callable
from datetime import date, timedelta
from time import process_time

import numpy as np

from duijie.matching.filters import failed_filter
from duijie.matching.learning.model import PRIOR
from duijie.matching.learning.success import Success
from duijie.matching.pairs.codes import Codes
from duijie.matching.pairs.columns import Columns
from duijie.matching.pairs.scored import score_against, score_edges
from duijie.matching.scoring import reasons, score
from duijie.matching.terms import Form, Level, Mode, NeedTerms, OfferTerms, Registration, Urgency

TODAY = date(2026, 11, 21)
ROUNDS = 7
SAMPLE = 20_000
AIM = 20e6
FIELDS = ("industry", "agritech", "culture_sport", "ecology", "health", "governance", "livelihood")
SUBFIELDS = tuple(f"subfield-{number}" for number in range(54))
PEOPLE = tuple(f"people-{number}" for number in range(12))


def a_path(chance: random.Random) -> str:
    county = f"{chance.randint(11, 65)}{chance.randint(1, 9):02}{chance.randint(21, 30)}"
    return f"/{county[:2]}/{county[:4]}/{county}/"


def made_need(number: int, chance: random.Random) -> NeedTerms:
    return NeedTerms(
        id=f"need-{number}",
        title="",
        field=FIELDS[number % len(FIELDS)],
        subfields=frozenset(chance.sample(SUBFIELDS, chance.choice((1, 1, 2)))),
        division_path=f"{a_path(chance)}{chance.randint(100, 130)}/{chance.randint(200, 240)}/",
        is_key_county=chance.random() < 0.3,
        beneficiaries=frozenset(chance.sample(PEOPLE, 2)),
        in_hardship=chance.random() < 0.4,
        form=chance.choice(list(Form)),
        quantity=chance.randint(1, 300),
        unit=chance.choice(("户", "盏", "人")),
        budget_fen=chance.randint(10**5, 10**8),
        wanted_by=TODAY + timedelta(days=chance.randint(10, 300)),
        urgency=chance.choice(list(Urgency)),
        level=chance.choice(list(Level)),
    )


def made_offer(number: int, chance: random.Random) -> OfferTerms:
    home = a_path(chance)
    return OfferTerms(
        id=f"offer-{number}",
        organization_id="",
        title="",
        fields=frozenset({FIELDS[number % len(FIELDS)]}) if chance.random() < 0.9 else frozenset(),
        subfields=frozenset(chance.sample(SUBFIELDS, chance.choice((1, 2, 3)))),
        areas=tuple(a_path(chance)[:4] for _ in range(3)) if chance.random() < 0.3 else (),
        beneficiaries=frozenset(chance.sample(PEOPLE, 3)) if chance.random() < 0.5 else frozenset(),
        forms=frozenset(chance.sample(list(Form), 4)) if chance.random() < 0.5 else frozenset(),
        capacity_left=chance.randint(1, 300),
        unit=chance.choice(("户", "盏", "人")),
        budget_fen=chance.randint(10**5, 10**8),
        mode=chance.choice(list(Mode)),
        available_from=TODAY + timedelta(days=chance.randint(-100, 60)),
        home_path=home,
        registration_level=chance.choice(list(Registration)),
        is_eastern=chance.random() < 0.3,
        paired_paths=(a_path(chance),) if chance.random() < 0.2 else (),
        confirmed={FIELDS[number % len(FIELDS)]: chance.randint(0, 5)} if chance.random() < 0.5 else {},
    )


def seconds(act: Callable[[], object]) -> list[float]:
    act()  # the first call compiles, or reads what was compiled
    found = []
    for _ in range(ROUNDS):
        started = process_time()
        act()
        found.append(process_time() - started)
    return sorted(found)


def plain(pairs: list[tuple[NeedTerms, OfferTerms, float]]) -> int:
    """The specification, pair by pair."""
    total = 0
    for need, offer, relevance in pairs:
        if failed_filter(need, offer, TODAY) is None:
            total += score(reasons(need, offer, relevance=relevance, today=TODAY))
    return total


def tell(name: str, count: int, times: list[float], peer: float) -> float:
    rates = [count / each for each in reversed(times)]
    middle = rates[len(rates) // 2]
    sys.stdout.write(
        f"{name:34} {rates[0] / 1e6:7.1f} – {middle / 1e6:7.1f} – {rates[-1] / 1e6:7.1f} M pairs/CPU-s,"
        f" {rates[0] / peer:6.0f} – {middle / peer:6.0f} – {rates[-1] / peer:6.0f} x plain Python\n"
    )
    return middle


def main(needs_count: int, offers_count: int, edges_a_need: int) -> int:
    chance, numbers = random.Random(7), np.random.default_rng(7)
    codes = Codes()
    all_needs = [made_need(number, chance) for number in range(needs_count)]
    all_offers = [made_offer(number, chance) for number in range(offers_count)]
    started = process_time()
    needs, offers = Columns(all_needs, codes=codes), Columns(all_offers, codes=codes)
    built = process_time() - started
    edges = needs_count * edges_a_need
    need_rows = np.repeat(np.arange(needs_count), edges_a_need).astype(np.int32)
    of_field = numbers.integers(0, offers_count // len(FIELDS), edges) * len(FIELDS) + need_rows % len(FIELDS)
    offer_rows = np.where(numbers.random(edges) < 0.9, of_field, numbers.integers(0, offers_count, edges))
    offer_rows = offer_rows.astype(np.int32)
    relevances = numbers.gamma(1.0, 3.0, edges)
    found = score_edges(needs, offers, need_rows, offer_rows, relevances, today=TODAY)
    sample = numbers.integers(0, edges, SAMPLE)
    pairs = [(all_needs[need_rows[k]], all_offers[offer_rows[k]], float(relevances[k])) for k in sample]
    same = sum(int(found.totals[k]) for k in sample if found.failed[k] == 0) == plain(pairs)
    peer = SAMPLE / seconds(lambda: plain(pairs))[ROUNDS // 2]
    passing = np.flatnonzero(found.failed == 0)
    sys.stdout.write(
        f"{needs_count} needs, {offers_count} offers, {edges} edges of which {len(passing) / edges:.0%} pass;"
        f" columns built in {built:.2f} CPU-s ({1e6 * built / (needs_count + offers_count):.0f} µs a row);"
        f" plain Python {peer / 1e6:.3f} M pairs/CPU-s; same numbers: {same}\n"
    )
    times = seconds(lambda: score_edges(needs, offers, need_rows, offer_rows, relevances, today=TODAY, out=found))
    rate = tell("edges with terms", edges, times, peer)
    chosen = need_rows[passing], offer_rows[passing], relevances[passing]
    again = score_edges(needs, offers, *chosen, today=TODAY)
    times = seconds(lambda: score_edges(needs, offers, *chosen, today=TODAY, out=again))
    worst = tell("edges that all pass, with terms", len(passing), times, peer)
    row = numbers.gamma(1.0, 3.0, offers_count)
    need = all_needs[0]
    times = seconds(lambda: score_against(need, offers, row, today=TODAY, with_terms=True))
    tell("one need, every offer, with terms", offers_count, times, peer)
    success, terms = Success(PRIOR), found.terms[passing]
    tell("three factors and utility", len(passing), seconds(lambda: success.utilities(terms, 700_000)), peer)
    return 0 if same and min(rate, worst) >= AIM else 1


if __name__ == "__main__":
    sizes = [int(given) for given in sys.argv[1:]] or [20_000, 100_000, 100]
    sys.exit(main(*sizes))
