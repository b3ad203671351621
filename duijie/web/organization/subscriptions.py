"""What we want to be told of: subscriptions of an organization, and with the same pages those of an office."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import URLPattern, path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache

from duijie.apps.exchange.models import Subscription
from duijie.apps.exchange.selectors.partners import own_feeds
from duijie.apps.exchange.selectors.subscriptions import (
    hits_for,
    own_subscriptions,
    still_public,
    subscription_of,
)
from duijie.apps.exchange.services.pushing import try_webhook
from duijie.apps.exchange.services.subscribing import (
    change_subscription,
    end_subscription,
    renew_secret,
    resume_webhook,
    subscribe,
)
from duijie.kernel.access.actors import Actor
from duijie.kernel.clock import today
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.limits.services import count_try
from duijie.kernel.submissions.services import receipt_of
from duijie.web.frame.acts import Button
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Column, Link, Table
from duijie.web.frame.policies import ActorRequest, for_organizations
from duijie.web.organization.subscription_forms import SubscriptionForm, initial_of, initial_of_list, wish_of_form
from duijie.web.organization.subscription_parts import (
    asked,
    count_words,
    facts_of,
    feeds_of,
    found_table,
    place_names,
    ways,
)

SHOWN = 30


@dataclass(frozen=True, slots=True)
class Deed:
    """Something that is done with a subscription by one press: its words (message ids) and the service."""

    label: str
    help_text: str
    perform: Callable[[Actor, Subscription], Subscription | None]


def _test(actor: Actor, row: Subscription) -> None:
    try_webhook(actor=actor, subscription=row)


DEEDS = {
    "test": Deed(
        mark("Send a test to the webhook"),
        mark("One message that tells of nothing goes to the address now; the next page says what came back."),
        _test,
    ),
    "resume": Deed(
        mark("Let the webhook go on"),
        mark("Everything that waits is handed over within a minute."),
        lambda actor, row: resume_webhook(actor=actor, subscription=row),
    ),
    "secret": Deed(
        mark("Write a new secret"),
        mark("The old secret signs nothing any more from now on; the new one is shown once."),
        lambda actor, row: renew_secret(actor=actor, subscription=row),
    ),
    "end": Deed(
        mark("End the subscription"),
        mark("Nothing more is told, and the list of what was found goes."),
        lambda actor, row: end_subscription(actor=actor, subscription=row),
    ),
}


def subscription_list(request: ActorRequest) -> HttpResponse:
    """Our subscriptions, the feeds that come of themselves, and what was found lately."""
    rows = list(own_subscriptions(request.actor))
    pairs = list(own_feeds(request.actor, today())) if request.actor.is_official else []
    hits = hits_for(request.actor, [each.pk for each in pairs if each.muted_at is None])
    counts: dict[UUID, int] = {
        each["subscription"] or each["pair"]: each["count"]
        for each in hits.order_by().values("subscription", "pair").annotate(count=Count("pk"))
    }
    names = place_names(rows)
    lines = [
        [Link(each.name, here(request, "subscription", each.pk)), asked(each, names), ways(each),
         count_words(counts.get(each.pk, 0))]
        for each in rows
    ]  # fmt: skip
    columns = [Column(_("Subscription")), Column(_("What it asks for")), Column(_("How")), Column(_("Found"))]
    context = {
        "title": _("Our subscriptions"),
        "table": Table(_("Our subscriptions"), columns, lines) if lines else None,
        "new": here(request, "subscription-new"),
        "pairs": [(each, here(request, "pair-mute", each.pk), count_words(counts.get(each.pk, 0))) for each in pairs],
        "partners": reverse("office:partners") if request.actor.is_official else "",
        "found": found_table(still_public(hits[:SHOWN]), with_source=True),
    }
    return render(request, "organization/subscriptions.html", context)


@never_cache
def subscription_page(request: ActorRequest, subscription_id: UUID) -> HttpResponse:
    """One subscription: what it asks for, how its webhook stands, what was found; a fresh secret once."""
    row = _ours(request.actor, subscription_id)
    sent = request.GET.get("sent", "")
    hits = hits_for(request.actor).filter(subscription=row)[:SHOWN]
    webhook_deeds = ["test", "resume", "secret"] if row.paused_at else ["test", "secret"]
    deeds = [*(webhook_deeds if row.webhook_address else ()), "end"]
    context = {
        "title": row.name,
        "row": row,
        "facts": facts_of(row),
        "secret": receipt_of(UUID(sent), actor=request.actor) if _is_id(sent) else None,
        "acts": [
            Button("change", _("Change"), here(request, "subscription-change", row.pk)),
            *(_button(request, row, each) for each in deeds),
        ],
        "feeds": feeds_of(row),
        "found": found_table(still_public(hits), with_source=False),
        "back": here(request, "subscriptions"),
    }
    return render(request, "organization/subscription.html", context)


class NewSubscriptionPage(FormPage):
    """Subscribe, from a blank form or from what a list was filtered by."""

    form_class = SubscriptionForm

    def form_arguments(self) -> dict[str, Any]:
        """The filters of the list from which somebody comes."""
        return {"initial": initial_of_list(self.request.GET)}

    def perform(self, form: SubscriptionForm) -> str:
        """Keep it; a webhook's secret is shown once on the next page."""
        return _page_with_secret(self, subscribe(actor=self.actor, wish=wish_of_form(form.cleaned_data)), "")

    def context(self) -> dict[str, Any]:
        """What it is for."""
        return {
            "title": _("A new subscription"),
            "help_text": _("You are told of what is published from now on and fits."),
            "button": _("Subscribe"),
            "back": here(self.request, "subscriptions"),
        }


class ChangeSubscriptionPage(FormPage):
    """Ask for something else."""

    form_class = SubscriptionForm
    row: Subscription

    def prepare(self) -> None:
        """It must be ours."""
        self.row = _ours(self.actor, self.kwargs["subscription_id"])

    def form_arguments(self) -> dict[str, Any]:
        """What it asks for now."""
        return {"initial": initial_of(self.row)}

    def perform(self, form: SubscriptionForm) -> str:
        """Keep it; the secret of a new address is shown once on the next page."""
        before = self.row.webhook_address
        wish = wish_of_form(form.cleaned_data)
        return _page_with_secret(self, change_subscription(actor=self.actor, subscription=self.row, wish=wish), before)

    def context(self) -> dict[str, Any]:
        """Where to go back."""
        back = here(self.request, "subscription", self.row.pk)
        return {"title": _("Change the subscription"), "button": _("Save"), "back": back}


class DeedPage(FormPage):
    """Test, resume, write a new secret, or end."""

    form_class = forms.Form
    row: Subscription
    deed: Deed

    def prepare(self) -> None:
        """It must be ours, and there must be such a deed; tests are not sent without end."""
        if self.kwargs["deed"] not in DEEDS:
            raise NotFound(mark("There is no such act."))
        self.row, self.deed = _ours(self.actor, self.kwargs["subscription_id"]), DEEDS[self.kwargs["deed"]]
        if self.request.method == "POST" and self.kwargs["deed"] == "test":
            count_try("subscription_test", [str(self.row.pk)])

    def perform(self, form: forms.Form) -> str:  # noqa: ARG002
        """Do it."""
        done, name = self.deed.perform(self.actor, self.row), self.kwargs["deed"]
        if name == "end":
            return here(self.request, "subscriptions")
        if name == "secret" and done is not None:
            return _page_with_secret(self, done, "")
        return here(self.request, "subscription", self.row.pk)

    def context(self) -> dict[str, Any]:
        """What happens."""
        return {
            "title": _(self.deed.label),
            "help_text": _(self.deed.help_text),
            "button": _(self.deed.label),
            "back": here(self.request, "subscription", self.row.pk),
        }


def _button(request: HttpRequest, row: Subscription, name: str) -> Button:
    deed = DEEDS[name]
    return Button(name, _(deed.label), here(request, "subscription-act", row.pk, name))


def here(request: HttpRequest, name: str, *args: object) -> str:
    """The address of a page on the side on which somebody is: the organizations' or the offices'."""
    match = request.resolver_match
    return reverse(f"{match.namespace if match else 'organization'}:{name}", args=args)


def _page_with_secret(page: FormPage, row: Subscription, address_before: str) -> str:
    """The page of a subscription; where the secret is new, its sender may read it there."""
    address = here(page.request, "subscription", row.pk)
    if not row.webhook_address or row.webhook_address == address_before:
        return address
    page.receipt = row.webhook_secret
    return f"{address}?{urlencode({'sent': str(page.submission_id)})}"


def _ours(actor: Actor, subscription_id: UUID) -> Subscription:
    row = subscription_of(actor, subscription_id)
    if row is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return row


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True


def addresses(guard: Callable[[Any], Any]) -> list[URLPattern]:
    """The pages below `subscriptions/`, each behind the guard of its side."""
    one = "subscriptions/<uuid:subscription_id>/"
    return [
        path("subscriptions/", guard(subscription_list), name="subscriptions"),
        path("subscriptions/new/", guard(NewSubscriptionPage.as_view()), name="subscription-new"),
        path(one, guard(subscription_page), name="subscription"),
        path(f"{one}change/", guard(ChangeSubscriptionPage.as_view()), name="subscription-change"),
        path(f"{one}<str:deed>/", guard(DeedPage.as_view()), name="subscription-act"),
    ]


urlpatterns = addresses(for_organizations)
