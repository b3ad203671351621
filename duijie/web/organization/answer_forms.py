"""The forms of an organization's answers: how much, in which part, with which offer."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.matches.rules import PARTY_ROLE_LABELS
from duijie.apps.offers.models import Offer
from duijie.web.frame.fields import MoneyField, TextField
from duijie.web.organization.project_forms import QuantityField, choices


class PartForm(forms.Form):
    """How much of a need; what is still open is named beside the question."""

    quantity = QuantityField(label=gettext_lazy("How much do you take on?"))

    def __init__(self, *args: Any, still_open: str = "", **arguments: Any) -> None:
        super().__init__(*args, **arguments)
        if still_open:
            self.fields["quantity"].help_text = _("Still open: %(left)s. A part is welcome too.") % {"left": still_open}


class InterestForm(PartForm):
    """有意向: how much, in which part, with which offer, and a word to the office."""

    quantity = QuantityField(label=gettext_lazy("How much could you take on?"))
    party_role = forms.ChoiceField(
        label=gettext_lazy("What would you do?"), choices=choices(PARTY_ROLE_LABELS), widget=forms.RadioSelect
    )
    offer = forms.ChoiceField(
        label=gettext_lazy("With which of your offers?"),
        help_text=gettext_lazy("What you commit to is then taken off what the offer has left."),
        required=False,
        widget=forms.RadioSelect,
    )
    message = TextField(label=gettext_lazy("A word to the need's office"), limit=300, rows=3, required=False)

    def __init__(self, *args: Any, offers: Sequence[Offer] = (), **arguments: Any) -> None:
        super().__init__(*args, **arguments)
        if offers:
            titles = [(str(each.pk), each.title) for each in offers]
            self.fields["offer"].choices = [*titles, ("", _("With none of them"))]  # type: ignore[attr-defined]
        else:
            del self.fields["offer"]


class TakeForm(PartForm):
    """An answer to a recommendation."""

    quantity = QuantityField(label=gettext_lazy("How much could you take on?"))
    message = TextField(label=gettext_lazy("A word to the need's office"), limit=300, rows=3, required=False)


class CommitForm(PartForm):
    """确认承接: how much, and the amount if it is known."""

    amount = MoneyField(
        label=gettext_lazy("What does your part cost?"),
        help_text=gettext_lazy("Leave empty if it is goods or service without an amount."),
        required=False,
    )
