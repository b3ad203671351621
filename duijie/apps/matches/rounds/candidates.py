"""The offers that fit one need, with their worth: the one place where a round asks the engine about pairs."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date
from heapq import nsmallest

from duijie.matching.library import Library
from duijie.matching.suggesting import candidate, offer_candidates, with_words
from duijie.matching.terms import NeedTerms, OfferTerms
from duijie.matching.words import count_terms

MOST_OFFERS = 20
"""Offers that a need keeps, the best first; MATCHING measured its rounds with as many."""


@dataclass(frozen=True, slots=True)
class Candidates:
    """The offers for one need after the hard filters and after those that were answered, best first."""

    best: tuple[tuple[str, int], ...]
    barred: int


def candidates_of(
    need: NeedTerms, offers: Library[OfferTerms], barred: Container[str], closed: Container[str], on: date
) -> Candidates:
    """The best offers of a need as (id, utility 0 … 1 000 000), without organizations in `barred` and offers `closed`.

    `barred` of the result counts the offers that fit but whose organization has answered the need already.
    """
    fitting = [each for each in offer_candidates(need, offers, on) if each.id not in closed]
    free = [each for each in fitting if each.offer.organization_id not in barred]
    best = nsmallest(MOST_OFFERS, free, key=lambda each: (-each.score, each.id))
    return Candidates(tuple((each.id, each.score) for each in best), len(fitting) - len(free))


def told_reasons(need: NeedTerms, offer: OfferTerms, offers: Library[OfferTerms], on: date) -> list[list[object]]:
    """The reasons of a pair as JSON: code, parameters, points; the points add up to the pair's utility."""
    corpus = offers.index.corpus
    relevance = corpus.relevance(count_terms(need.title, need.text), count_terms(offer.title, offer.text))
    found = candidate(offer.id, need, offer, relevance, on)
    return [[each.code, dict(each.params), each.points] for each in with_words(found, corpus)]
