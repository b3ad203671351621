"""Nobody is offered a first step that is refused to him."""

import pytest
from django.test import Client

from tests.factories.pages import Page
from tests.factories.world import World

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", ["", "/en"])
def test_every_door_of_a_first_page_opens_for_every_seat(world: World, browser_of, language: str) -> None:
    shut = []
    for seat in world:
        client, doors = browser_of(seat), set[str]()
        for path in (f"{language}/", f"{language}/village/"):
            page = Page(client.get(path).content.decode(), path)
            here = {each for each in page.links if each.startswith(("/village/", "/office/", "/organization/", "/en/"))}
            assert here, seat.name
            doors |= here
        shut += [f"{each} as {seat.name}" for each in doors if client.get(each, follow=True).status_code != 200]
    assert not shut


def test_an_empty_menu_sends_only_those_on_who_may_say_what_they_need(world: World) -> None:
    nowhere = "/village/menu/?field=ecology"
    words = {}
    for name in ("visitor", "auditor"):
        client = Client()
        if world[name].account is not None:
            client.force_login(world[name].account)
        words[name] = client.get(nowhere).content.decode()
    assert "/village/request/" in words["visitor"]
    assert 'href="/village/request/"' not in words["auditor"]
