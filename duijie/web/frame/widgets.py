"""Inputs that Django does not have, or has too small for a thumb."""

from typing import Any

from django import forms
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _


class DateInput(forms.DateInput):
    """The browser's own date picker; without one a text field that takes 2026-11-21."""

    input_type = "date"

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__({"class": "w-date", **(attrs or {})}, format="%Y-%m-%d")


class CountedTextarea(forms.Textarea):
    """A text of at most `limit` characters; with scripts it counts as one types."""

    template_name = "frame/components/counted_textarea.html"

    def __init__(self, limit: int, rows: int = 5, attrs: dict[str, Any] | None = None) -> None:
        self.limit = limit
        super().__init__({"rows": rows, **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Tell the template the limit, and assistive technology where it stands."""
        context = super().get_context(name, value, attrs)
        given = context["widget"]["attrs"]
        context["limit"] = self.limit
        if given.get("id"):
            context["count_id"] = f"{given['id']}_count"
            given["aria-describedby"] = f"{given.get('aria-describedby', '')} {context['count_id']}".strip()
        return context


class AffixedInput(forms.TextInput):
    """A number with its unit beside it: 元, 户, 盏."""

    template_name = "frame/components/affixed_input.html"

    def __init__(self, unit: str | Promise, *, decimals: bool = False, attrs: dict[str, Any] | None = None) -> None:
        self.unit = unit
        keys = "decimal" if decimals else "numeric"
        super().__init__({"inputmode": keys, "autocomplete": "off", "class": "w-number", **(attrs or {})})

    def get_context(self, name: str, value: Any, attrs: dict[str, Any] | None) -> dict[str, Any]:
        """Add the unit; it is also read out with the field."""
        context = super().get_context(name, value, attrs)
        given = context["widget"]["attrs"]
        context["unit"] = self.unit
        if given.get("id"):
            context["unit_id"] = f"{given['id']}_unit"
            given["aria-describedby"] = f"{context['unit_id']} {given.get('aria-describedby', '')}".strip()
        return context


class YesNo(forms.RadioSelect):
    """Yes or no as two large targets; the answer is never chosen beforehand."""

    def __init__(self, attrs: dict[str, Any] | None = None) -> None:
        super().__init__(attrs, choices=(("yes", _("Yes")), ("no", _("No"))))
