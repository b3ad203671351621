"""Lists over 100 000 offers, as the site asks for them, beside two peers in the same run.

The peers are the same library without its search (everything that passes the filters is scored), and a naive scan of
the texts' terms.

    .venv/bin/python -m tests.benchmarks.bench_matching [documents]

Prints CPU milliseconds of this machine and, what can be compared between machines, how many times faster a list is
than each peer, and how much of the list is the same.
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
from duijie.matching.library import Library
from duijie.matching.suggesting import best_first, suggest_needs, suggest_offers
from duijie.matching.terms import Form, NeedTerms, OfferTerms
from duijie.matching.wording import wording

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


def naive_scan(need: NeedTerms, offers: Library[OfferTerms]) -> list[tuple[float, str]]:
    """The most relevant texts, worked out for one document after another, without filters."""
    asked = wording(need.title, need.text)
    found = ((offers.corpus.relevance(asked, offers.wording(each.id)), each.id) for each in offers)
    return sorted(found, key=lambda hit: (-hit[0], hit[1]))[:LIMIT]


def milliseconds(act: Callable[[], object]) -> float:
    started = process_time()
    act()
    return 1000 * (process_time() - started)


def main(count: int) -> None:
    chance = random.Random(20)
    items, needs = made_offers(count, chance), made_needs(count, chance)
    asked, anywhere = needs[:ROUNDS], OfferTerms(id="offer-anywhere", organization_id="", title="示例")
    made: list[Library[OfferTerms]] = []
    built = milliseconds(lambda: made.append(Library(items)))
    offers = made[0]
    indexed = milliseconds(lambda: suggest_offers(asked[0], offers, limit=LIMIT, today=TODAY))
    whole = Library(items, corpus=offers.corpus, searched_from=count + 1)
    waiting = Library(needs)
    suggest_needs(items[0], waiting, limit=LIMIT, today=TODAY)
    scored = median(milliseconds(lambda n=need: suggest_offers(n, whole, limit=LIMIT, today=TODAY)) for need in asked)
    scanned = median(milliseconds(lambda n=need: naive_scan(n, offers)) for need in asked[:3])
    measured = {
        "suggest offers": [lambda n=need: suggest_offers(n, offers, limit=LIMIT, today=TODAY) for need in asked],
        "best 200": [lambda n=need: best_first(n, offers, limit=200, today=TODAY) for need in asked],
        "best 200 needs": [lambda o=offer: best_first(o, waiting, limit=200, today=TODAY) for offer in items[:ROUNDS]],
        "why not": [lambda n=need: why_not_offer(n, anywhere, offers, limit=LIMIT, today=TODAY) for need in asked],
        "change and list": [
            lambda n=need, o=offer: (
                offers.remove(o.id),
                offers.add(o),
                best_first(n, offers, limit=200, today=TODAY),
            )
            for need, offer in zip(asked, items, strict=False)
        ],
    }
    write = sys.stdout.write
    write(f"{count} offers; read in {built:.0f} ms, then indexed at the first list in {indexed:.0f} ms\n")
    write(f"peers: everything that passes scored {scored:.1f} ms, naive scan {scanned:.1f} ms\n")
    for name, acts in measured.items():
        times = sorted(milliseconds(act) for act in acts)
        middle = median(times)
        figures = f"{times[0]:7.2f} – {middle:7.2f} – {times[-1]:7.2f} ms"
        write(f"{name:16} {figures}, {scored / middle:6.1f} and {scanned / middle:7.1f} times faster\n")
    for length in (5, 10, LIMIT):
        write(f"the first {length} as if everything were scored: {same(asked, offers, whole, length):.3f}\n")


def same(asked: list[NeedTerms], one: Library[OfferTerms], other: Library[OfferTerms], length: int) -> float:
    """The share of lists' places that hold the same."""
    found = kept = 0
    for need in asked:
        lists = [{each.id for each in best_first(need, each, limit=length, today=TODAY)} for each in (one, other)]
        kept, found = kept + len(lists[1]), found + len(lists[0] & lists[1])
    return found / kept


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 100_000)
