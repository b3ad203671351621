"""What fits, and why: offers for a need, needs for an offer, with the terms of the score as reasons for both sides.

    offers = Library([OfferTerms(...), ...])
    suggest_offers(NeedTerms(...), offers, limit=5, today=date(2026, 11, 21))

Every suggestion passes every hard filter; ties go to the smaller id, so the order of the input never matters.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest
from typing import NamedTuple

from duijie.matching.filters import failed_filter
from duijie.matching.index import Corpus
from duijie.matching.library import Library
from duijie.matching.reasons import Reason
from duijie.matching.scoring import reasons, score
from duijie.matching.terms import NeedTerms, OfferTerms
from duijie.matching.words import SUBFIELD_MARK, count_terms, words

_WORDS_SHOWN = 5


@dataclass(frozen=True, slots=True)
class Suggested:
    """A pair that fits; the points of `reasons` add up to `score`."""

    need: str
    offer: str
    score: int
    reasons: tuple[Reason, ...]


class Candidate(NamedTuple):
    """A pair that passes the filters, scored; `id` is that of the item searched for."""

    id: str
    need: NeedTerms
    offer: OfferTerms
    reasons: tuple[Reason, ...]
    score: int


def suggest_offers(need: NeedTerms, offers: Library[OfferTerms], *, limit: int, today: date) -> list[Suggested]:
    """The best offers for a need, best first."""
    return _best(offer_candidates(need, offers, today), limit, offers.index.corpus)


def suggest_needs(offer: OfferTerms, needs: Library[NeedTerms], *, limit: int, today: date) -> list[Suggested]:
    """The best needs for an offer, best first."""
    return _best(need_candidates(offer, needs, today), limit, needs.index.corpus)


def offer_candidates(need: NeedTerms, offers: Library[OfferTerms], today: date) -> list[Candidate]:
    """Every offer that passes the filters for a need."""
    relevances = offers.index.relevances(count_terms(need.title, need.text))
    passing = (offer for offer in offers.in_fields(need.fields) if failed_filter(need, offer, today) is None)
    return [candidate(offer.id, need, offer, relevances.get(offer.id, 0.0), today) for offer in passing]


def need_candidates(offer: OfferTerms, needs: Library[NeedTerms], today: date) -> list[Candidate]:
    """Every need that passes the filters for an offer."""
    relevances = needs.index.relevances(count_terms(offer.title, offer.text))
    passing = (need for need in needs.in_fields(offer.fields) if failed_filter(need, offer, today) is None)
    return [candidate(need.id, need, offer, relevances.get(need.id, 0.0), today) for need in passing]


def candidate(item_id: str, need: NeedTerms, offer: OfferTerms, relevance: float, today: date) -> Candidate:
    """A pair with its reasons and its score."""
    found = reasons(need, offer, relevance=relevance, today=today)
    return Candidate(item_id, need, offer, found, score(found))


def best_first(candidates: Iterable[Candidate], limit: int) -> list[Candidate]:
    """The best candidates, ties by id."""
    return nsmallest(limit, candidates, key=lambda found: (-found.score, found.id))


def _best(candidates: Iterable[Candidate], limit: int, corpus: Corpus) -> list[Suggested]:
    return [
        Suggested(found.need.id, found.offer.id, found.score, with_words(found, corpus))
        for found in best_first(candidates, limit)
    ]


def with_words(found: Candidate, corpus: Corpus) -> tuple[Reason, ...]:
    """The reasons of a pair, with the shared words in the first one; only for pairs that are shown, it takes time."""
    first, *rest = found.reasons
    shared = shared_words(found.need, found.offer, corpus)
    return (first._replace(params={"words": shared}) if shared else first, *rest)


def shared_words(need: NeedTerms, offer: OfferTerms, corpus: Corpus) -> list[list[str]]:
    """The words that made the texts meet, strongest first, each as [the need's word, the offer's word]."""
    contributions = corpus.contributions(count_terms(need.title, need.text), count_terms(offer.title, offer.text))
    need_words, offer_words = _surfaces(need), _surfaces(offer)
    chosen: dict[str, str] = {}
    for term in sorted(contributions, key=lambda term: (term.startswith(SUBFIELD_MARK), -contributions[term], term)):
        word = need_words[term]
        if not any(word in other for other in chosen):
            chosen = {other: meant for other, meant in chosen.items() if other not in word}
            chosen[word] = offer_words[term]
    return [list(pair) for pair in chosen.items()][:_WORDS_SHOWN]


def _surfaces(item: NeedTerms | OfferTerms) -> Mapping[str, str]:
    """Each term's longest word in a text, of equals the first: 太阳能路灯 rather than 路灯."""
    found: dict[str, str] = {}
    for part in (item.title, item.text):
        for word in words(part):
            for term in word.terms:
                found[term] = max(found.get(term, ""), word.surface, key=len)
    return found
