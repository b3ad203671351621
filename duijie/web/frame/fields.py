"""Form fields for what villages and offices write: amounts in 元 kept as fen, longer texts, yes or no."""

from decimal import Decimal
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duijie.kernel.errors import RuleBroken
from duijie.kernel.money import parse_money
from duijie.web.frame.formats import FEN_IN_YUAN
from duijie.web.frame.widgets import AffixedInput, CountedTextarea, YesNo


class MoneyField(forms.Field):
    """An amount typed in 元 or 万, cleaned to whole fen."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", AffixedInput(_("yuan"), decimals=True))
        super().__init__(**kwargs)

    def to_python(self, value: Any) -> int | None:
        """The amount in fen.

        Raises:
            ValidationError: no amount, less than zero or parts of a fen.
        """
        if value in self.empty_values:
            return None
        try:
            return parse_money(str(value))
        except RuleBroken as fault:
            raise ValidationError(gettext(fault.code) % fault.params, code="invalid") from None

    def prepare_value(self, value: Any) -> Any:
        """Fen as yuan for the input; what somebody typed stays as it was typed."""
        if isinstance(value, int):
            return f"{Decimal(value) / FEN_IN_YUAN:f}"
        return value


class TextField(forms.CharField):
    """A longer text with a limit that is shown before one starts."""

    def __init__(self, *, limit: int = 500, rows: int = 5, **kwargs: Any) -> None:
        kwargs.setdefault("widget", CountedTextarea(limit, rows))
        super().__init__(max_length=limit, **kwargs)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        """No hard stop while typing: a pasted text is not cut, the count says how much is too much."""
        return {key: value for key, value in super().widget_attrs(widget).items() if key != "maxlength"}


class YesNoField(forms.TypedChoiceField):
    """A question answered by yes or no; cleaned to a boolean."""

    def __init__(self, **kwargs: Any) -> None:
        kwargs.setdefault("widget", YesNo())
        kwargs.setdefault("empty_value", None)
        super().__init__(choices=(("yes", _("Yes")), ("no", _("No"))), coerce=lambda value: value == "yes", **kwargs)

    def prepare_value(self, value: Any) -> Any:
        """A stored boolean as the choice that stands for it."""
        if isinstance(value, bool):
            return "yes" if value else "no"
        return value
