"""The tour: only the demonstration has it, and its one button makes nobody but the invented people."""

from pathlib import Path
from typing import Any

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.test import Client
from django.urls import include, path, reverse

from duijie.config import urls
from duijie.config.settings import ENVIRONMENT
from duijie.demo.accounts import PASSWORD, SEATS, VILLAGER_PHONE
from duijie.demo.tour import STATIONS
from duijie.kernel.access.actors import Role
from duijie.web.frame.navigation import address
from tests.factories.accounts import make_account
from tests.factories.pages import Page

pytestmark = pytest.mark.django_db


class Addresses:
    """The addresses of an installation that is a demonstration."""

    urlpatterns = [
        *urls.urlpatterns,
        *i18n_patterns(path("tour/", include("duijie.demo.tour")), prefix_default_language=False),
    ]
    handler404 = urls.handler404


@pytest.fixture
def _demo(settings: Any) -> None:
    settings.ROOT_URLCONF = Addresses
    [engine] = settings.TEMPLATES
    folder = Path(settings.PACKAGE_DIR) / "demo" / "templates"
    settings.TEMPLATES = [{**engine, "DIRS": [*engine["DIRS"], folder]}]


@pytest.mark.skipif(ENVIRONMENT.demo, reason="these tests run as a demonstration")
def test_a_real_site_has_no_tour(client: Client) -> None:
    assert client.get("/tour/").status_code == 404
    assert client.post("/tour/become/", {"username": "cun1"}).status_code == 404
    assert "/tour/" not in Page(client.get("/").content.decode()).links


@pytest.mark.usefixtures("_demo")
@pytest.mark.parametrize("prefix", ["", "/en"])
def test_the_tour_names_everybody_and_leads_through_every_station(client: Client, prefix: str) -> None:
    answer = client.get(f"{prefix}/tour/")
    page = Page(answer.content.decode(), f"{prefix}/tour/")
    for seat in SEATS:
        assert seat.username in page.words or f'value="{seat.username}"' in answer.content.decode()
    assert PASSWORD in page.words
    assert VILLAGER_PHONE in page.words
    assert len([form for form in page.forms if {"next", "username"} <= set(form.values)]) == sum(
        1 for each in STATIONS if each.username
    )


@pytest.mark.usefixtures("_demo")
def test_every_station_is_a_page_that_exists() -> None:
    missing = [each.page for each in STATIONS if not address(each.page)]
    assert missing in ([], ["frame:messages"]), "only the demonstration shows its messages"


@pytest.mark.usefixtures("_demo")
def test_one_button_makes_somebody_of_the_demonstration(client: Client) -> None:
    make_account(Role.VILLAGE, username="cun1")
    there = reverse("office:queue")
    done = client.post("/tour/become/", {"username": "cun1", "next": there})
    assert done.headers["Location"] == there
    assert client.get(there).status_code == 200


@pytest.mark.usefixtures("_demo")
def test_nobody_else_can_be_become(client: Client) -> None:
    make_account(Role.COUNTY_OFFICE, username="somebody-real")
    assert client.post("/tour/become/", {"username": "somebody-real"}).status_code == 404
    assert client.post("/tour/become/", {"username": "cun1"}).status_code == 404
    assert client.get("/tour/become/").status_code == 405


@pytest.mark.usefixtures("_demo")
def test_the_button_leads_nowhere_outside(client: Client) -> None:
    make_account(Role.VILLAGE, username="cun1")
    done = client.post("/tour/become/", {"username": "cun1", "next": "https://example.org/"})
    assert done.headers["Location"].startswith("/")
