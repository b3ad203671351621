import gzip
import re
from dataclasses import replace
from itertools import groupby
from pathlib import Path
from uuid import uuid4

import pytest
from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation

from duijie.kernel.access.actors import OFFICIALS, VISITOR, Role
from duijie.web.frame.navigation import LONG, NAVIGATION, audience_of, navigation_for
from duijie.web.frame.site import DEMO, Site, read_site

STATIC = settings.PACKAGE_DIR / "web" / "frame" / "static" / "frame"
ACTION, ATTENTION, INK, SOFT = "bamboo", "ochre", "ink", "soft"


def gzipped(content: bytes) -> int:
    return len(gzip.compress(content, 9))


def luminance(colour: str) -> float:
    parts = [int(colour[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def colours() -> dict[str, str]:
    return dict(re.findall(r"--([\w-]+): (#[0-9a-f]{6})", (STATIC / "frame.css").read_text().split("@media")[0]))


def contrast(first: str, second: str) -> float:
    dark, light = sorted((luminance(first), luminance(second)))
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize("name", [ACTION, ATTENTION, INK, SOFT])
def test_words_stand_out_from_the_ground_seven_to_one(name):
    found = {"sheet": "#ffffff", **colours()}
    assert contrast(found[name], found["ground"]) >= 7
    assert contrast(found[name], found["shade"]) >= 6.5


def test_the_edge_of_a_field_can_be_seen():
    found = colours()
    assert contrast(found["edge"], found["ground"]) >= 3


def test_what_every_page_loads_is_light():
    assert gzipped((STATIC / "frame.css").read_bytes()) <= 7 * 1024
    assert sum(gzipped(path.read_bytes()) for path in STATIC.glob("*.js")) <= 15 * 1024


def test_an_empty_page_with_everything_it_loads_is_under_a_third_of_the_budget(ask):
    page = render_to_string("frame/page.html", {}, ask()).encode()
    loaded = re.findall(rb'(?:href|src)="/static/frame/([\w.]+)"', page)
    assert len(loaded) + 1 <= 3  # one is left for elder mode's voice or the making of small photos
    assert gzipped(page) + sum(gzipped((STATIC / name.decode()).read_bytes()) for name in loaded) <= 10 * 1024


def test_a_page_names_the_same_page_in_the_other_language(ask):
    with translation.override("zh-hans"):
        page = render_to_string("frame/page.html", {}, ask("/needs/?county=a"))
    assert 'href="/en/needs/?county=a" lang="en"' in page
    with translation.override("en"):
        assert 'href="/needs/" lang="zh-hans"' in render_to_string("frame/page.html", {}, ask("/en/needs/"))


def test_the_menu_marks_where_one_is():
    with translation.override("zh-hans"):
        here = [link for link in navigation_for(VISITOR, "/needs/N1/", elder=False) if link.current]
        home = [link for link in navigation_for(VISITOR, "/", elder=False) if link.current]
    assert [link.href for link in here] == ["/needs/"]
    assert [link.href for link in home] == ["/"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.SYSTEM])
def test_everybody_has_a_menu(role):
    assert NAVIGATION[audience_of(replace(VISITOR, id=uuid4(), role=role))]


@pytest.mark.parametrize("role", sorted(OFFICIALS))
def test_each_part_of_a_long_menu_stands_once(role, settings):
    settings.ROOT_URLCONF = "duijie.config.urls"
    links = navigation_for(replace(VISITOR, id=uuid4(), role=role), "/office/", elder=False)
    parts = [part for part, _links in groupby(links, key=lambda link: link.part) if part]
    assert len(parts) == len(set(parts))
    assert bool(parts) is (len(links) > LONG)


def test_a_short_menu_has_no_headings():
    assert not any(link.part for link in navigation_for(VISITOR, "/", elder=False))


def test_whoever_only_shows_a_code_sees_what_the_public_sees():
    assert audience_of(replace(VISITOR, role=Role.HOLDER)) == "public"


def test_elder_mode_keeps_at_most_five_ways():
    assert all(1 <= sum(way.in_elder_mode for way in ways) <= 5 for ways in NAVIGATION.values())


def test_the_footer_is_data_of_the_place(tmp_path: Path):
    file = tmp_path / "site.toml"
    assert read_site(file, demo=False) == Site()
    assert read_site(file, demo=True) == DEMO
    file.write_text('host = "某省民政厅"\n', encoding="utf-8")
    assert read_site(file, demo=False) == Site(host="某省民政厅")
    file.write_text('colour = "red"\n', encoding="utf-8")
    with pytest.raises(ValueError, match="colour"):
        read_site(file, demo=False)


def test_only_what_the_house_allows_is_loaded_from_elsewhere(ask):
    page = render_to_string("frame/page.html", {}, ask())
    assert not re.search(r'(?:src|href)="(?:https?:)?//', page)
