"""What fits, and why: offers for a need, needs for an offer, with the terms of the score as reasons for both sides.

    offers = Library([OfferTerms(...), ...])
    suggest_offers(NeedTerms(...), offers, limit=5, today=date(2026, 11, 21))

Every suggestion passes every hard filter; ties go to the smaller id, so the order of the input never matters.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

import numpy as np

from duijie.matching.index import Corpus
from duijie.matching.library import Item, Library
from duijie.matching.pairs.kernel import BARRED
from duijie.matching.pairs.scored import score_against
from duijie.matching.reasons import Reason, Term
from duijie.matching.scoring import reasons, score
from duijie.matching.terms import NeedTerms, OfferTerms
from duijie.matching.wording import GROUP_MARK, wording
from duijie.matching.words import SUBFIELD_MARK, words

_WORDS_SHOWN = 5
_WORDS, _SUBFIELD = (list(Term).index(each) for each in (Term.WORDS, Term.SUBFIELD))


@dataclass(frozen=True, slots=True)
class Suggested:
    """A pair that fits; the points of `reasons` add up to `score`."""

    need: str
    offer: str
    score: int
    reasons: tuple[Reason, ...]


class Ranked(NamedTuple):
    """An item of a library that passes the filters: its score, the points of its terms, the relevance of its text."""

    id: str
    score: int
    relevance: float
    terms: tuple[int, ...]

    @property
    def is_close(self) -> bool:
        """Whether the two share a word or the kind of help; otherwise one only lies in the field of the other."""
        return self.nearness > 0

    @property
    def nearness(self) -> int:
        """2 when both are of the same kind of help, 1 when they share only words, 0 when only the field."""
        return 2 if self.terms[_SUBFIELD] else int(self.terms[_WORDS] > 0)


class Candidate(NamedTuple):
    """A pair that passes the filters, scored, with its reasons; `id` is that of the item searched for."""

    id: str
    need: NeedTerms
    offer: OfferTerms
    reasons: tuple[Reason, ...]
    score: int


def suggest_offers(need: NeedTerms, offers: Library[OfferTerms], *, limit: int, today: date) -> list[Suggested]:
    """The best offers for a need, best first."""
    ranked = best_first(need, offers, limit=limit, today=today)
    found = [candidate(each.id, need, offers[each.id], each.relevance, today) for each in ranked]
    return [_suggested(each, offers.corpus) for each in found]


def suggest_needs(offer: OfferTerms, needs: Library[NeedTerms], *, limit: int, today: date) -> list[Suggested]:
    """The best needs for an offer, best first."""
    ranked = best_first(offer, needs, limit=limit, today=today)
    found = [candidate(each.id, needs[each.id], offer, each.relevance, today) for each in ranked]
    return [_suggested(each, needs.corpus) for each in found]


def best_first(
    asked: NeedTerms | OfferTerms, library: Library[Item], *, limit: int, today: date, without: str | None = None
) -> list[Ranked]:
    """The best items of a library for one of the other side, ties by id, of those that `Library.candidates` names.

    The item with the id `without` is left out.
    """
    rows, relevances = library.candidates(asked, wanted=limit + (without is not None), today=today)
    scored = score_against(asked, library.columns, relevances, rows=rows, today=today, with_terms=True)
    totals = scored.totals
    if without is not None and without in library:
        totals[rows == library.columns.row_of[without]] = BARRED
    passing = np.flatnonzero(totals != BARRED)
    if 0 < limit < passing.size:
        last = np.partition(totals[passing], passing.size - limit)[passing.size - limit]
        passing = passing[totals[passing] >= last]
    ids, terms = library.columns.ids, scored.terms
    found = [
        Ranked(str(ids[rows[at]]), int(totals[at]), float(relevances[at]), tuple(terms[at].tolist()))
        for at in passing.tolist()
    ]
    return sorted(found, key=lambda each: (-each.score, each.id))[:limit]


def candidate(item_id: str, need: NeedTerms, offer: OfferTerms, relevance: float, today: date) -> Candidate:
    """A pair with its reasons and its score."""
    found = reasons(need, offer, relevance=relevance, today=today)
    return Candidate(item_id, need, offer, found, score(found))


def pair(need: NeedTerms, offer: OfferTerms, corpus: Corpus, today: date) -> Candidate:
    """One pair by itself, with its reasons and its score; `id` is that of the offer."""
    relevance = corpus.relevance(wording(need.title, need.text), wording(offer.title, offer.text))
    return candidate(offer.id, need, offer, relevance, today)


def _suggested(found: Candidate, corpus: Corpus) -> Suggested:
    return Suggested(found.need.id, found.offer.id, found.score, with_words(found, corpus))


def with_words(found: Candidate, corpus: Corpus) -> tuple[Reason, ...]:
    """The reasons of a pair, with the words that met in the first one; only for pairs that are shown, it takes time.

    Texts that share no word, but words of one group or one kind of help, are said to be near, not to share one.
    """
    first, *rest = found.reasons
    met, is_shared = meeting_words(found.need, found.offer, corpus)
    if not met or not first.points:
        return found.reasons
    code = first.code if is_shared else f"{Term.WORDS}.near"
    return (Reason(code, {"words": met}, first.points), *rest)


def meeting_words(need: NeedTerms, offer: OfferTerms, corpus: Corpus) -> tuple[list[list[str]], bool]:
    """The words that made the texts meet, strongest first, as [the need's word, the offer's word].

    And whether one of them is shared: the same word, a part of a longer one, or a synonym.
    """
    contributions = corpus.contributions(wording(need.title, need.text), wording(offer.title, offer.text))
    need_words, offer_words = _surfaces(need), _surfaces(offer)
    chosen: dict[str, str] = {}
    for term in sorted(contributions, key=lambda term: (_kind_of_term(term), -contributions[term], term)):
        word = need_words[term]
        if not any(word in other for other in chosen):
            chosen = {other: meant for other, meant in chosen.items() if other not in word}
            chosen[word] = offer_words[term]
    is_shared = any(not _kind_of_term(term) for term in contributions)
    return [list(each) for each in chosen.items()][:_WORDS_SHOWN], is_shared


def _kind_of_term(term: str) -> int:
    """0 for a word, 1 for a group of related ones, 2 for a kind of help."""
    return (GROUP_MARK, SUBFIELD_MARK).index(term[0]) + 1 if term[0] in {GROUP_MARK, SUBFIELD_MARK} else 0


def _surfaces(item: NeedTerms | OfferTerms) -> Mapping[str, str]:
    """Each term's longest word in a text, of equals the first: 太阳能路灯 rather than 路灯."""
    found: dict[str, str] = {}
    for part in (item.title, item.text):
        for word in words(part):
            for term in (*word.terms, GROUP_MARK + word.group):
                found[term] = max(found.get(term, ""), word.surface, key=len)
    return found
