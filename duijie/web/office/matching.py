"""What fits one need and why; 推荐对接 to an organization: voluntary, withdrawn freely, no quotas."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.matches.models import Match, Suggestion
from duijie.apps.matches.rules import MATCH, SUGGEST, SUGGESTION
from duijie.apps.matches.selectors import Fit, offers_for, visible_matches, visible_suggestions, why_not
from duijie.apps.matches.services import suggestions
from duijie.apps.matches.valuing import valuing_in_use
from duijie.apps.needs.models import Need
from duijie.apps.needs.selectors.needs import need_by_number
from duijie.apps.offers.models import Offer
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import can, require
from duijie.web.frame.fields import TextField
from duijie.web.frame.formats import quantity
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Column, Link, State, Table
from duijie.web.frame.policies import ActorRequest, for_officials
from duijie.web.frame.reasons import Side, why_not_sentences
from duijie.web.organization.match_facts import need_summary, until
from duijie.web.public.fits import shown, valued_by_words

FITS_SHOWN = 10


class SuggestForm(forms.Form):
    """Recommend the need to the organization of one of the fitting offers."""

    offer = forms.ChoiceField(label=gettext_lazy("To which organization?"), widget=forms.RadioSelect)
    note = TextField(
        label=gettext_lazy("A word to the organization"),
        help_text=gettext_lazy("For example when a visit suits the village."),
        limit=300,
        rows=3,
        required=False,
    )

    def __init__(self, *args: Any, fits: list[Fit], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(fit.offer.pk), f"{fit.offer.organization.name}：{fit.offer.title}") for fit in fits]
        self.fields["offer"].choices = choices  # type: ignore[attr-defined]


@for_officials
def need_matching(request: ActorRequest, number: str) -> HttpResponse:
    """What fits a need and why; what was recommended, and what organizations answered."""
    need = need_by_number(request.actor, number)
    fits = shown(offers_for(need, limit=FITS_SHOWN), Side.NEED)
    asked = request.GET.get("why", "").strip()
    context = {
        "need": need,
        "title": _("Matching for this need"),
        "facts": need_summary(need),
        "close": [each for each in fits if each.is_close],
        "loose": [each for each in fits if not each.is_close],
        "answers": _answers(request.actor, need),
        "asked": asked,
        **_why_not(need, asked),
        "valued_by": _valued_by(),
        "may_suggest": can(request.actor, SUGGEST, need),
    }
    return render(request, "office/matching.html", context)


def _valued_by() -> str:
    """Nothing while it goes by the published rule as it should."""
    valuing = valuing_in_use()
    is_plain = not valuing.version and not valuing.fault
    return "" if is_plain else valued_by_words(valuing.version, valuing.fault)


def _why_not(need: Need, asked: str) -> dict[str, object]:
    offer = Offer.objects.filter(number=asked.upper()[:20], state="published").select_related("organization").first()
    if offer is None:
        return {"asked_offer": None}
    return {
        "asked_offer": offer,
        "why_not": why_not_sentences(why_not(need, offer, limit=FITS_SHOWN), Side.NEED),
    }


def _answers(actor: Actor, need: Need) -> Table:
    """Recommendations and answers for one need, the newest first."""
    found: list[Suggestion | Match] = [
        *visible_suggestions(actor).filter(need=need).exclude(state="taken"),
        *visible_matches(actor).filter(need=need),
    ]
    rows = [_answer_row(each, need) for each in sorted(found, key=lambda each: each.created_at, reverse=True)]
    columns = [
        Column(_("Organization")),
        Column(_("What")),
        Column(_("Quantity"), numeric=True),
        Column(_("State")),
        Column(_("Until")),
    ]
    return Table(_("Recommendations and answers"), columns, rows, show_caption=True)


def _answer_row(row: Suggestion | Match, need: Need) -> list[object]:
    is_match = isinstance(row, Match)
    kind, what = ("match", _("Answer")) if is_match else ("suggestion", _("Recommendation"))
    link = Link(row.organization.name, reverse(f"office:{kind}", args=[row.number]))
    amount = quantity(row.quantity, need.unit) if isinstance(row, Match) else ""
    is_waiting = row.state in {"open", "interested"}
    return [link, what, amount, State(row.state, MATCH if is_match else SUGGESTION), until(row) if is_waiting else ""]


class SuggestPage(FormPage):
    """Recommend the need to one organization, for one of its offers."""

    form_class = SuggestForm
    template_name = "organization/act.html"
    need: Need

    def prepare(self) -> None:
        """The need must be open and lie in the office's division."""
        self.need = need_by_number(self.actor, self.kwargs["number"])
        require(self.actor, SUGGEST, self.need)

    def form_arguments(self) -> dict[str, Any]:
        """The fitting offers, best first; the one whose button was used is chosen."""
        fits = offers_for(self.need, limit=FITS_SHOWN)
        chosen = self.request.GET.get("offer", "")
        offer = next((str(fit.offer.pk) for fit in fits if fit.offer.number == chosen), "")
        return {"fits": fits, "initial": {"offer": offer}}

    def perform(self, form: Any) -> str:
        """Recommend."""
        offer = Offer.objects.select_related("organization").get(pk=UUID(form.cleaned_data["offer"]))
        suggestions.suggest(
            actor=self.actor,
            need=self.need,
            organization=offer.organization,
            offer=offer,
            note=form.cleaned_data["note"],
        )
        return _address(self.need)

    def context(self) -> dict[str, Any]:
        """What it means."""
        return {
            "facts": need_summary(self.need),
            "title": _("Recommend to an organization"),
            "button": _("Recommend"),
            "help_text": _("The organization answers within 48 hours, as it likes; there are no quotas."),
            "back": _address(self.need),
        }


def _address(need: Need) -> str:
    return reverse("office:need-matching", args=[need.number])


urlpatterns = [
    path("needs/<str:number>/matching/", need_matching, name="need-matching"),
    path("needs/<str:number>/recommend/", for_officials(SuggestPage.as_view()), name="recommend"),
]
