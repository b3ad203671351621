"""Search that answers well: words, sounds, places, slips; and what to do when nothing is found."""

from urllib.parse import urlencode

import pytest
from django.test import Client

from duijie.apps.matches.catalogue import CATALOGUE
from duijie.web.public.sounds import words_like, words_sounding
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE
from tests.factories.needs import make_offices, published_need
from tests.factories.offers import make_offer
from tests.factories.pages import Page

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _nothing_remembered():
    CATALOGUE.reset()
    yield
    CATALOGUE.reset()


@pytest.fixture
def need():
    return published_need(make_offices())


def found(client: Client, address: str, **query: str) -> Page:
    answer = client.get(address, query)
    assert answer.status_code == 200
    return Page(answer.content.decode(), f"{address}?{urlencode(query)}")


@pytest.mark.parametrize(("typed", "word"), [("ludeng", "路灯"), ("LuDeng", "路灯"), ("ld", "路灯"), ("lunyi", "轮椅")])
def test_a_word_is_known_by_its_sound(typed, word):
    assert word in words_sounding(typed)


def test_a_character_read_in_two_ways_is_known_by_both():
    assert words_sounding("chengzhang") == ["成长"]


@pytest.mark.parametrize(("slip", "meant"), [("路登", "路灯"), ("轮以", "轮椅"), ("理法", "理发")])
def test_a_wrong_character_of_the_same_sound_is_a_slip(slip, meant):
    assert meant in words_like(slip)


@pytest.mark.parametrize("typed", ["路灯", "照明", "ludeng", "ld", "ludeng 路灯"])
def test_a_need_is_found_by_word_synonym_pinyin_and_initials(client, need, typed):
    assert f"/en/needs/{need.number}/" in found(client, "/en/needs/", text=typed).links


@pytest.mark.parametrize("typed", [f"{COUNTY.name} 路灯", f"路灯 {COUNTY.name}", f"{COUNTY.name}路灯", COUNTY.name])
def test_a_place_among_the_words_is_a_place(client, need, typed):
    here = found(client, "/en/needs/", text=typed)
    assert f"/en/needs/{need.number}/" in here.links
    assert "is read as" in here.words
    there = found(client, "/en/needs/", text=typed.replace(COUNTY.name, OTHER_COUNTY.name))
    assert f"/en/needs/{need.number}/" not in there.links


def test_who_means_the_words_as_they_stand_can_say_so(client, need):
    read = found(client, "/en/needs/", text="ludeng", field="livelihood")
    literal = next(link for link in read.links if "as_typed=1" in link)
    assert "field=livelihood" in literal
    assert f"/en/needs/{need.number}/" not in Page(client.get(literal).content.decode(), literal).links


def test_letters_that_are_a_word_are_taken_as_they_stand(client):
    need = published_need(make_offices(), title="LED 灯具")
    here = found(client, "/en/needs/", text="led")
    assert f"/en/needs/{need.number}/" in here.links
    assert "is read as" not in here.words


def test_where_nothing_fits_a_wider_place_is_proposed_with_its_count(client, need):
    empty = found(client, "/en/needs/", text="路灯", place=OTHER_COUNTY.code)
    assert "No need fits." in empty.words
    wider = next(link for link in empty.links if f"place={PREFECTURE.code}" in link)
    assert f"/en/needs/{need.number}/" in Page(client.get(wider).content.decode(), wider).links


def test_where_nothing_fits_a_filter_less_is_proposed(client, need):
    empty = found(client, "/en/needs/", text="路灯", field="health")
    assert "Whatever the choice at “Field”" in empty.words


def test_a_slip_leads_to_the_word_that_was_meant(client, need):
    empty = found(client, "/en/needs/", text="路登")
    assert "“路灯”" in empty.words
    meant = next(link for link in empty.links if "text=" in link and "%E7%81%AF" in link)
    assert f"/en/needs/{need.number}/" in Page(client.get(meant).content.decode(), meant).links


def test_several_words_that_never_meet_are_proposed_one_by_one(client, need):
    assert "Only “路灯”" in found(client, "/en/needs/", text="路灯 理发").words


def test_what_is_only_on_offer_is_pointed_to(client):
    offer = make_offer()
    empty = found(client, "/en/needs/", text=offer.title)
    other = next(link for link in empty.links if link.startswith("/en/offers/?"))
    assert f"/en/offers/{offer.number}/" in Page(client.get(other).content.decode(), other).links


def test_who_finds_nothing_may_ask_for_it(client):
    for address in ("/en/needs/", "/en/offers/"):
        links = found(client, address, **{"text" if "needs" in address else "query": "没有这样的"}).links
        assert "/en/village/request/" in links


def test_a_place_that_nobody_knows_says_so_in_every_list(client, need):
    for address in ("/en/needs/", "/en/offers/", "/en/organizations/"):
        assert "No place is called “没有这个地方”." in found(client, address, place="没有这个地方").words


def test_one_search_goes_through_all_lists(client, need):
    offer = make_offer()
    here = found(client, "/en/search/", q="路灯")
    assert f"/en/needs/{need.number}/" in here.links
    there = found(client, "/en/search/", q=offer.organization.name)
    assert f"/en/organizations/{offer.organization.number}/" in there.links
    every = next(link for link in here.links if link.startswith("/en/needs/?text="))
    assert f"/en/needs/{need.number}/" in Page(client.get(every).content.decode(), every).links


@pytest.mark.parametrize("typed", ["", "   ", "没有这样的", "%_\\'", "a" * 60, "x" * 61, "１２３", "N-2222222"])
def test_whatever_is_typed_is_answered(client, typed):
    for address, name in (("/en/search/", "q"), ("/en/needs/", "text"), ("/en/offers/", "query")):
        found(client, address, **{name: typed})


def test_a_slip_in_a_place_that_has_nothing_leads_to_the_word_elsewhere(client, need):
    empty = found(client, "/en/needs/", text="路登", place=OTHER_COUNTY.code)
    assert "“路灯”, anywhere" in empty.words
