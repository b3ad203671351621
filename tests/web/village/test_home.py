"""The villager's first page: light, and three things to do."""

import gzip
import re

import pytest
from django.conf import settings

from tests.factories.accounts import make_villager
from tests.web.village.conftest import sent_request, signed_in, text_of, weight

FIRST_PAGE = 30 * 1024
STATIC = settings.PACKAGE_DIR / "web" / "frame" / "static"

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("offices")]


def loaded(page):
    return re.findall(r'(?:href|src)="/static/([^"]+)"', text_of(page))


@pytest.mark.parametrize("language", ["", "/en"])
def test_the_first_page_is_light(client, language):
    page = client.get(f"{language}/village/")
    files = loaded(page)
    assert 1 + len(files) <= 4
    assert weight(page) + sum(len(gzip.compress((STATIC / name).read_bytes())) for name in files) <= FIRST_PAGE


def test_it_offers_three_things_and_the_receipt(client):
    page = text_of(client.get("/village/"))
    for address in ("/village/request/", "/village/menu/", "/village/follow/", "/village/confirm/"):
        assert f'href="{address}"' in page


def test_it_shows_a_villager_what_he_asked_for_and_nobody_else(client):
    villager = signed_in(make_villager())
    assert "您还没有提过需求" in text_of(villager.get("/village/"))
    sent_request(villager)
    assert "太阳能路灯" in text_of(villager.get("/village/"))
    assert "太阳能路灯" not in text_of(client.get("/village/"))
    assert "太阳能路灯" not in text_of(signed_in(make_villager("+8613800000044")).get("/village/"))


def test_it_shows_a_cadre_what_he_wrote_down(cadre):
    assert "帮群众提需求" in text_of(cadre.get("/village/"))


def test_the_pages_stand_among_all_others(client, settings):
    settings.ROOT_URLCONF = "duijie.config.urls"
    for page in ("", "follow/", "confirm/", "menu/"):
        assert client.get(f"/village/{page}").status_code == 200
        assert client.get(f"/en/village/{page}").status_code == 200
    assert client.get("/village/request/").status_code == 302
