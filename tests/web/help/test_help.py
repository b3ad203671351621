"""Help in place: every menu page has its own, all of it stands on one page, and figures are said in one way only."""

import re

import pytest
from django.template import Context, Template
from django.test import Client, RequestFactory
from django.urls import get_resolver
from django.utils import translation
from django.utils.translation import gettext

from duijie.apps.figures.rules import DEFINITIONS, RATE_LABELS, REFERRED_DEFINITION, VERIFIED_DEFINITION
from duijie.web.frame.help.finding import AUDIENCES, help_of
from duijie.web.frame.help.glossary import TERMS
from duijie.web.frame.navigation import NAVIGATION
from duijie.web.frame.parts import Figure
from duijie.web.frame.templatetags.words import word_of

TOPICS = [topic for _audience, topics in AUDIENCES for topic in topics]
WITHOUT_HELP = {
    "public:home": "says itself what can be done here",
    "public:cases": "stories to be read",
    "office:villages": "its form says what it wants",
    "office:county-lists": "its form says what it wants",
}


def names_of_views(patterns, space=""):
    for each in patterns:
        if hasattr(each, "url_patterns"):
            yield from names_of_views(each.url_patterns, each.namespace or space)
        else:
            yield f"{space}:{each.name}"


def test_help_belongs_to_pages_that_there_are():
    known = set(names_of_views(get_resolver("duijie.config.urls").url_patterns))
    assert not {page for topic in TOPICS for page in topic.pages} - known
    assert not {term.page for term in TERMS.values() if term.page} - known


def test_every_page_of_a_menu_has_its_help():
    in_menus = {way.name for ways in NAVIGATION.values() for way in ways}
    assert {name for name in in_menus if help_of(name) is None} == set(WITHOUT_HELP)


def test_no_page_has_two_helps_and_none_is_long():
    pages = [page for topic in TOPICS for page in topic.pages]
    assert len(pages) == len(set(pages))
    with translation.override("zh-hans"):
        assert all(sum(len(gettext(line)) for line in topic.lines) <= 160 for topic in TOPICS)


@pytest.mark.parametrize("language", ["", "/en"])
def test_all_help_stands_on_one_page_by_audience(language):
    page = Client().get(f"{language}/help/").content.decode()
    assert all(f'id="{topic.key}"' in page for topic in TOPICS)
    assert page.count("<h2 ") == len(AUDIENCES)


def test_every_word_has_an_address_and_a_meaning():
    page = Client().get("/help/words/").content.decode()
    for key, term in TERMS.items():
        said = re.search(rf'<div id="{key}"><dt><dfn>(.*?)</dfn></dt><dd>(.*?)</dd>', page)
        assert said, key
        with translation.override("zh-hans"):
            assert said[1] == gettext(term.word)
            assert said[2].startswith(gettext(term.meaning))


def test_the_words_of_figures_are_those_of_their_definitions():
    meanings = {term.word: term.meaning for term in TERMS.values()}
    for rate, label in RATE_LABELS.items():
        assert meanings[label] == DEFINITIONS[rate]
    assert meanings["Share verified"] == VERIFIED_DEFINITION
    assert meanings["Share referred to policy"] == REFERRED_DEFINITION


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_no_two_words_are_the_same(language):
    with translation.override(language):
        words = [word_of(term).lower() for term in TERMS.values()]
    assert len(words) == len(set(words))


def explained(*texts):
    source = "{% load words %}" + "|".join(f'{{% explain "{text}" %}}' for text in texts)
    return Template(source).render(Context({"request": RequestFactory().get("/")}))


def test_a_word_is_explained_where_it_is_said_first():
    with translation.override("zh-hans"):
        page = explained("推荐清单审定后发出", "重点帮扶县的推荐清单")
    assert page.count('href="/help/words/#release-list"') == 1
    assert page.index("release-list") < page.index("审定后发出")
    assert page.count('href="/help/words/#key-county"') == 1
    assert page.endswith("的推荐清单")
    assert page.count("reading.css") == 1


def test_an_english_word_is_found_whole_and_markup_stays_text():
    with translation.override("en"):
        page = explained("A key county, no keycounty <b>")
    assert ">key county</dfn>" in page
    assert page.endswith(", no keycounty &lt;b&gt;")


def test_a_figure_explains_its_word():
    with translation.override("zh-hans"):
        cards = [Figure("满足率", "80.0%", "…"), Figure("核实率", "90.0%", "…")]
        context = Context({"cards": cards, "request": RequestFactory().get("/")})
        page = Template("{% figures cards %}").render(context)
    assert page.count('role="tooltip"') == 2


def test_a_page_offers_its_help_without_scripts():
    page = Client().get("/village/follow/").content.decode()
    assert '<details class="page-help">' in page
    assert "查询码找不到了" in page
    assert '<details class="page-help">' not in Client().get("/help/").content.decode()
