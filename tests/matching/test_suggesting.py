from datetime import timedelta

import pytest

from duijie.matching.index import Corpus
from duijie.matching.library import Library
from duijie.matching.reasons import Term
from duijie.matching.suggesting import meeting_words, pair, suggest_needs, suggest_offers, with_words
from duijie.matching.terms import Registration
from tests.matching.samples import COUNTY, FAR_COUNTY, TODAY, a_need, an_offer

MEALS = {"title": "老年食堂", "text": "为高龄老人做饭送餐", "subfields": frozenset({"elderly"})}


@pytest.fixture
def offers():
    return Library(
        [
            an_offer(),
            an_offer(id="offer-meals", organization_id="organization-meals", **MEALS),
            an_offer(id="offer-clinic", title="义诊", text="", fields=frozenset({"health"})),
            an_offer(id="offer-full", capacity_left=0),
        ]
    )


def test_a_village_without_lamps_is_led_to_the_lamps_and_not_to_the_clinic(offers):
    found = suggest_offers(a_need(), offers, limit=5, today=TODAY)
    assert [each.offer for each in found] == ["offer-lamps", "offer-meals"]


def test_the_list_is_as_long_as_asked(offers):
    assert len(suggest_offers(a_need(), offers, limit=1, today=TODAY)) == 1
    assert suggest_offers(a_need(), offers, limit=0, today=TODAY) == []


def test_an_organization_sees_the_needs_that_fit_its_offer():
    needs = Library([a_need(), a_need(id="need-clinic", title="缺医疗设备", text="", field="health")])
    found = suggest_needs(an_offer(), needs, limit=5, today=TODAY)
    assert [(each.need, each.offer) for each in found] == [("need-lamps", "offer-lamps")]


def test_an_organization_of_any_field_sees_needs_of_all_fields():
    needs = Library([a_need(), a_need(id="need-clinic", title="缺医疗设备", text="", field="health")])
    assert len(suggest_needs(an_offer(fields=frozenset()), needs, limit=5, today=TODAY)) == 2


def test_the_reasons_add_up_and_name_the_words_of_both_sides(offers):
    best = suggest_offers(a_need(), offers, limit=1, today=TODAY)[0]
    assert sum(reason.points for reason in best.reasons) == best.score
    assert best.reasons[0].term is Term.WORDS
    assert ["路灯", "太阳能路灯"] in best.reasons[0].params["words"]


def test_words_shown_are_the_strongest_and_no_part_of_another():
    need, offer = a_need(title="太阳能路灯", text=""), an_offer(title="安装太阳能路灯", text="")
    assert meeting_words(need, offer, Corpus()) == ([["太阳能路灯", "太阳能路灯"]], True)


def test_texts_that_are_near_without_a_shared_word_claim_none_and_the_points_still_add_up():
    need, offer = a_need(title="村里缺厨房", text=""), an_offer(title="捐赠电磁灶", text="")
    found = pair(need, offer, Corpus(), TODAY)
    near = with_words(found, Corpus())[0]
    assert (near.code, near.params) == ("words.near", {"words": [["厨房", "电磁灶"]]})
    assert near.points > 0
    assert sum(reason.points for reason in with_words(found, Corpus())) == found.score


def test_two_libraries_with_one_corpus_give_a_pair_one_score():
    corpus = Corpus()
    offers = Library([an_offer(), an_offer(id="offer-meals", **MEALS)], corpus=corpus)
    needs = Library([a_need(), a_need(id="need-water", title="打井", text="吃水困难")], corpus=corpus)
    from_need = suggest_offers(needs["need-lamps"], offers, limit=1, today=TODAY)[0]
    from_offer = suggest_needs(offers["offer-lamps"], needs, limit=1, today=TODAY)[0]
    assert from_need == from_offer


def test_the_local_organization_is_before_the_equal_one_from_afar():
    offers = Library([an_offer(id="a-far", home_path=FAR_COUNTY), an_offer(id="b-local", home_path=COUNTY)])
    assert [each.offer for each in suggest_offers(a_need(), offers, limit=2, today=TODAY)] == ["b-local", "a-far"]


def test_a_national_organization_sees_key_counties_before_others():
    national = an_offer(registration_level=Registration.NATIONAL, home_path="/11/")
    needs = Library([a_need(id="a"), a_need(id="b", is_key_county=True)])
    assert [each.need for each in suggest_needs(national, needs, limit=2, today=TODAY)] == ["b", "a"]


def test_an_offer_taken_out_or_changed_is_noticed_at_once(offers):
    offers.add(an_offer(available_to=TODAY - timedelta(days=1)))
    assert "offer-lamps" not in [each.offer for each in suggest_offers(a_need(), offers, limit=5, today=TODAY)]
    offers.add(an_offer(fields=frozenset({"livelihood", "health"})))
    assert suggest_offers(a_need(field="health"), offers, limit=5, today=TODAY)[0].offer == "offer-lamps"
    offers.remove("offer-lamps")
    assert "offer-lamps" not in offers
    assert suggest_offers(a_need(field="health"), offers, limit=5, today=TODAY)[0].offer == "offer-clinic"
