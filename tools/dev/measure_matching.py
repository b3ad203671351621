"""How well the engine finds the help that answered a published need, beside a baseline of character pairs.

    .venv/bin/python -m tools.dev.measure_matching

Places are masked, since both texts of a pair come from one report. The lists of words were written from the trade
before these texts were read; 老年, 返贫 and 致贫 came in after reading the "tuned" half of the needs (by a digest of
their ids), on which b and the weights of titles and sub-fields were chosen too. The "held" half was only measured.
Where half of the points for words are reached was set by all pairs; it moves the whole engine, not the texts alone.
"""

import json
import re
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from hashlib import sha256
from itertools import pairwise
from math import log, log2
from pathlib import Path

from duijie.matching.index import Corpus, Index
from duijie.matching.library import Library
from duijie.matching.suggesting import suggest_offers
from duijie.matching.terms import Form, NeedTerms, OfferTerms
from duijie.matching.words import likely_subfields

DATA = Path(__file__).parents[2] / "tests" / "matching" / "data"
TODAY = date(2026, 11, 21)
Row = dict[str, str]
Ranking = Callable[[Row], Sequence[str]]
_SEEN_FIRST = frozenset({"N004", "N006", "N008", "N010", "N012"})


@dataclass(frozen=True)
class Measured:
    """Means over needs whose answer is known."""

    needs: int
    hit_at_1: float
    hit_at_5: float
    ndcg_at_10: float

    def __str__(self) -> str:
        return (
            f"hit@1 {self.hit_at_1:.3f}  hit@5 {self.hit_at_5:.3f}  nDCG@10 {self.ndcg_at_10:.3f}  (n = {self.needs})"
        )


class Cases:
    """The published needs, offers and pairs, with places masked unless told otherwise."""

    def __init__(self, *, is_masked: bool = True) -> None:
        names = (DATA / "places.txt").read_text(encoding="utf-8").split()
        self._places = re.compile("|".join(re.escape(name) for name in sorted(names, key=len, reverse=True)))
        self._is_masked = is_masked
        self.needs, self.offers = self._read("needs"), self._read("offers")
        self.answers: dict[str, set[str]] = {}
        for pair in _rows("pairs"):
            self.answers.setdefault(pair["need_id"], set()).add(pair["offer_id"])

    def _read(self, name: str) -> list[Row]:
        return [row | {part: self._masked(row[part]) for part in ("title", "text")} for row in _rows(name)]

    def _masked(self, text: str) -> str:
        return self._places.sub(" ", text) if self._is_masked else text

    def measure(self, rank: Ranking, half: str = "all") -> Measured:
        """Rank all offers for each answered need of a half ("tuned", "held" or "all")."""
        asked = [need for need in self.needs if need["id"] in self.answers and half in ("all", _half(need["id"]))]
        places = [
            [place for place, offer in enumerate(rank(need)) if offer in self.answers[need["id"]]] for need in asked
        ]
        ideals = [_gain(range(min(10, len(self.answers[need["id"]])))) for need in asked]
        gains = [_gain(found) / ideal for found, ideal in zip(places, ideals, strict=True)]
        hits = [sum(any(place < within for place in found) for found in places) / len(asked) for within in (1, 5)]
        return Measured(len(asked), hits[0], hits[1], sum(gains) / len(asked))

    @cached_property
    def labels(self) -> Mapping[str, Sequence[str]]:
        """The collector's labels → field and sub-field."""
        found: dict[str, list[str]] = json.loads((DATA / "collector_fields.json").read_text(encoding="utf-8"))
        return found


def _rows(name: str) -> list[Row]:
    return [json.loads(line) for line in (DATA / f"{name}.jsonl").read_text(encoding="utf-8").splitlines()]


def _half(need: str) -> str:
    return "tuned" if need in _SEEN_FIRST or sha256(need.encode()).digest()[0] % 2 else "held"


def _gain(places: Sequence[int]) -> float:
    return sum(1 / log2(place + 2) for place in places if place < 10)  # noqa: PLR2004 (nDCG@10)


def pairs_of_characters(cases: Cases) -> Ranking:
    """The baseline: plain BM25 (k1 1.2, b 0.75) over pairs of neighbouring characters."""

    def count(row: Row) -> Counter[str]:
        runs = re.findall(r"[\u4e00-\u9fffA-Za-z0-9]+", f"{row['title']} {row['text']}")
        return Counter(one + other for run in runs for one, other in pairwise(run))

    counted = {offer["id"]: count(offer) for offer in cases.offers}
    holding = Counter(term for terms in counted.values() for term in terms)
    average = sum(terms.total() for terms in counted.values()) / len(counted)

    def relevance(asked: Counter[str], terms: Counter[str]) -> float:
        damping = 1.2 * (0.25 + 0.75 * terms.total() / average)
        weights = {term: log(1 + (len(counted) - holding[term] + 0.5) / (holding[term] + 0.5)) for term in terms}
        return sum(
            weights[term] * times * terms[term] * 2.2 / (terms[term] + damping)
            for term, times in asked.items()
            if term in terms
        )

    def rank(need: Row) -> list[str]:
        asked = count(need)
        return sorted(counted, key=lambda offer: (-relevance(asked, counted[offer]), offer))

    return rank


def texts_only(cases: Cases) -> Ranking:
    """The engine's BM25 alone."""
    corpus = Corpus()
    offers, needs = Index(corpus), Index(corpus)
    for index, rows in ((offers, cases.offers), (needs, cases.needs)):
        for row in rows:
            index.add(row["id"], row["title"], row["text"])

    def rank(need: Row) -> list[str]:
        found = offers.relevances(needs.terms(need["id"]))
        return sorted((offer["id"] for offer in cases.offers), key=lambda offer: (-found.get(offer, 0.0), offer))

    return rank


def whole_engine(cases: Cases) -> Ranking:
    """Filters and score, with fields and sub-fields by the collector's labels (one hand for both sides: they leak)."""
    corpus = Corpus()

    def offer_terms(row: Row) -> OfferTerms:
        field, subfield = (frozenset({code} - {""}) for code in cases.labels[row["field"]])
        title, text = row["title"], row["text"]
        return OfferTerms(id=row["id"], organization_id="", title=title, text=text, fields=field, subfields=subfield)

    def need_terms(row: Row) -> NeedTerms:
        field, subfield = cases.labels[row["field"]]
        return NeedTerms(
            id=row["id"],
            title=row["title"],
            text=row["text"],
            field=field,
            subfields=frozenset({subfield} - {""}),
            division_path="/",
            form=Form.SERVICE,
        )

    offers = Library(map(offer_terms, cases.offers), corpus=corpus)
    needs = Library(map(need_terms, cases.needs), corpus=corpus)

    def rank(need: Row) -> list[str]:
        found = suggest_offers(needs[need["id"]], offers, limit=len(offers), today=TODAY)
        return [suggested.offer for suggested in found]

    return rank


def proposed_subfields(cases: Cases, limit: int) -> float:
    """How often the label of a text is among the sub-fields that its words propose."""
    rows = [row for row in (*cases.needs, *cases.offers) if cases.labels[row["field"]][1]]
    return sum(
        cases.labels[row["field"]][1] in likely_subfields(row["title"], row["text"], limit=limit) for row in rows
    ) / len(rows)


def main() -> None:
    """Print a table of rankings and halves."""
    for title, cases in (("places masked", Cases()), ("places shown (leaks)", Cases(is_masked=False))):
        rankings = {
            "character pairs": pairs_of_characters(cases),
            "texts only": texts_only(cases),
            "whole, with labels (leaks)": whole_engine(cases),
        }
        for half in ("tuned", "held", "all"):
            for name, rank in rankings.items():
                print(f"{title:21} {half:6} {name:28} {cases.measure(rank, half)}")
    first, three = (proposed_subfields(Cases(), limit) for limit in (1, 3))
    print(f"sub-field proposed from the words: first {first:.3f}, among three {three:.3f}")


if __name__ == "__main__":
    main()
