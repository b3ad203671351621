from hypothesis import given
from hypothesis import strategies as st

from duijie.matching.explaining import why_not_need, why_not_offer
from duijie.matching.filters import failed_filter
from duijie.matching.index import Corpus
from duijie.matching.library import Library
from duijie.matching.places import Nearness, nearness
from duijie.matching.reasons import MAXIMA
from duijie.matching.scoring import reasons, score
from duijie.matching.suggesting import suggest_needs, suggest_offers
from tests.matching.made import FILLERS, PATHS, WORDS, need_lists, needs, offer_lists, offers
from tests.matching.samples import TODAY, a_need, an_offer


@given(needs, offers, st.floats(0, 100))
def test_terms_are_whole_points_within_their_maxima_and_add_up(need, offer, relevance):
    found = reasons(need, offer, relevance=relevance, today=TODAY)
    assert all(type(each.points) is int and 0 <= each.points <= MAXIMA[each.term] for each in found)
    assert 0 <= score(found) == sum(each.points for each in found) <= 1_000_000


@given(needs, offer_lists, st.integers(1, 5))
def test_only_pairs_that_pass_every_filter_are_suggested_and_none_is_forgotten(need, given_offers, limit):
    found = suggest_offers(need, Library(given_offers), limit=limit, today=TODAY)
    passing = {offer.id for offer in given_offers if failed_filter(need, offer, TODAY) is None}
    assert {each.offer for each in found} <= passing
    assert len(found) == min(limit, len(passing))
    assert [each.score for each in found] == sorted((each.score for each in found), reverse=True)
    assert all(sum(reason.points for reason in each.reasons) == each.score for each in found)


@given(offers, need_lists, st.integers(1, 5))
def test_the_same_holds_for_needs(offer, given_needs, limit):
    found = suggest_needs(offer, Library(given_needs), limit=limit, today=TODAY)
    passing = {need.id for need in given_needs if failed_filter(need, offer, TODAY) is None}
    assert {each.need for each in found} <= passing
    assert len(found) == min(limit, len(passing))


@given(needs, offer_lists, st.randoms(use_true_random=False))
def test_the_order_of_the_input_changes_nothing(need, given_offers, chance):
    shuffled = list(given_offers)
    chance.shuffle(shuffled)
    churned = Library(shuffled)
    for offer in shuffled[::2]:
        churned.remove(offer.id)
        churned.add(offer)
    expected = suggest_offers(need, Library(given_offers), limit=5, today=TODAY)
    assert suggest_offers(need, churned, limit=5, today=TODAY) == expected


@given(needs, offers, need_lists, offer_lists)
def test_a_pair_has_one_score_from_both_sides(need, offer, other_needs, other_offers):
    corpus = Corpus()
    need_library = Library([*other_needs, need], corpus=corpus)
    offer_library = Library([*other_offers, offer], corpus=corpus)
    from_need = suggest_offers(need, offer_library, limit=99, today=TODAY)
    from_offer = suggest_needs(offer, need_library, limit=99, today=TODAY)
    assert [each for each in from_need if each.offer == offer.id] == [
        each for each in from_offer if each.need == need.id
    ]


@given(st.lists(st.sampled_from(WORDS)), offer_lists, st.sampled_from(WORDS[:-2]), st.integers(0, 3))
def test_saying_a_shared_word_in_place_of_another_never_lowers_the_score(asked, others, word, place):
    """The text keeps its length: in BM25 more words alone make a text longer, and a longer text says each less."""
    need = a_need(title=word, text="，".join(asked))
    offer = an_offer(id="offer", title="音乐", text="，".join(FILLERS))
    said = "，".join(word if number == place else filler for number, filler in enumerate(FILLERS))
    before = _points_for_words(need, offer, others)
    after = _points_for_words(need, an_offer(id="offer", title="音乐", text=said), others)
    assert after >= before


def _points_for_words(need, offer, others):
    library = Library([*others, offer])
    found = suggest_offers(need, Library([offer], corpus=library.corpus), limit=1, today=TODAY)
    return found[0].reasons[0].points


@given(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6), st.sampled_from(WORDS))
def test_an_offer_that_says_more_of_what_is_asked_is_not_behind_its_twin(asked, word):
    need = a_need(title="，".join([*asked, word]), text="")
    said = "，".join([*FILLERS, *asked])
    twin = an_offer(id="a-twin", title="音乐", text=f"{said}，{FILLERS[0]}")
    more = an_offer(id="b-more", title="音乐", text=f"{said}，{word}")
    found = suggest_offers(need, Library([twin, more]), limit=2, today=TODAY)
    points = {each.offer: each.score for each in found}
    assert points["b-more"] >= points["a-twin"]


@given(needs, offers, offer_lists, st.integers(1, 4))
def test_why_not_names_a_filter_exactly_when_one_fails(need, offer, others, limit):
    why = why_not_offer(need, offer, Library([*others, offer]), limit=limit, today=TODAY)
    assert why.failed == failed_filter(need, offer, TODAY)


@given(needs, offers, offer_lists, st.integers(1, 4))
def test_why_not_lacks_points_exactly_when_the_pair_is_not_on_the_list(need, offer, others, limit):
    library = Library([*others, offer])
    why = why_not_offer(need, offer, library, limit=limit, today=TODAY)
    listed = [each.offer for each in suggest_offers(need, library, limit=limit, today=TODAY)]
    assert (offer.id in listed) == (why.failed is None and why.gap == 0)
    if why.gap:
        assert (why.rival, len(listed)) == (listed[-1], limit)
        assert why.gap in (why.rival_score - why.score, why.rival_score - why.score + 1)
        assert not why.changes or sum(change.points for change in why.changes) >= why.gap


@given(offers, needs, need_lists, st.integers(1, 4))
def test_the_other_side_gets_the_same_kind_of_answer(offer, need, others, limit):
    library = Library([*others, need])
    why = why_not_need(offer, need, library, limit=limit, today=TODAY)
    listed = [each.need for each in suggest_needs(offer, library, limit=limit, today=TODAY)]
    assert why.failed == failed_filter(need, offer, TODAY)
    assert (need.id in listed) == (why.failed is None and why.gap == 0)


@given(st.sampled_from(PATHS), st.sampled_from(PATHS))
def test_nearness_is_the_same_both_ways_and_greatest_at_home(path, other):
    assert nearness(path, other) == nearness(other, path)
    assert nearness(path, path) >= Nearness.COUNTY
