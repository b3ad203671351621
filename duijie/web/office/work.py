"""One thing to do beside the list of all: the clerk decides here and stands at the next one."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules.needs import NEED, SEE_INTERNAL
from duijie.apps.needs.rules.requests import REQUEST
from duijie.apps.needs.selectors.needs import full_history, need_by_number, opinions_on
from duijie.apps.needs.selectors.queue import Waiting
from duijie.apps.needs.selectors.requests import request_by_number, request_history
from duijie.apps.needs.selectors.words import last_words
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import can
from duijie.kernel.ids import new_id
from duijie.web.frame.acts import Act, Button, buttons
from duijie.web.frame.policies import ActorRequest, for_officials
from duijie.web.office import needs, requests
from duijie.web.office.need_facts import need_facts, noted_history, opinion_table
from duijie.web.office.spoken import known_of_speaker, unwritten
from duijie.web.office.work_list import address_of, done_in, narrowed, query_of, rows_of

QUICK: Final = {"need": ("verify", "publish", "return"), "request": ("write_down", "verify", "return")}
"""Acts whose form stands beside the list; the others have a page of their own."""
KEYS: Final = {"verify": "v", "publish": "v", "return": "r", "write_down": "w", "bundle": "m", "state_cover": "c"}
_WORDS: Final = {"verify": ("opinion", "verified_how"), "publish": ("opinion",), "return": ("reason",)}


@dataclass(frozen=True, slots=True)
class QuickForm:
    """A form beside the list, with the key that leads into it."""

    label: str
    address: str
    form: BaseForm
    submission_id: UUID
    key: str


@for_officials
def work_need(request: ActorRequest, number: str) -> HttpResponse:
    """A need beside the list."""
    need = need_by_number(request.actor, number)
    found = {
        "title": need.title,
        "row": need,
        "lifecycle": NEED,
        "facts": need_facts(need, is_internal=can(request.actor, SEE_INTERNAL, need)),
        "opinions": opinion_table(opinions_on(request.actor, need)),
        "entries": noted_history(full_history(request.actor, need)),
        "page": reverse("office:need", args=[need.number]),
    }
    acts = buttons(NEED, needs.ACTS, request.actor, need, lambda event: _act("need", need.number, event))
    return _beside(request, "need", found, acts, needs.ACTS)


@for_officials
def work_request(request: ActorRequest, number: str) -> HttpResponse:
    """A request beside the list; who asks is shown to village and township only."""
    row = request_by_number(request.actor, number)
    found = {
        "title": _("Request"),
        "row": row,
        "lifecycle": REQUEST,
        "facts": requests.request_facts(row),
        "applicant": requests.applicant_facts(request.actor, row),
        "entries": noted_history(request_history(request.actor, row)),
        **unwritten(request.actor, row),
        "page": reverse("office:request", args=[row.number]),
    }
    acts = buttons(REQUEST, requests.ACTS, request.actor, row, lambda event: _act("request", row.number, event))
    return _beside(request, "request", found, acts, requests.ACTS)


def _beside(
    request: ActorRequest, kind: str, found: dict[str, Any], shown: tuple[Button, ...], acts: Mapping[str, Act]
) -> HttpResponse:
    """The page: the list at the left, the row at the right."""
    query = query_of(request.GET)
    waiting, _form = narrowed(request.actor, request.GET)
    key = f"{kind}:{found['row'].number}"
    context = found | {
        "rows": rows_of(waiting, query, current=key),
        "query": query,
        "following": _following(waiting, key, query),
        "before": _following(waiting[::-1], key, query),
        "quick": [
            _quick(request.actor, found["row"], each, acts, query)
            for each in sorted(shown, key=lambda each: each.event != "write_down")
            if each.event in QUICK[kind]
        ],
        "first": [(each, KEYS[each.event]) for each in shown if _comes_first(each, found["row"])],
        "others": [
            (each, KEYS.get(each.event, ""))
            for each in shown
            if each.event not in QUICK[kind] and not _comes_first(each, found["row"])
        ],
        "done": done_in(request.GET),
    }
    return render(request, "office/work.html", context)


def _comes_first(button: Button, row: Need | Request) -> bool:
    """Policy before charity: nothing is published before it is stated how far policies cover it."""
    is_open = isinstance(row, Need) and row.is_last_step and row.policy_checked_at is None
    return is_open and button.event == "state_cover"


def _quick(actor: Actor, row: Need | Request, button: Button, acts: Mapping[str, Act], query: str) -> QuickForm:
    """The form of an act with the words that the clerk used last time, or with what the speaker said of himself."""
    if isinstance(row, Request) and button.event == "write_down":
        words = known_of_speaker(actor, row)
    else:
        kind = "need" if isinstance(row, Need) else "request"
        words = last_words(actor, f"needs.{kind}.{button.event}", _WORDS[button.event])
    form = acts[button.event].form(initial=words, auto_id=f"id_{button.event}_%s")
    submission_id = new_id()
    address = f"{button.address}?{query}{'&' if query else ''}draft={submission_id}"
    return QuickForm(button.label, address, form, submission_id, KEYS[button.event])


def _following(waiting: list[Waiting], key: str, query: str) -> str:
    """The address of the row after this one, "" at the end."""
    keys = [each.key for each in waiting]
    place = keys.index(key) + 1 if key in keys else 0
    rest = [each for each in waiting[place:] if each.key != key]
    return address_of(rest[0], query) if rest else ""


def _act(kind: str, number: str, event: str) -> str:
    return reverse(f"office:work-{kind}-act", args=[number, event])


class _Onward:
    """After the act the clerk stands at the next row of his list."""

    kind: str
    request: HttpRequest
    actor: Actor
    row: Any

    def perform(self, form: Any) -> str:
        """Do what the act's own page does, and go on."""
        query, key = query_of(self.request.GET), f"{self.kind}:{self.row.number}"
        waiting, _form = narrowed(self.actor, self.request.GET)
        onward = _following(waiting, key, query) or _following(waiting[::-1], key, query)
        address: str = super().perform(form)  # type: ignore[misc]
        if not address.endswith(f"/{self.row.number}/"):
            return address
        onward = onward or reverse("office:queue") + (f"?{query}" if query else "")
        return f"{onward}{'&' if '?' in onward else '?'}done={self.row.number}"

    def context(self) -> dict[str, Any]:
        """The way back leads to the row beside the list."""
        found: dict[str, Any] = super().context()  # type: ignore[misc]
        query = query_of(self.request.GET)
        here = reverse(f"office:work-{self.kind}", args=[self.row.number])
        return found | {"back": here + (f"?{query}" if query else "")}


class WorkNeedAct(_Onward, needs.NeedAct):
    """An act on a need, begun beside the list."""

    kind = "need"
    row: Need


class WorkRequestAct(_Onward, requests.RequestAct):
    """An act on a request, begun beside the list."""

    kind = "request"
    row: Request


urlpatterns = [
    path("work/needs/<str:number>/", work_need, name="work-need"),
    path("work/requests/<str:number>/", work_request, name="work-request"),
    path("work/needs/<str:number>/<str:event>/", for_officials(WorkNeedAct.as_view()), name="work-need-act"),
    path(
        "work/requests/<str:number>/<str:event>/",
        requests.for_readers(WorkRequestAct.as_view()),
        name="work-request-act",
    ),
]
