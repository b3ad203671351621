"""Whatever went wrong: what happened, what to do next, one way on for who is here, in either language and mode."""

import re

import pytest
from django.http import HttpResponse
from django.test import RequestFactory
from django.utils import translation

from duijie.kernel.access.actors import VISITOR, Actor, Role
from duijie.kernel.errors import TooOften
from duijie.kernel.ids import new_id
from duijie.web.frame import errors
from duijie.web.frame.elder import COOKIE

ACTORS = {
    "visitor": (VISITOR, "/"),
    "villager": (Actor(id=new_id(), role=Role.VILLAGER, label="村民"), "/village/"),
    "cadre": (Actor(id=new_id(), role=Role.VILLAGE, label="村", division_path="/62/"), "/office/"),
    "official": (Actor(id=new_id(), role=Role.COUNTY_OFFICE, label="县", division_path="/62/"), "/office/"),
    "organization": (
        Actor(id=new_id(), role=Role.ORGANIZATION_STAFF, label="机构", organization_id=new_id()),
        "/organization/",
    ),
}
STATUSES = sorted(set(errors.PROBLEMS) - {500, 503})


def asked(who: str = "visitor", *, elder: bool = False, path: str = "/nowhere/"):
    request = RequestFactory().get(path)
    request.actor = ACTORS[who][0]
    request.resolver_match = None
    if elder:
        request.COOKIES[COOKIE] = "1"
    return request


def main_of(response: HttpResponse) -> str:
    return re.search(r"<main.*</main>", response.content.decode(), re.DOTALL)[0]


def fail() -> None:
    raise RuntimeError


def broken(request) -> HttpResponse:
    try:
        fail()
    except RuntimeError:
        return errors.server_error(request)
    raise AssertionError


@pytest.mark.parametrize("language", ["zh-hans", "en"])
@pytest.mark.parametrize("status", STATUSES)
def test_an_error_says_what_happened_and_gives_one_way_on(status, language):
    with translation.override(language):
        answer = errors.problem_page(asked(), status)
    page = main_of(answer)
    assert answer.status_code == status
    assert re.search(r"<h1>\S.*</h1>", page)
    assert "<ul><li>" in page
    assert page.count('class="button ') == 1
    assert ("没有" in page or "不" in page or "请" in page) == (language == "zh-hans")


@pytest.mark.parametrize("who", ACTORS)
@pytest.mark.parametrize("status", [403, 404, 413, 429])
def test_the_way_on_is_that_of_who_is_here(who, status):
    page = main_of(errors.problem_page(asked(who), status))
    assert re.search(r'class="button plain" href="([^"]*)"', page)[1] == ACTORS[who][1]


@pytest.mark.parametrize("who", ACTORS)
def test_a_broken_page_knows_the_way_on_and_elder_mode_without_the_database(who):
    answer = broken(asked(who, elder=True))
    assert answer.status_code == 500
    page = answer.content.decode()
    assert f'<a href="{ACTORS[who][1]}">' in page
    assert 'class="elder"' in page
    assert "<script" not in page


def test_elder_mode_keeps_every_error_whole():
    plain, elder = (main_of(errors.problem_page(asked(elder=each), 404)) for each in (False, True))
    assert "<ul><li>" in elder
    assert elder.count("<li>") == plain.count("<li>")


def test_whoever_works_here_is_not_sent_to_the_enquiry_code():
    assert "查询码" in main_of(errors.problem_page(asked("villager"), 404))
    assert "查询码" not in main_of(errors.problem_page(asked("official"), 404))


def test_too_many_tries_are_told_when_to_come_again():
    answer = errors.refusal_page(asked(), TooOften("Too many tries. Please wait an hour and try again."))
    assert answer.status_code == 429
    assert answer["Retry-After"] == "3600"


def test_an_expired_form_leads_back_to_itself(monkeypatch):
    monkeypatch.setattr(errors, "keep_draft_of", lambda _request: None)
    for language, way in (("zh-hans", "/village/request/"), ("en", "/en/village/request/")):
        with translation.override(language):
            page = main_of(errors.csrf_failure(asked(path=way)))
        assert f'href="{way}"' in page
        assert page.count('class="button ') == 1
