"""Search and suggestions over 20 000 offers, beside a naive scan of the same terms in the same run.

    .venv/bin/python -m tests.benchmarks.bench_matching [documents]

Prints CPU milliseconds of this machine and, what can be compared between machines, their ratio to the scan.
"""

import json
import random
import sys
from collections.abc import Callable
from datetime import date
from pathlib import Path
from statistics import median
from time import process_time

from duijie.kernel.fields import FIELDS
from duijie.matching.explaining import why_not_offer
from duijie.matching.index import Corpus
from duijie.matching.library import Library
from duijie.matching.suggesting import suggest_needs, suggest_offers
from duijie.matching.terms import Form, NeedTerms, OfferTerms
from duijie.matching.words import count_terms

DATA = Path(__file__).parents[1] / "matching" / "data"
TODAY = date(2026, 11, 21)
LIMIT = 20
ROUNDS = 15


def sentences() -> list[str]:
    rows = [
        json.loads(line) for name in ("needs", "offers") for line in (DATA / f"{name}.jsonl").open(encoding="utf-8")
    ]
    return sorted({part for row in rows for part in row["text"].replace(";", ",").split(",") if part})


def made_offers(count: int, chance: random.Random) -> list[OfferTerms]:
    """Offers of shuffled real sentences; one in four names a province, the rest serve everywhere."""
    parts, provinces = sentences(), [f"/{code}/" for code in (13, 14, 36, 41, 43, 50, 51, 52, 53, 54, 61, 62, 63, 64)]
    return [
        OfferTerms(
            id=f"offer-{number:06}",
            organization_id=f"organization-{number % 997:04}",
            title=chance.choice(parts),
            text=",".join(chance.sample(parts, 6)),
            fields=frozenset({chance.choice(list(FIELDS))}),
            areas=(chance.choice(provinces),) if chance.random() < 0.25 else (),
            home_path=chance.choice(provinces),
        )
        for number in range(count)
    ]


def made_needs(count: int, chance: random.Random) -> list[NeedTerms]:
    parts = sentences()
    return [
        NeedTerms(
            id=f"need-{number:06}",
            title=chance.choice(parts),
            text=",".join(chance.sample(parts, 3)),
            field=chance.choice(list(FIELDS)),
            division_path="/62/6211/621121/621121100/",
            form=Form.SERVICE,
        )
        for number in range(count)
    ]


def naive_scan(query: str, counted: dict[str, dict[str, int]], corpus: Corpus) -> list[tuple[float, str]]:
    """The same relevance, worked out for one document after another."""
    terms = count_terms(query)
    found = ((corpus.relevance(terms, other), document) for document, other in counted.items())
    return sorted(found, key=lambda hit: (-hit[0], hit[1]))[:LIMIT]


def milliseconds(act: Callable[[], object]) -> float:
    started = process_time()
    act()
    return 1000 * (process_time() - started)


def main(count: int) -> None:
    chance = random.Random(20)
    items, needs = made_offers(count, chance), made_needs(count, chance)
    libraries: list[Library[OfferTerms]] = []
    built = milliseconds(lambda: libraries.append(Library(items)))
    offers, waiting = libraries[0], Library(needs)
    counted = {item.id: count_terms(item.title, item.text) for item in items}
    asked, anywhere = needs[:ROUNDS], OfferTerms(id="offer-anywhere", organization_id="", title="示例")
    queries = [f"{need.title} {need.text}" for need in asked]
    offers.index.search(queries[0], limit=LIMIT)
    scan = median(milliseconds(lambda q=query: naive_scan(q, counted, offers.index.corpus)) for query in queries[:5])
    measured = {
        "search": [lambda q=query: offers.index.search(q, limit=LIMIT) for query in queries],
        "suggest offers": [lambda n=need: suggest_offers(n, offers, limit=LIMIT, today=TODAY) for need in asked],
        "suggest needs": [
            lambda o=offer: suggest_needs(o, waiting, limit=LIMIT, today=TODAY) for offer in items[:ROUNDS]
        ],
        "why not": [lambda n=need: why_not_offer(n, anywhere, offers, limit=LIMIT, today=TODAY) for need in asked],
        "add and search": [
            lambda q=query, o=offer: (
                offers.remove(o.id),
                offers.add(o),
                offers.index.search(q, limit=LIMIT),
            )
            for query, offer in zip(queries, items, strict=False)
        ],
    }
    sys.stdout.write(f"{count} documents, built in {built:.0f} ms; naive scan {scan:.1f} ms a query\n")
    for name, acts in measured.items():
        times = [milliseconds(act) for act in acts]
        middle = median(times)
        line = (
            f"{name:15} median {middle:7.2f} ms, worst {max(times):7.2f} ms, {scan / middle:6.1f}x the scan's speed\n"
        )
        sys.stdout.write(line)


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 20_000)
