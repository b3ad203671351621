"""Forms of projects, for the giving and the receiving side."""

import re
from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from duijie.apps.matches.rules import DECLINE_LABELS
from duijie.apps.projects.rules import (
    FACE_LABELS,
    GIVER_RECORDS,
    MONEY_LABELS,
    PARTY_LABELS,
    RECEIVER_RECORDS,
    MoneyKind,
    PartyKind,
)
from duijie.apps.projects.services.agreement import FurtherParty, PlannedMilestone
from duijie.kernel.clock import today
from duijie.web.frame.fields import MoneyField, TextField
from duijie.web.frame.uploads import KeptFilesField
from duijie.web.frame.widgets import DateInput

FURTHER_PARTIES = (
    PartyKind.FUNDER,
    PartyKind.IMPLEMENTER,
    PartyKind.BENEFICIARIES,
    PartyKind.PARTNER,
    PartyKind.SUPERVISOR,
)
_LINES = 3
_PARTS_OF_A_PARTY = 3
_BETWEEN = re.compile(r"[,，、；;\t]")
_DAY = re.compile(r"^(\d{4})[-/.年](\d{1,2})[-/.月](\d{1,2})日?$")


def choices(labels: dict[Any, str], only: Iterable[Any] | None = None) -> list[tuple[str, object]]:
    """Choices of a closed vocabulary, in the language of the page."""
    return [(key.value, _(labels[key])) for key in (only or labels)]


class QuantityField(forms.DecimalField):
    """A quantity in the need's own unit: above zero, two decimals at most."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(min_value=Decimal("0.01"), max_digits=12, decimal_places=2, **arguments)
        self.widget.attrs.update({"class": "w-number", "inputmode": "decimal", "step": "any"})


class ReasonForm(forms.Form):
    """Why, in a sentence."""

    reason = TextField(label=_("Why?"), limit=300, rows=3)


class TextForm(forms.Form):
    """A sentence or two."""

    text = TextField(label=_("What is to be said"), limit=500, rows=4)


class DeclineForm(forms.Form):
    """暂不承接: one tap, a remark if one likes."""

    decline_reason = forms.ChoiceField(
        label=_("Why not for now?"), choices=choices(DECLINE_LABELS), widget=forms.RadioSelect
    )
    decline_note = TextField(
        label=_("A remark for the office"),
        help_text=_("Only the recommending office reads it."),
        limit=200,
        rows=2,
        required=False,
    )


class ProgressForm(forms.Form):
    """How far the work is."""

    text = TextField(label=_("How far is the work?"), limit=500)
    photos = KeptFilesField(label=_("Photographs"), kind="photo", policy="project", required=False)


class DeliveryForm(forms.Form):
    """填报落实情况, as one stands there with the phone: pictures, how much, when, one line."""

    photos = KeptFilesField(
        label=_("Photographs of the delivery"),
        help_text=_("Things and places rather than faces."),
        kind="photo",
        policy="project",
    )
    delivered_quantity = QuantityField(label=_("How much was handed over?"))
    delivered_on = forms.DateField(label=_("On which day?"), widget=DateInput, initial=today)
    text = TextField(
        label=_("What was handed over, where and to whom?"),
        help_text=_("Please no names or phone numbers."),
        limit=500,
        rows=2,
    )


class HoursForm(forms.Form):
    """志愿服务时长 of one day: how many, how long, what was done; no names."""

    served_on = forms.DateField(label=_("On which day?"), widget=DateInput, initial=today)
    people = forms.IntegerField(
        label=_("How many people helped?"),
        min_value=1,
        max_value=100_000,
        widget=forms.NumberInput(attrs={"class": "w-number", "inputmode": "numeric"}),
    )
    hours = forms.DecimalField(
        label=_("How many hours did they give, all together?"),
        help_text=_("Five people for three and a half hours each: 17.5"),
        min_value=Decimal("0.1"),
        max_digits=9,
        decimal_places=1,
        widget=forms.NumberInput(attrs={"class": "w-number", "inputmode": "decimal", "step": "any"}),
    )
    text = TextField(label=_("What did they do?"), help_text=_("Please no names or phone numbers."), limit=200, rows=2)


class SignatoryForm(forms.Form):
    """Who signs for the receiving side."""

    signatory = forms.CharField(
        label=_("Which office or legal person signs for the receiver?"),
        help_text=_("For example the villagers' committee, the school, or the village collective."),
        max_length=60,
    )


class ConfirmForm(forms.Form):
    """确认收到 in one screen: a face, and a line if one likes."""

    face = forms.ChoiceField(label=_("How was it?"), choices=choices(FACE_LABELS), widget=forms.RadioSelect)
    text = TextField(label=_("Would you like to say something?"), limit=200, rows=2, required=False)


class ProblemForm(forms.Form):
    """有问题: what is wrong."""

    text = TextField(
        label=_("What is wrong?"), help_text=_("For example: it did not arrive, too little, broken."), limit=500
    )


class SettleForm(forms.Form):
    """How a reported problem goes on."""

    outcome = forms.ChoiceField(
        label=_("How does it go on?"),
        choices=[
            ("under_way", _("The organization delivers again or the rest")),
            ("to_confirm", _("It is in order now; the receiving side confirms anew")),
            ("cancelled", _("The project ends; the rest is open to others again")),
        ],
        widget=forms.RadioSelect,
    )
    text = TextField(label=_("What was found and agreed?"), limit=500, rows=4)


class GiverMoneyForm(forms.Form):
    """A money record of the giving side."""

    kinds = tuple(kind for kind in MoneyKind if kind in GIVER_RECORDS)
    kind = forms.ChoiceField(label=_("Which record?"), choices=choices(MONEY_LABELS, kinds), widget=forms.RadioSelect)
    amount = MoneyField(label=_("Amount"))
    on = forms.DateField(label=_("On which day?"), widget=DateInput, initial=today)
    voucher = forms.CharField(label=_("Voucher number"), max_length=60, required=False)
    receipt = forms.CharField(label=_("Number of the donation receipt"), max_length=60, required=False)


class ReceiverMoneyForm(GiverMoneyForm):
    """A money record of the receiving side."""

    kind = forms.ChoiceField(
        label=_("Which record?"),
        choices=choices(MONEY_LABELS, [kind for kind in MoneyKind if kind in RECEIVER_RECORDS]),
        widget=forms.RadioSelect,
    )


class AgreementForm(forms.Form):
    """The agreement: purpose, dates, amount, up to three further parties and milestones."""

    purpose = TextField(label=_("What is agreed?"), limit=500)
    starts_on = forms.DateField(label=_("Begins on"), widget=DateInput)
    ends_on = forms.DateField(label=_("Ends on"), widget=DateInput)
    amount = MoneyField(label=_("Amount in all"), required=False)
    parties = TextField(
        label=_("Further parties"),
        help_text=_(
            "One a line, as: role, name, amount in yuan. For example: Implementer, Example Service Centre, 5000"
        ),
        limit=600,
        rows=_LINES,
        required=False,
    )
    milestones = TextField(
        label=_("Milestones"),
        help_text=_("One a line, as: date, what is reached. For example: 2026-12-31, all lamps stand"),
        limit=600,
        rows=_LINES,
        required=False,
    )

    def clean_parties(self) -> list[FurtherParty]:
        """Read the lines; a fault names its line."""
        roles = {str(_(PARTY_LABELS[kind])): kind for kind in FURTHER_PARTIES}
        return [_party(line, roles) for line in _lines_of(self.cleaned_data["parties"])]

    def clean_milestones(self) -> list[PlannedMilestone]:
        """Read the lines; a fault names its line."""
        return [_milestone(line) for line in _lines_of(self.cleaned_data["milestones"])]


def _lines_of(text: str) -> list[list[str]]:
    """The lines that say something, each cut at its commas (、 and tabs too, as pasted from a sheet)."""
    return [[part.strip() for part in _BETWEEN.split(line)] for line in text.splitlines() if line.strip()]


def _party(parts: list[str], roles: dict[str, PartyKind]) -> FurtherParty:
    kind, name, amount = roles.get(parts[0]), *(*parts[1:3], "", "")[:2]
    if kind is None or not name or len(parts) > _PARTS_OF_A_PARTY:
        raise ValidationError(
            _("Line “%(line)s”: please write role, name, and perhaps an amount. Roles: %(roles)s"),
            params={"line": "，".join(parts), "roles": "、".join(roles)},
        )
    return FurtherParty(kind, name, MoneyField(required=False).clean(amount))


def _milestone(parts: list[str]) -> PlannedMilestone:
    day, text = _day(parts[0]), "，".join(parts[1:])
    if day is None or not text:
        raise ValidationError(
            _("Line “%(line)s”: please write a date, a comma, and what is reached."), params={"line": "，".join(parts)}
        )
    return PlannedMilestone(day, text)


def _day(text: str) -> date | None:
    """2026-12-31, 2026/12/31, 2026.12.31 or 2026年12月31日."""
    found = _DAY.match(text)
    try:
        return date(*map(int, found.groups())) if found else None
    except ValueError:
        return None
