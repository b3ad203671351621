"""The pages that open without a network: the same for everybody, so that nothing of anybody lies in their copies.

Whatever a person has typed is put into them by scripts, from an encrypted store on the phone.
"""

from collections.abc import Callable, Mapping
from typing import Any

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duijie.apps.needs.rules.requests import PHOTOS_MOST
from duijie.kernel.access.actors import Role
from duijie.kernel.errors import mark
from duijie.web.frame.policies import ActorRequest
from duijie.web.village.field.answers import in_the_field
from duijie.web.village.field.visits import VisitForm
from duijie.web.village.field.words import words
from duijie.web.village.forms import ConsentForm, WhatForm, WhoForm
from duijie.web.village.sensitive import PATTERN

Fill = Callable[[ActorRequest], Mapping[str, Any]]


def _entry(request: ActorRequest) -> Mapping[str, Any]:
    """The questions of a request, all on one page."""
    actor = request.actor
    consent = ConsentForm(actor=actor, auto_id="id_%s")
    return {
        "what": WhatForm(actor=actor),
        "who": WhoForm(actor=actor),
        "consent": consent,
        "most": PHOTOS_MOST,
        "sensitive": PATTERN,
        "chooses_village": actor.role is Role.TOWNSHIP,
    }


def _visits(request: ActorRequest) -> Mapping[str, Any]:  # noqa: ARG001 - as its neighbours
    """The questions of a visit."""
    return {"form": VisitForm()}


def _home(request: ActorRequest) -> Mapping[str, Any]:  # noqa: ARG001 - as its neighbours
    """The lists of entries, by what the cadre has to do about them."""
    return {
        "sections": [
            ("failed", _("Needs another look")),
            ("waiting", _("Waiting to be sent")),
            ("draft", _("Not finished")),
            ("sent", _("Sent")),
        ]
    }


def _page(template: str, title: str, fill: Fill) -> Callable[..., HttpResponse]:
    @in_the_field
    @require_safe
    def page(request: ActorRequest) -> HttpResponse:
        context = {**fill(request), "title": _(title), "words": words()}
        answer = render(request, f"village/field/{template}.html", context)
        answer.headers["Cache-Control"] = "no-cache, private"
        return answer

    return page


urlpatterns = [
    path("field/", _page("home", mark("Field visits"), _home), name="field"),
    path("field/entry/", _page("entry", mark("Write down a need"), _entry), name="field-entry"),
    path("field/round/", _page("round", mark("Today's visits"), _visits), name="field-round"),
]
