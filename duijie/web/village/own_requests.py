"""One's own request: how it stands, what happens next and when, and what one can do about it."""

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from duijie.apps.matches.models import Order
from duijie.apps.matches.rules import ORDER
from duijie.apps.matches.selectors import why_refused
from duijie.apps.needs.models import Request
from duijie.apps.needs.rules.particulars import TEXT_MOST
from duijie.apps.needs.rules.requests import REQUEST
from duijie.apps.needs.rules.vocabulary import POLICY_LABELS, PolicyKind
from duijie.apps.needs.selectors.requests import reports_on, request_referrals
from duijie.apps.needs.services import requests as services
from duijie.apps.needs.services.spoken import stand_ins
from duijie.apps.projects.models import Project
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.errors import mark
from duijie.web.frame.acts import Act, ActPage, buttons
from duijie.web.frame.fields import TextField
from duijie.web.frame.formats import date_zh, quantity
from duijie.web.frame.navigation import address as address_if_there
from duijie.web.frame.parts import Fact
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.village.codes import ask_for_code
from duijie.web.village.following import address, request_row, seen_as
from duijie.web.village.forms import ScreenedForm
from duijie.web.village.orders import order_behind, order_buttons, withdraw_with_order
from duijie.web.village.progress import next_words, steps_of


class CompleteForm(ScreenedForm):
    text = TextField(label=gettext_lazy("What do you need?"), limit=TEXT_MOST)


class ReviewForm(ScreenedForm):
    screened = ("reason",)
    reason = TextField(label=gettext_lazy("Why should it be looked at again?"), limit=TEXT_MOST)


class ReportForm(ScreenedForm):
    text = TextField(label=gettext_lazy("What is wrong?"), limit=TEXT_MOST)


ACTS: Mapping[str, Act] = {
    "complete": Act(
        lambda actor, row, given: services.complete_request(actor=actor, request=row, text=given["text"]),
        CompleteForm,
        mark("Add what was missing. It goes back to the office that asked."),
    ),
    "ask_review": Act(
        lambda actor, row, given: services.ask_review_of_request(actor=actor, request=row, reason=given["reason"]),
        ReviewForm,
        mark("The level above reads your request and what was answered, and decides anew."),
    ),
    "report": Act(
        lambda actor, row, given: services.report_problem(actor=actor, request=row, text=given["text"]),
        ReportForm,
        mark("The level above your village reads it and answers within five working days, on this page."),
    ),
    "withdraw": Act(
        lambda actor, row, _given: withdraw_with_order(actor=actor, request=row),
        help_text=mark("Nobody goes on with it then. You need not say why, and you can ask again at any time."),
    ),
}
_ASKED_OF_OWNER = frozenset({"complete", "ask_review"})
"""What the next step waits for; to report and to withdraw is always possible and stands below."""
_DONE = {
    "complete": mark("It was sent again."),
    "ask_review": mark("The level above has been asked to look again."),
    "report": mark("Your report has been sent."),
    "withdraw": mark("It has been taken back."),
}


@open_to_all
@never_cache
def request_page(request: ActorRequest, number: str) -> HttpResponse:
    """How a request stands."""
    row = request_row(number)
    actor = seen_as(request, row, request.actor) if row else None
    if row is None or actor is None:
        return ask_for_code(request, "village:follow")
    order, deliveries = order_behind(row), _deliveries(request.actor, row)
    acts = buttons(REQUEST, ACTS, actor, row, lambda event: f"{address(row)}{event}/")
    done = request.GET.get("done", "")
    context = {
        "row": row,
        "lifecycle": REQUEST,
        "order": order if order and row.state != "withdrawn" else None,
        "order_lifecycle": ORDER,
        "order_acts": order_buttons(request.actor, order),
        "facts": _facts(row, order),
        "steps": steps_of(row),
        "next_words": next_words(row),
        "gives_reason": bool(row.reason) and row.state in {"returned", "declined"},
        "needs": address_if_there("public:needs") if row.need and row.need.published_at else "",
        "referral": _referral(actor, row),
        "reports": reports_on(actor, row),
        "deliveries": deliveries,
        "confirm_by_code": not deliveries and row.need is not None and row.need.state == "to_confirm",
        "first_acts": [each for each in acts if each.event in _ASKED_OF_OWNER],
        "other_acts": [each for each in acts if each.event not in _ASKED_OF_OWNER],
        "is_holder": actor.role is Role.HOLDER,
        "done": _(_DONE[done]) if done in _DONE else "",
    }
    return render(request, "village/request.html", context)


class RequestAct(ActPage):
    """Complete, ask for a review, report, withdraw."""

    lifecycle = REQUEST
    acts = ACTS
    template_name = "village/act.html"
    request: ActorRequest
    _actor: Actor | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who has shown the code, or may see the request by his account."""
        row = request_row(self.kwargs["number"])
        self._actor = seen_as(request, row, self.request.actor) if row else None
        if self._actor is None:
            return ask_for_code(self.request, "village:follow")
        return super().dispatch(request, *args, **kwargs)

    @property
    def actor(self) -> Actor:
        """The holder of the code, or the account."""
        return self._actor or self.request.actor

    def load(self, number: str) -> Request | None:
        """The request that is followed."""
        return request_row(number)

    def address_of(self, row: Request) -> str:
        """Its page."""
        return address(row)

    def form_arguments(self) -> dict[str, Any]:
        """What was asked before, to be completed; nothing stands in the field for words that nobody has written."""
        if self.kwargs["event"] != "complete":
            return {}
        return {"initial": {"text": "" if self.row.text in stand_ins() else self.row.text}}

    def perform(self, form: Any) -> str:
        """Do it, and say so on the request's page."""
        return f"{super().perform(form)}?{urlencode({'done': self.kwargs['event']})}"

    def context(self) -> dict[str, Any]:
        """What the office asked for, beside the form."""
        event = self.kwargs["event"]
        return {
            **super().context(),
            "asked": self.row.reason if event in {"complete", "ask_review"} else "",
            "is_caution": event == "withdraw",
        }


def _facts(row: Request, order: Order | None) -> list[Fact]:
    facts = [Fact(_("Village"), row.division_name), Fact(_("Sent on"), date_zh(row.submitted_at))]
    if order is not None:
        much = quantity(order.quantity, order.offer.unit)
        facts = [Fact(_("Service"), order.offer.title), Fact(_("How much"), much), *facts]
        why = why_refused(order) if row.state != "declined" else ""
        facts += [Fact(_("Why the order was not accepted"), why)] if why else []
    return [*facts, Fact(_("Number"), row.number)]


def _referral(actor: Actor, row: Request) -> dict[str, str]:
    found = request_referrals(actor, row).first() if row.state == "referred" else None
    if found is None:
        return {}
    policy = _(POLICY_LABELS[PolicyKind(found.policy)])
    return {"policy": policy, "office": _(found.to_office) if found.to_office else "", "due": date_zh(found.due_on)}


def _deliveries(actor: Actor, row: Request) -> list[Project]:
    """What waits for the household's own word, for who is signed in as its villager."""
    if actor.role is not Role.VILLAGER or row.need_id is None:
        return []
    rows = Project.objects.filter(need_id=row.need_id, receiver_account_id=actor.id)
    return list(rows.filter(state__in=("to_confirm", "disputed")).order_by("created_at"))


urlpatterns = [
    path("requests/<str:number>/", request_page, name="request-page"),
    path("requests/<str:number>/<str:event>/", open_to_all(RequestAct.as_view()), name="request-act"),
]
