"""The same search in plain Python, one document after another: what the index must agree with."""

from math import floor, log
from zlib import crc32

from duijie.matching.index import K1, B
from duijie.matching.retrieval import Document, Where
from duijie.matching.words import SUBFIELD_MARK


def meets(document: Document, where: Where) -> bool:
    profile = document.profile
    areas = profile.areas or ("/",)
    return (
        (not where.fields or not profile.fields or bool(where.fields & profile.fields))
        and (where.at is None or any(where.at.startswith(area) for area in areas))
        and (where.within is None or any(area.startswith(outer) for area in areas for outer in where.within))
        and (not where.forms or not profile.forms or bool(where.forms & profile.forms))
        and where.required <= profile.qualifications
        and (where.held is None or profile.qualifications <= where.held)
        and (where.open_on is None or document.last_day >= where.open_on)
        and (where.begins_by is None or document.first_day <= where.begins_by)
        and (where.least_capacity is None or document.capacity >= where.least_capacity)
        and (where.in_key_county or not profile.is_for_key_counties)
        and (not where.for_key_counties or profile.is_for_key_counties)
        and (not where.in_good_standing or document.in_good_standing)
    )


def length(terms: dict[str, int]) -> int:
    return sum(count for term, count in terms.items() if not term.startswith(SUBFIELD_MARK))


class Plain:
    """Documents by id; `seen` are those whose words count: the living, and the dead since the last merge."""

    def __init__(self, average: float) -> None:
        self.average = average
        self.live: dict[str, tuple[Document, dict[str, int]]] = {}
        self.seen: list[dict[str, int]] = []

    def add(self, document: Document, terms: dict[str, int]) -> None:
        self.live[document.id] = (document, terms)
        self.seen.append(terms)

    def merge(self) -> None:
        self.seen = [terms for _, terms in self.live.values()]

    def weights(self, query: dict[str, int]) -> dict[str, float]:
        found = {}
        damping = K1 * (1 - B + B * length(query) / self.average)
        for term, count in query.items():
            holding = max(sum(term in terms for terms in self.seen), 1)
            total = max(len(self.seen), holding)
            weight = log(1 + (total - holding + 0.5) / (holding + 0.5)) / log(1 + total)
            is_mark = term.startswith(SUBFIELD_MARK)
            found[term] = weight * (0.5 if is_mark else count * (K1 + 1) ** 2 / (count + damping))
        return found

    def damping(self, terms: dict[str, int]) -> float:
        return K1 * (1 - B + B * length(terms) / self.average)

    def exact(self, weights: dict[str, float], document: str) -> float:
        terms, total = self.live[document][1], 0.0
        for term in weights.keys() & terms.keys():
            is_mark = term.startswith(SUBFIELD_MARK)
            total += weights[term] * (1.0 if is_mark else terms[term] / (terms[term] + self.damping(terms)))
        return total

    def impact(self, term: str, terms: dict[str, int]) -> int:
        if term.startswith(SUBFIELD_MARK):
            return 255
        share = terms[term] / (terms[term] + self.damping(terms))
        return max(1, min(255, floor(255.0 * share / self.worth_of_255(term) + 0.5)))

    def worth_of_255(self, term: str) -> float:
        unreachable = 1 / (1 + K1 * B / self.average)
        spread = 0.0 if term.startswith(SUBFIELD_MARK) else crc32(term.encode()) / 2**32
        return 1 - spread * (1 - unreachable)

    def rounded(self, weights: dict[str, float], document: str) -> int:
        weights = {term: weight * self.worth_of_255(term) for term, weight in weights.items()}
        scale = (32_767 - len(weights) / 2) / sum(weights.values())
        terms = self.live[document][1]
        return sum(
            (self.impact(term, terms) * int(weight * scale + 0.5) + 128) >> 8
            for term, weight in weights.items()
            if term in terms
        )

    def search(self, weights: dict[str, float], k: int, where: Where) -> list[str]:
        scores = {
            each: self.rounded(weights, each) for each, (document, _) in self.live.items() if meets(document, where)
        }
        found = sorted((-score, each) for each, score in scores.items() if score)
        return [each for _, each in found[:k]]
