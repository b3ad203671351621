import uuid

import pytest
from django.core.exceptions import RequestDataTooBig
from django.db import OperationalError
from django.test import Client
from django.utils import translation

from duijie.kernel.errors import Conflict, Faults, RuleBroken
from duijie.web.frame import errors


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [("/nowhere/", 404, "没有这一页"), ("/denied/", 403, "您不能打开这一页"), ("/suspicious/", 400, "没看懂这次提交")],
)
def test_an_error_says_what_to_do_next(address, status, words):
    response = Client().get(address)
    assert response.status_code == status
    page = response.content.decode()
    assert words in page
    assert "<ul><li>" in page.split("<main")[1]


@pytest.mark.parametrize("address", ["/nowhere/", "/suspicious/", "/elder/"])
def test_every_answer_takes_scripts_and_styles_from_our_own_files_only(address):
    policy = Client().get(address).headers["Content-Security-Policy"]
    assert "default-src 'none'" in policy
    assert "script-src 'self';" in policy
    assert "unsafe" not in policy


def test_errors_are_said_in_the_language_of_the_address():
    assert b"This page does not exist" in Client().get("/en/nowhere/").content


def test_too_much_data_is_not_called_unreadable(ask):
    assert errors.bad_request(ask(), RequestDataTooBig()).status_code == 413


def test_a_step_without_its_button_says_where_the_button_is(ask):
    response = errors.method_not_allowed(ask(), ["POST"])
    assert response.status_code == 405
    assert response["Allow"] == "POST"
    assert "上一页" in response.content.decode()


@pytest.mark.parametrize(("fault", "status"), [(RuntimeError("secret"), 500), (OperationalError("secret"), 503)])
def test_a_fault_of_ours_is_admitted_without_the_database(ask, fault, status):
    try:
        raise fault
    except type(fault):
        response = errors.server_error(ask())
    assert response.status_code == status
    assert b"secret" not in response.content
    assert ("Retry-After" in response) == (status == 503)


def test_a_refusal_is_shown_in_its_own_words(ask):
    response = errors.refusal_page(ask(), Conflict("This has moved on meanwhile; please look at its present state."))
    assert response.status_code == 409
    both = Faults([RuleBroken("First, %(n)s.", n=1), RuleBroken("Second.")])
    assert b"First, 1. Second." in errors.refusal_page(ask(), both).content


@pytest.mark.parametrize("status", sorted(errors.PROBLEMS))
def test_every_problem_has_chinese_words(status):
    with translation.override("zh-hans"):
        said = errors._words(errors.PROBLEMS[status], status)
    assert all(ord(text[0]) > 0x2000 for text in (said["heading"], said["meaning"], *said["steps"]))


def test_a_form_that_was_open_too_long_is_kept(ask, monkeypatch):
    monkeypatch.setattr(errors, "keep_draft_of", lambda request: f"{request.path}?draft={uuid.UUID(int=1)}")
    page = errors.csrf_failure(ask("/village/request/")).content.decode()
    assert "已经保存" in page
    assert 'href="/village/request/?draft=00000000' in page
