"""统筹匹配: an office opens a round for its division, looks at the list, and releases it by name or lays it aside."""

from decimal import Decimal
from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.matches.models import Round
from duijie.apps.matches.rounds.reading import fallen_pairs, round_by_number, visible_rounds
from duijie.apps.matches.rules.rounds import (
    KEY_COUNTY_WEIGHTS,
    ROUND,
    ROUND_OFFICES,
    ROUND_READERS,
    STEP_LABELS,
    USUAL_KEY_COUNTY_WEIGHT,
    Step,
)
from duijie.apps.matches.services.rounds import prepare_round, release_round, withdraw_round
from duijie.kernel.audit.recording import history
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.acts import Act, ActPage, buttons
from duijie.web.frame.fields import TextField
from duijie.web.frame.formats import datetime_local, plain_number
from duijie.web.frame.forms import FormPage
from duijie.web.frame.histories import as_history
from duijie.web.frame.parts import Column, Fact, Link, State, Table
from duijie.web.frame.policies import ActorRequest, for_roles
from duijie.web.office.round_files import urlpatterns as file_patterns
from duijie.web.office.round_tables import TABLES

LISTED = 50
for_readers = for_roles(*ROUND_READERS)
for_preparers = for_roles(*ROUND_OFFICES)


class PrepareForm(forms.Form):
    """What an office decides before a round is computed."""

    key_county_weight = forms.TypedChoiceField(
        label=gettext_lazy("How much does a key county weigh?"),
        help_text=gettext_lazy("Beside other counties, which weigh 1. The weight is published with the round."),
        choices=[(str(each), plain_number(each)) for each in KEY_COUNTY_WEIGHTS],
        coerce=Decimal,
        initial=str(USUAL_KEY_COUNTY_WEIGHT),
        widget=forms.RadioSelect,
    )


class ReleaseForm(forms.Form):
    """A word that goes with every recommendation."""

    note = TextField(
        label=gettext_lazy("A word to the organizations"),
        help_text=gettext_lazy("For example whom to ring."),
        limit=300,
        rows=3,
        required=False,
    )


ROUND_ACTS = {
    "release": Act(
        lambda actor, row, given: release_round(actor=actor, row=row, note=given["note"]),
        ReleaseForm,
        mark("Each organization answers its recommendations within 48 hours, as it likes; there are no quotas."),
    ),
    "withdraw": Act(
        lambda actor, row, _given: withdraw_round(actor=actor, row=row),
        help_text=mark("Nobody has been asked anything yet, and nobody will be by this round."),
    ),
}


@for_readers
def rounds(request: ActorRequest) -> HttpResponse:
    """The rounds of the office's division and of those in it, the newest first."""
    rows = list(visible_rounds(request.actor)[:LISTED])
    columns = [
        Column(_("Round")),
        Column(_("Division")),
        Column(_("State")),
        Column(_("Needs"), numeric=True),
        Column(_("With a recommendation"), numeric=True),
        Column(_("Opened")),
    ]
    cells = [
        [
            Link(each.number, address(each)),
            each.division_name,
            State(each.state, ROUND),
            each.needs,
            _served(each),
            datetime_local(each.created_at),
        ]
        for each in rows
    ]
    context = {
        "title": _("Rounds of matching"),
        "table": Table(_("Rounds of matching"), columns, cells),
        "may_prepare": request.actor.role in ROUND_OFFICES,
    }
    return render(request, "office/rounds.html", context)


def _served(row: Round) -> str:
    return plain_number(row.figures["fair"]["all"][0]) if row.figures else ""


class PreparePage(FormPage):
    """Open a round for the office's own division."""

    form_class = PrepareForm

    def perform(self, form: Any) -> str:
        """Open it; its computing is left to a job."""
        return address(prepare_round(actor=self.actor, key_county_weight=form.cleaned_data["key_county_weight"]))

    def context(self) -> dict[str, Any]:
        """What it means."""
        return {
            "title": _("Prepare a round of matching"),
            "button": _("Compute the list"),
            "help_text": _(
                "All open needs of your division are matched at once with all that serves it. Nobody is asked anything"
                " before you have looked at the list and released it."
            ),
            "back": reverse("office:rounds"),
        }


@for_readers
def round_page(request: ActorRequest, number: str) -> HttpResponse:
    """One round: how far it is, its list from seven sides, and what may be done with it."""
    row = _found(request, number)
    shown = request.GET.get("show", "")
    shown = shown if shown in TABLES else next(iter(TABLES))
    fallen = fallen_pairs(row) if row.state == "prepared" else {}
    is_computed = row.finished_at is not None
    context = {
        "row": row,
        "title": _("Round of matching %(number)s") % {"number": row.number},
        "lifecycle": ROUND,
        "acts": buttons(ROUND, ROUND_ACTS, request.actor, row, lambda event: f"{address(row)}{event}/"),
        "is_computed": is_computed,
        "step": _(STEP_LABELS[Step(row.step)]),
        "facts": round_facts(row),
        "fallen": len(fallen),
        "tabs": [Link(_(label), f"?show={name}", current=name == shown) for name, (label, _t) in TABLES.items()],
        "table": TABLES[shown][1](row, fallen) if is_computed else None,
        "entries": as_history(history(row)),
    }
    return render(request, "office/round.html", context)


def round_facts(row: Round) -> list[Fact]:
    """A round in a few lines: whose it is, what it looked at, what equity cost."""
    found = [
        Fact(_("Division"), row.division_name),
        Fact(_("Opened by"), row.prepared_by_label),
        Fact(_("Weight of key counties"), plain_number(row.key_county_weight)),
    ]
    if row.finished_at:
        found += [
            Fact(_("Open needs"), plain_number(row.needs)),
            Fact(_("With a recommendation"), _served(row)),
            Fact(_("Offers that fit some need"), plain_number(row.offers)),
            Fact(_("Price of equity"), _price_of_equity(row)),
        ]
    if row.prices_from:
        found.append(Fact(_("Began with the prices of"), Link(row.prices_from.number, address(row.prices_from))))
    if row.released_at:
        found.append(Fact(_("Released by"), f"{row.released_by_label} {datetime_local(row.released_at)}"))
    return found


def _price_of_equity(row: Round) -> str:
    if not row.plain_total:
        return ""
    share = (row.plain_total - row.total) / row.plain_total
    return _("%(share)s of the utility of the best list without it") % {"share": f"{share * 100:.2f}%"}


class RoundAct(ActPage):
    """Release the list, or lay the round aside."""

    lifecycle, acts = ROUND, ROUND_ACTS
    template_name = "organization/act.html"

    def load(self, number: str) -> Round | None:
        """The round if it is of the office's division or of one in it."""
        return round_by_number(self.actor, number)

    def address_of(self, row: Round) -> str:
        """Its page."""
        return address(row)

    def context(self) -> dict[str, Any]:
        """How many would be asked, and how many rows have fallen away since the list was computed."""
        context = super().context()
        facts = [Fact(_("Round"), self.row.number), Fact(_("Division"), self.row.division_name)]
        if self.row.state == "prepared":
            rows = self.row.pairs.filter(is_recommended=True).count()
            fallen = len(fallen_pairs(self.row))
            facts.append(Fact(_("Rows that will be recommended"), plain_number(rows - fallen)))
            facts.append(Fact(_("Rows that have fallen away since"), plain_number(fallen)))
        return {**context, "facts": facts}


def _found(request: ActorRequest, number: str) -> Round:
    row = round_by_number(request.actor, number)
    if row is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return row


def address(row: Round) -> str:
    """The office's page of a round."""
    return reverse("office:round", args=[row.number])


urlpatterns = [
    path("rounds/", rounds, name="rounds"),
    path("rounds/new/", for_preparers(PreparePage.as_view()), name="round-new"),
    path("rounds/<str:number>/", round_page, name="round"),
    *file_patterns,
    path("rounds/<str:number>/<str:event>/", for_preparers(RoundAct.as_view()), name="round-act"),
]
