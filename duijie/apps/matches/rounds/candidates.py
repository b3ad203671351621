"""The offers that fit one need, with their worth: the one place where a round asks the engine about pairs."""

from collections.abc import Container
from dataclasses import dataclass
from datetime import date

from duijie.apps.matches.valuing import Valuing
from duijie.matching.library import Library
from duijie.matching.suggesting import best_first, pair, with_words
from duijie.matching.terms import NeedTerms, OfferTerms

MOST_OFFERS = 20
"""Offers that a need keeps, the best first; MATCHING measured its rounds with as many."""
LOOKED_AT = 100
"""The best by score, among which those are looked for that speak of the same."""


@dataclass(frozen=True, slots=True)
class Market:
    """All offers, the ids of those that are closed at present, and what values pairs."""

    offers: Library[OfferTerms]
    closed: Container[str]
    valuing: Valuing


@dataclass(frozen=True, slots=True)
class Candidates:
    """The offers for one need, best first, and how many others passed the hard filters.

    `barred` are those whose organization has answered the need already, `loose` those that lie in its field only.
    """

    best: tuple[tuple[str, int], ...]
    barred: int
    loose: int


def candidates_of(need: NeedTerms, market: Market, barred: Container[str], on: date) -> Candidates:
    """The best offers of a need as (id, utility 0 … 1 000 000), without organizations in `barred`.

    Whoever is asked in an office's name must see why: a pair shares a word or the kind of help, not the field alone.
    """
    ranked = best_first(need, market.offers, limit=LOOKED_AT, today=on)
    fitting = [each for each in ranked if each.id not in market.closed]
    free = [each for each in fitting if market.offers[each.id].organization_id not in barred]
    close = [each for each in free if each.is_close]
    valued = [(each.id, utility) for each, utility in zip(close, market.valuing.utilities(close), strict=True)]
    best = sorted(valued, key=lambda each: (-each[1], each[0]))[:MOST_OFFERS]
    return Candidates(tuple(best), barred=len(fitting) - len(free), loose=len(free) - len(close))


def told_reasons(need: NeedTerms, offer: OfferTerms, offers: Library[OfferTerms], on: date) -> list[list[object]]:
    """The reasons of a pair as JSON: code, parameters, points by the rule, whose sum is its score."""
    found = pair(need, offer, offers.corpus, on)
    return [[each.code, dict(each.params), each.points] for each in with_words(found, offers.corpus)]
