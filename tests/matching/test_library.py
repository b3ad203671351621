"""A large library is searched, a small one scored as a whole; nobody can tell which from a list."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from duijie.matching import library as libraries
from duijie.matching.filters import failed_filter
from duijie.matching.library import Library
from duijie.matching.reasons import Term
from duijie.matching.suggesting import best_first, pair, suggest_needs, suggest_offers
from duijie.matching.terms import NeedTerms
from tests.matching.made import need_lists, needs, offer_lists, offers
from tests.matching.samples import TODAY, a_need, an_offer

SEARCHED = 1


def by_hand(asked, others, corpus):
    """Every item that passes, by plain Python, as (score, id, whether a word or the kind of help is shared)."""
    found = []
    for other in others:
        need, offer = (asked, other) if isinstance(asked, NeedTerms) else (other, asked)
        if failed_filter(need, offer, TODAY) is None:
            told = pair(need, offer, corpus, TODAY)
            shares = any(each.points for each in told.reasons if each.term in (Term.WORDS, Term.SUBFIELD))
            found.append((told.score, other.id, shares))
    return sorted(found, key=lambda row: (-row[0], row[1]))


def listed(asked, library, limit):
    return [(each.score, each.id, each.is_close) for each in best_first(asked, library, limit=limit, today=TODAY)]


@given(needs, offer_lists, st.integers(1, 9))
def test_a_small_library_is_listed_as_if_every_offer_were_scored_by_hand(need, given_offers, limit):
    library = Library(given_offers)
    assert listed(need, library, limit) == by_hand(need, given_offers, library.corpus)[:limit]


@given(offers, need_lists, st.integers(1, 9))
def test_the_same_holds_for_needs(offer, given_needs, limit):
    library = Library(given_needs)
    assert listed(offer, library, limit) == by_hand(offer, given_needs, library.corpus)[:limit]


def searched_by_hand(asked, others, corpus, limit):
    """What shares something first; of the rest only as many as the list lacks."""
    found = by_hand(asked, others, corpus)
    close = [row for row in found if row[2]]
    loose = [row for row in found if not row[2]]
    chosen = close[:limit] + loose[: max(limit - len(close), 0)]
    return sorted(chosen, key=lambda row: (-row[0], row[1]))


@given(needs, offer_lists, st.integers(1, 9))
def test_a_search_finds_every_offer_that_shares_something_and_fills_up_with_the_best_of_the_rest(
    need, given_offers, limit
):
    library = Library(given_offers, searched_from=SEARCHED)
    assert listed(need, library, limit) == searched_by_hand(need, given_offers, library.corpus, limit)


@given(offers, need_lists, st.integers(1, 9))
def test_a_search_for_needs_does_the_same(offer, given_needs, limit):
    library = Library(given_needs, searched_from=SEARCHED)
    assert listed(offer, library, limit) == searched_by_hand(offer, given_needs, library.corpus, limit)


@given(needs, offer_lists, offers)
def test_what_comes_and_goes_is_seen_by_the_next_search(need, given_offers, newest):
    library = Library([*given_offers, an_offer(id="going")], searched_from=SEARCHED)
    listed(need, library, 5)
    library.remove("going")
    library.add(newest)
    for offer in given_offers[::2]:
        library.add(an_offer(id=offer.id))
    kept = [*given_offers[1::2], newest, *(an_offer(id=offer.id) for offer in given_offers[::2])]
    assert listed(need, library, 9) == searched_by_hand(need, kept, library.corpus, 9)


def test_more_kinds_of_qualifications_than_a_search_has_room_for_are_still_asked_for():
    papers = [f"paper-{number:02}" for number in range(40)]
    offered = [an_offer(id=paper, qualifications=frozenset({paper})) for paper in papers]
    library = Library(offered, searched_from=SEARCHED)
    for paper in papers:
        asked = a_need(required_qualifications=frozenset({paper}))
        assert [each.offer for each in suggest_offers(asked, library, limit=5, today=TODAY)] == [paper]
    waiting = [a_need(id=paper, required_qualifications=frozenset({paper})) for paper in papers]
    held = Library(waiting, searched_from=SEARCHED)
    for offer in offered:
        assert [each.need for each in suggest_needs(offer, held, limit=5, today=TODAY)] == [offer.id]


def test_an_offer_that_is_over_is_shown_no_need():
    library = Library([a_need()], searched_from=SEARCHED)
    over = an_offer(available_to=TODAY - timedelta(days=1))
    assert suggest_needs(over, library, limit=5, today=TODAY) == []


def test_only_the_candidates_of_a_search_are_scored(monkeypatch):
    monkeypatch.setattr(libraries, "CANDIDATES", 3)
    library = Library([an_offer(id=f"offer-{number}") for number in range(9)], searched_from=SEARCHED)
    rows, _ = library.candidates(a_need(), wanted=2, today=TODAY)
    assert len(rows) == 3
