"""The questions of an order: a household types four things at most, as for a request; the rest is chosen."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duijie.apps.needs.rules.particulars import TEXT_MOST
from duijie.web.frame.fields import TextField
from duijie.web.frame.formats import quantity
from duijie.web.frame.widgets import AffixedInput
from duijie.web.village.forms import PlacedForm

MOST_CHOSEN = 20
"""Up to which number a household chooses; whoever needs more is a village."""


class QuantityForm(PlacedForm):
    """How much of a service a village wants, and for what."""

    quantity = forms.DecimalField(
        label=_("How much do you need?"), min_value=Decimal("0.01"), max_digits=9, decimal_places=2
    )
    text = TextField(label=_("What is it for?"), limit=TEXT_MOST, rows=3, required=False)

    def __init__(self, *args: Any, left: Decimal, unit: str, elder: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.left, unit = left, gettext(unit) if unit else ""
        field = self.fields["quantity"]
        field.widget = AffixedInput(unit, decimals=True)
        field.help_text = gettext("At most %(left)s.") % {"left": f"{left.normalize():f} {unit}"}
        self.fields["text"].help_text = gettext("A sentence is enough. No phone or ID numbers here, please.")
        if elder and not self.actor.is_official:
            self.fields["text"].widget.attrs["rows"] = 2

    def clean_quantity(self) -> Decimal:
        """Not more than is left.

        Raises:
            ValidationError: less is left.
        """
        wanted: Decimal = self.cleaned_data["quantity"]
        if wanted > self.left:
            raise ValidationError(gettext("Only %(left)s is left.") % {"left": f"{self.left.normalize():f}"})
        return wanted


class ForWhomForm(forms.Form):
    """Whom a village orders for."""

    households = forms.IntegerField(
        label=_("How many households does it reach?"),
        min_value=1,
        max_value=1_000_000,
        widget=AffixedInput(_("households")),
    )
    persons = forms.IntegerField(
        label=_("How many people does it reach?"), min_value=1, max_value=10_000_000, widget=AffixedInput(_("people"))
    )


class HouseholdQuantityForm(QuantityForm):
    """How much a household wants: chosen, so that it types no more than for a request; and whether it is urgent."""

    is_urgent = forms.BooleanField(
        label=_("It is urgent, for example after a fire, a flood or an accident"), required=False
    )

    def __init__(self, *args: Any, left: Decimal, unit: str, **kwargs: Any) -> None:
        super().__init__(*args, left=left, unit=unit, **kwargs)
        asked = self.fields["quantity"]
        amounts = [Decimal(number) for number in range(1, min(int(left), MOST_CHOSEN) + 1)] or [left]
        self.fields["quantity"] = forms.TypedChoiceField(
            label=asked.label,
            help_text=gettext("At most %(left)s.") % {"left": quantity(amounts[-1], unit)},
            choices=[(f"{each.normalize():f}", quantity(each, unit)) for each in amounts],
            coerce=Decimal,
            error_messages={"invalid_choice": _("Please choose one of the list.")},
        )
