"""The tour of the demonstration: whom to sign in as, and the whole way of one need in ten minutes.

Only in the demonstration: its accounts are invented, and their password stands on the page.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.rules import ROLE_LABELS
from duijie.demo.accounts import PASSWORD, SEATS, VILLAGER_PHONE, DemoAccount
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.account.ways import enter, safe_next
from duijie.web.frame.navigation import address
from duijie.web.frame.policies import open_to_all

app_name = "demo"


@dataclass(frozen=True, slots=True)
class Station:
    """One stop of the tour: who acts ("" for anybody), on which page, and what is done there."""

    title: str
    username: str
    page: str
    what: str


STATIONS: Final = (
    Station(
        mark("Say what is needed"),
        "",
        "village:request",
        mark("As a villager of 甲示例村, without an account. Keep the enquiry code that you are shown."),
    ),
    Station(
        mark("Verify it in the village"),
        "cun1",
        "office:queue",
        mark(
            "Open the request that waits, verify it, and make a need of it, for example of 8,000 yuan: the household is"
            " not in it any more. A small amount would make it a small wish, which is claimed at once."
        ),
    ),
    Station(
        mark("Review it in the township"),
        "xiang1",
        "office:queue",
        mark("Another person than the one who typed it passes it on, or gives it back with a reason."),
    ),
    Station(
        mark("Decide in the county"),
        "xian1",
        "office:queue",
        mark("First say what policy covers; what a policy covers is handed on by letter. Then publish the need."),
    ),
    Station(
        mark("See what fits, and recommend"),
        "xian1",
        "office:needs",
        mark("Open the need and choose “Matching for this need”: offers with reasons, and why another is not there."),
    ),
    Station(
        mark("Answer for an organization"),
        "jijin1",
        "organization:needs",
        mark("Say that you are interested, then commit to all of it or a part. “Not for now” is free."),
    ),
    Station(
        mark("Agree and sign"),
        "jijin1",
        "organization:projects",
        mark("Write down what is agreed and sign it; then sign for the village as cun1. Word and PDF are ready."),
    ),
    Station(
        mark("Deliver"),
        "jijin2",
        "organization:projects",
        mark("Begin the work and report the delivery with a photograph. It does not count yet."),
    ),
    Station(
        mark("Confirm"),
        "",
        "frame:messages",
        mark("The household's code came by message: read it here, and confirm with it. Or confirm as xiang2."),
    ),
    Station(
        mark("Count"),
        "",
        "public:figures",
        mark("The need is now in the headline figure, with its definition and the list behind it."),
    ),
)
_CONFIRM: Final = "village:confirm"


@open_to_all
@require_safe
def tour(request: HttpRequest) -> HttpResponse:
    """The stations, and everybody one may be."""
    context = {
        "password": PASSWORD,
        "phone": VILLAGER_PHONE,
        "stations": list(_stations()),
        "busy": [_person(each) for each in SEATS if each.try_this],
        "others": [_person(each) for each in SEATS if not each.try_this],
        "sign_in": address("frame:sign-in"),
        "messages": address("frame:messages"),
        "confirm": address(_CONFIRM),
    }
    return render(request, "demo/tour.html", context)


def _stations() -> Iterator[Mapping[str, object]]:
    seats = {each.username: each for each in SEATS}
    for each in STATIONS:
        yield {
            "title": _(each.title),
            "what": _(each.what),
            "seat": seats.get(each.username),
            "href": address(each.page),
        }


def _person(seat: DemoAccount) -> Mapping[str, object]:
    what = _(seat.try_this) if seat.try_this else ""
    return {"seat": seat, "role": _(ROLE_LABELS[seat.role]), "what": what}


@open_to_all
@require_POST
def become(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the invented people, as with his password."""
    username = request.POST.get("username", "")
    known = {each.username for each in SEATS}
    account = Account.objects.filter(username=username, is_active=True).first() if username in known else None
    if account is None:
        raise NotFound(mark("There is nobody of this name in the demonstration."))
    account.backend = "duijie.apps.accounts.backends.AccountBackend"
    return enter(request, account, safe_next(request))


urlpatterns = [path("", tour, name="tour"), path("become/", become, name="become")]
