"""东西部协作: which eastern and western divisions are partners by which document, and the feed that comes of it."""

from datetime import date
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.exchange.models import PartnerPair
from duijie.apps.exchange.rules.partners import DOCUMENT_LENGTH, KEEP, MUTE, OFFICE_AT, Pairing
from duijie.apps.exchange.rules.subscriptions import OFFICES
from duijie.apps.exchange.selectors.partners import visible_pairs
from duijie.apps.exchange.services.partnering import end_pair, mute_pair, pair_up
from duijie.kernel.access.actors import Role
from duijie.kernel.access.checks import can, require
from duijie.kernel.clock import today
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.formats import date_zh
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Column, Link, Table
from duijie.web.frame.places import PlaceField
from duijie.web.frame.policies import ActorRequest, for_roles
from duijie.web.frame.widgets import DateInput

KEEPERS = (Role.PROVINCE_OFFICE, Role.MINISTRY)
READERS = (*OFFICES, Role.MINISTRY, Role.AUDITOR)
_LEVELS = tuple(OFFICE_AT)


class PairForm(forms.Form):
    """A pair as a document names it."""

    east = PlaceField(label=gettext_lazy("In the east"), levels=_LEVELS)
    west = PlaceField(label=gettext_lazy("In the west"), levels=_LEVELS)
    document = forms.CharField(label=gettext_lazy("By which document?"), max_length=DOCUMENT_LENGTH)
    valid_from = forms.DateField(label=gettext_lazy("Valid from"), widget=DateInput, required=False)
    valid_to = forms.DateField(label=gettext_lazy("Valid to"), widget=DateInput, required=False)


class EndForm(forms.Form):
    """The last day of a pair."""

    valid_to = forms.DateField(label=gettext_lazy("Last day"), widget=DateInput)


@for_roles(*READERS)
def pair_list(request: ActorRequest) -> HttpResponse:
    """The pairs that concern the office, ended ones last."""
    day = today()
    rows = sorted(visible_pairs(request.actor), key=lambda each: not each.is_valid_on(day))
    columns = [
        Column(_("In the east")),
        Column(_("In the west")),
        Column(_("Document")),
        Column(_("Valid")),
        Column(_("Feed")),
        Column(""),
    ]
    context = {
        "title": _("Partners in east and west"),
        "table": Table(_("Partners in east and west"), columns, [_line(request, each, day) for each in rows]),
        "may_keep": request.actor.role in KEEPERS,
    }
    return render(request, "office/partners.html", context)


def _line(request: ActorRequest, pair: PartnerPair, day: date) -> list[object]:
    valid = _("until %(day)s") % {"day": date_zh(pair.valid_to)} if pair.valid_to else ""
    if pair.valid_from:
        valid = f"{date_zh(pair.valid_from)} – {date_zh(pair.valid_to) if pair.valid_to else ''}"
    feed: object = _("Muted") if pair.muted_at else _("Comes to the eastern office")
    if not pair.is_valid_on(day):
        feed = _("Not in force today")
    elif can(request.actor, MUTE, pair):
        words = _("Let it come again") if pair.muted_at else _("Mute")
        feed = Link(words, reverse("office:pair-mute", args=[pair.pk]))
    may_end = can(request.actor, KEEP, pair) and (pair.valid_to is None or pair.valid_to >= day)
    end = Link(_("End"), reverse("office:pair-end", args=[pair.pk])) if may_end else ""
    return [pair.east_name, pair.west_name, pair.document, valid, feed, end]


class NewPairPage(FormPage):
    """Write a pair down."""

    form_class = PairForm
    template_name = "frame/act.html"

    def perform(self, form: PairForm) -> str:
        """Keep it with its document."""
        given = form.cleaned_data
        pairing = Pairing(
            east_path=given["east"].path,
            west_path=given["west"].path,
            document=given["document"],
            valid_from=given["valid_from"],
            valid_to=given["valid_to"],
        )
        pair_up(actor=self.actor, pairing=pairing)
        return reverse("office:partners")

    def context(self) -> dict[str, Any]:
        """What comes of it."""
        return {
            "title": _("Write a pair down"),
            "help_text": _("From its first day on the eastern office gets the needs of the western division."),
            "button": _("Write it down"),
            "back": reverse("office:partners"),
        }


class _PairPage(FormPage):
    """A page about one pair."""

    template_name = "frame/act.html"
    action = KEEP
    pair: PartnerPair

    def prepare(self) -> None:
        """It must concern the actor, who may do this with it."""
        pair_id: UUID = self.kwargs["pair_id"]
        found = visible_pairs(self.actor).filter(pk=pair_id).first()
        if found is None:
            raise NotFound(mark("There is nothing here that you may see."))
        require(self.actor, self.action, found)
        self.pair = found


class EndPairPage(_PairPage):
    """Let a pair end."""

    form_class = EndForm

    def perform(self, form: EndForm) -> str:
        """Keep its last day."""
        end_pair(actor=self.actor, pair=self.pair, valid_to=form.cleaned_data["valid_to"])
        return reverse("office:partners")

    def context(self) -> dict[str, Any]:
        """Which pair."""
        return {
            "title": _("End the pair"),
            "help_text": str(self.pair),
            "button": _("End the pair"),
            "back": reverse("office:partners"),
        }


class MutePairPage(_PairPage):
    """Stop the feed of a pair for our office, or let it come again."""

    form_class = forms.Form
    action = MUTE

    def perform(self, form: forms.Form) -> str:  # noqa: ARG002
        """Turn it."""
        mute_pair(actor=self.actor, pair=self.pair, is_muted=self.pair.muted_at is None)
        return reverse("office:subscriptions")

    def context(self) -> dict[str, Any]:
        """What it means."""
        words = _("Let it come again") if self.pair.muted_at else _("Mute")
        return {
            "title": f"{words} {self.pair.west_name}",
            "help_text": _("This is for your whole office. Nothing is lost: the needs stand in the library."),
            "button": words,
            "back": reverse("office:subscriptions"),
        }


urlpatterns = [
    path("partners/", pair_list, name="partners"),
    path("partners/new/", for_roles(*KEEPERS)(NewPairPage.as_view()), name="pair-new"),
    path("partners/<uuid:pair_id>/end/", for_roles(*KEEPERS)(EndPairPage.as_view()), name="pair-end"),
    path("partners/<uuid:pair_id>/mute/", for_roles(*OFFICES)(MutePairPage.as_view()), name="pair-mute"),
]
