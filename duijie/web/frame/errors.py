"""Pages for what went wrong, in the user's words: what happened, whether anything is lost, what to do next."""

import sys
from typing import Final, NamedTuple

from django.core.exceptions import RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent
from django.db import InterfaceError, OperationalError
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.template.loader import render_to_string
from django.utils.translation import gettext, gettext_noop

from duijie.kernel.access.actors import VISITOR, Actor
from duijie.kernel.errors import Faults, Refusal
from duijie.web.frame.elder import is_elder
from duijie.web.frame.forms import keep_draft_of, lost_files
from duijie.web.frame.navigation import AT_HOME, audience_of, navigation_for


class Problem(NamedTuple):
    """One kind of trouble: a heading, what it means, and what to do, one step a line.

    `at_work` are the steps for those who have a desk here; without them everybody reads the same.
    """

    heading: str
    meaning: str
    steps: tuple[str, ...]
    at_work: tuple[str, ...] = ()


PROBLEMS: Final[dict[int, Problem]] = {
    400: Problem(
        gettext_noop("We could not read this"),
        gettext_noop("What the browser sent was incomplete or not in the form we expect. Nothing was changed."),
        (gettext_noop("Go back and try once more."), gettext_noop("If you typed the address, check it.")),
    ),
    403: Problem(
        gettext_noop("This page is not open to you"),
        gettext_noop("It belongs to another place, another organization or another duty. Nothing was changed."),
        (
            gettext_noop("If you have another account, sign in with it."),
            gettext_noop("If your duties have changed, ask the administrator of your office to change your account."),
        ),
    ),
    404: Problem(
        gettext_noop("This page does not exist"),
        gettext_noop("The address may be wrong, or what stood here was withdrawn."),
        (
            gettext_noop("If you typed the address, check it."),
            gettext_noop("To see how a need stands, use your enquiry code on the first page."),
        ),
        (
            gettext_noop("If you typed the address, check it."),
            gettext_noop("If you know the number, look for it in your list; the list shows only what belongs to you."),
        ),
    ),
    405: Problem(
        gettext_noop("This step cannot be opened directly"),
        gettext_noop("It is reached by the button on the page before. Nothing was changed."),
        (gettext_noop("Go back and use the button there."),),
    ),
    409: Problem(
        gettext_noop("Somebody was faster"),
        gettext_noop("This has changed since you opened the page. Nothing of yours was changed."),
        (gettext_noop("Go back, load the page again and look at its present state."),),
    ),
    413: Problem(
        gettext_noop("What you sent is too large"),
        gettext_noop("A photo may have up to 10 MB, a sheet too. Nothing was stored."),
        (
            gettext_noop("Go back; choose fewer or smaller files."),
            gettext_noop("Several photos can be sent one after the other."),
        ),
    ),
    422: Problem(
        gettext_noop("This cannot be done as it stands"),
        gettext_noop("Nothing was changed."),
        (gettext_noop("Go back and put right what is named above."),),
    ),
    429: Problem(
        gettext_noop("Tried too often"),
        gettext_noop("So that nobody can guess codes and passwords, tries are counted. Nothing was changed."),
        (
            gettext_noop("Wait an hour, then try once more."),
            gettext_noop("If it is urgent, ask the village committee or the service phone to look for you."),
        ),
    ),
    500: Problem(
        gettext_noop("Something went wrong on our side"),
        gettext_noop("It is not your fault. The step was not carried out; everything before it is kept."),
        (
            gettext_noop("Wait a moment, then open the page again."),
            gettext_noop("If it happens again, tell the service phone what you were about to do."),
        ),
    ),
    503: Problem(
        gettext_noop("The service is not available just now"),
        gettext_noop("It is being looked after, or many people use it at once. What you sent before is kept."),
        (gettext_noop("Open the page again in a few minutes."),),
    ),
}
FORM_EXPIRED: Final = Problem(
    gettext_noop("This page was open for too long"),
    gettext_noop("For your safety it has to be opened again before it is sent."),
    (gettext_noop("Open the form again, look it over and send it."),),
)
TOO_MUCH: Final = (RequestDataTooBig, TooManyFieldsSent, TooManyFilesSent)


RETRY_AFTER: Final = {429: "3600", 503: "120"}
"""Seconds after which it makes sense to try again."""


def _words(problem: Problem, status: int, actor: Actor = VISITOR) -> dict[str, object]:
    steps = problem.at_work if problem.at_work and audience_of(actor) not in AT_HOME else problem.steps
    return {
        "heading": gettext(problem.heading),
        "meaning": gettext(problem.meaning),
        "steps": [gettext(step) for step in steps],
        "status": status,
    }


def _actor_of(request: HttpRequest) -> Actor:
    return getattr(request, "actor", VISITOR)


def _answer(request: HttpRequest, values: dict[str, object], status: int) -> HttpResponse:
    response = HttpResponse(render_to_string("frame/problem.html", values, request), status=status)
    if status in RETRY_AFTER:
        response["Retry-After"] = RETRY_AFTER[status]
    return response


def problem_page(request: HttpRequest, status: int, *, reason: str = "") -> HttpResponse:
    """The page for a status; `reason` is a sentence that says more, already in the language of the page."""
    words = _words(PROBLEMS.get(status, PROBLEMS[400]), status, _actor_of(request))
    return _answer(request, {**words, "reason": reason}, status)


def refusal_page(request: HttpRequest, refusal: Refusal) -> HttpResponse:
    """The page of a refusal that no form has caught: its own words, and what to do by its status."""
    each = refusal.faults if isinstance(refusal, Faults) else (refusal,)
    return problem_page(request, refusal.status, reason=" ".join(gettext(one.code) % one.params for one in each))


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400, or 413 where Django reports too much data as a bad request."""
    return problem_page(request, 413 if isinstance(exception, TOO_MUCH) else 400)


def forbidden(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """403."""
    return problem_page(request, 403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001
    """404."""
    return problem_page(request, 404)


def method_not_allowed(request: HttpRequest, allowed: list[str]) -> HttpResponse:
    """405, for a step that is only reached by a button."""
    response = HttpResponseNotAllowed(allowed)
    response.content = problem_page(request, 405).content
    return response


def server_error(request: HttpRequest) -> HttpResponse:
    """500, or 503 while the database is away; the page needs neither database nor session."""
    status = 503 if isinstance(sys.exc_info()[1], OperationalError | InterfaceError) else 500
    elder = is_elder(request)
    ways = navigation_for(_actor_of(request), "", elder=elder)
    values = {**_words(PROBLEMS[status], status), "elder": elder, "on": ways[0] if ways else None}
    response = HttpResponse(render_to_string("frame/broken.html", values), status=status)
    response["Content-Security-Policy"] = "default-src 'none'; style-src 'unsafe-inline'"  # it carries its own style
    if status in RETRY_AFTER:
        response["Retry-After"] = RETRY_AFTER[status]
    return response


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001
    """403 for a form whose token no longer fits; what was typed is kept as a draft first."""
    kept_at = keep_draft_of(request)
    values = {
        **_words(FORM_EXPIRED, 403),
        "is_kept": bool(kept_at),
        "again": kept_at or request.get_full_path(),
        "lost": lost_files(request),
    }
    return _answer(request, values, 403)
