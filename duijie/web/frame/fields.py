"""Form fields for what villages and offices write: amounts in 元 kept as fen, longer texts, yes or no."""

import re
from decimal import Decimal, InvalidOperation
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from duijie.web.frame.formats import FEN_IN_YUAN
from duijie.web.frame.widgets import AffixedInput, CountedTextarea, YesNo

FULL_WIDTH = str.maketrans("０１２３４５６７８９．，", "0123456789.,")


def read_amount(text: str) -> Decimal:
    """The yuan in what people write: 5000, 5,000.50, ５０００元, 1.2万, 41.45 万元.

    Raises:
        ValueError: this is no amount.
    """
    plain = re.sub(r"[\s,¥￥]|元$", "", text.translate(FULL_WIDTH).strip())
    factor = 1
    if plain.endswith("万"):
        plain, factor = plain[:-1], 10_000
    try:
        return Decimal(plain) * factor
    except InvalidOperation as wrong:
        raise ValueError(text) from wrong


class MoneyField(forms.Field):
    """An amount typed in 元 or 万, cleaned to whole fen."""

    default_error_messages = {
        "invalid": _("Enter the amount in figures, for example 5000."),
        "too_small": _("The amount cannot be less than zero."),
        "too_exact": _("Enter the amount to the fen at most, for example 5000.50."),
    }

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
            fen = read_amount(str(value)) * FEN_IN_YUAN
        except ValueError:
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        if not fen.is_finite() or fen < 0:
            raise ValidationError(self.error_messages["too_small"], code="too_small")
        if fen != fen.to_integral_value():
            raise ValidationError(self.error_messages["too_exact"], code="too_exact")
        return int(fen)

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
        return {True: "yes", False: "no"}.get(value, value) if isinstance(value, bool) else value
