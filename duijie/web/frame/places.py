"""A place as people type it: its name, its pinyin or initials, or its code; no map and no script needed."""

import re
from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import CODE_LENGTH, Level
from duijie.apps.regions.searching import search
from duijie.apps.regions.selectors import find

_CHOICES_NAMED = 5
_BETWEEN_PLACES = re.compile(r"[、，,；;\n]+")


def read_place(text: str, *, levels: Iterable[Level] = ()) -> Division:
    """The one division that is meant; `levels` narrows the choice, none means any.

    Raises:
        ValidationError: there is none, or several go by that name; the words name some of them.
    """
    text, allowed = text.strip(), frozenset(levels)
    if text.isascii() and text.isdigit() and len(text) == CODE_LENGTH:
        found = [each for each in (find(text),) if each is not None]
    else:
        found = list(Division.objects.filter(full_name=text, is_active=True)) or _searched(text, allowed)
    found = [each for each in found if not allowed or Level(each.level) in allowed]
    if not found:
        raise ValidationError(gettext("No place is called “%(text)s”.") % {"text": text}, code="unknown")
    if len(found) > 1:
        names = "、".join(each.full_name for each in found[:_CHOICES_NAMED])
        raise ValidationError(gettext("Which one do you mean: %(names)s?") % {"names": names}, code="ambiguous")
    return found[0]


def _searched(text: str, levels: frozenset[Level]) -> list[Division]:
    """What the search finds; what bears exactly this name goes before what only begins with it."""
    found = [each for each in search(text, limit=200) if not levels or Level(each.level) in levels]
    exact = [each for each in found if text in {each.name, each.stem} or each.full_name.endswith(text)]
    return exact or found


class PlaceField(forms.CharField):
    """One place, cleaned to its `Division` (None when it may be empty); `levels` says which kinds of places."""

    def __init__(self, *, levels: Iterable[Level] = (), **arguments: Any) -> None:
        arguments.setdefault("help_text", _("Its name is enough, with the county before it if several are called so."))
        arguments.setdefault("max_length", 160)
        self.levels = tuple(levels)
        super().__init__(**arguments)
        self.widget.attrs.setdefault("autocomplete", "off")

    def clean(self, value: Any) -> Any:
        """The division.

        Raises:
            ValidationError: there is no such place, or several.
        """
        text = super().clean(value)
        return read_place(text, levels=self.levels) if text else None

    def prepare_value(self, value: Any) -> Any:
        """A division as its full name; what was typed stays as it was typed."""
        return value.full_name if isinstance(value, Division) else value


class PlacesField(forms.CharField):
    """Several places, one a line or with 、 between them; cleaned to a tuple of `Division`."""

    def __init__(self, *, levels: Iterable[Level] = (), most: int = 50, **arguments: Any) -> None:
        arguments.setdefault("widget", forms.Textarea({"rows": 3, "autocomplete": "off"}))
        arguments.setdefault("help_text", _("One a line, or with a comma between them. Leave empty for anywhere."))
        self.levels, self.most = tuple(levels), most
        super().__init__(**arguments)

    def clean(self, value: Any) -> Any:
        """The divisions, without repeats.

        Raises:
            ValidationError: some place is unknown or not certain, or there are too many.
        """
        texts = [text.strip() for text in _BETWEEN_PLACES.split(super().clean(value)) if text.strip()]
        if len(texts) > self.most:
            raise ValidationError(gettext("At most %(most)s places, please.") % {"most": self.most}, code="too_many")
        found: dict[str, Division] = {}
        faults: list[ValidationError] = []
        for text in texts:
            try:
                division = read_place(text, levels=self.levels)
            except ValidationError as fault:
                faults.append(fault)
            else:
                found[division.path] = division
        if faults:
            raise ValidationError(faults)
        return tuple(found.values())

    def prepare_value(self, value: Any) -> Any:
        """Divisions as full names, one a line; what was typed stays as it was typed."""
        if isinstance(value, list | tuple):
            return "\n".join(each.full_name if isinstance(each, Division) else str(each) for each in value)
        return value


def divisions_of(paths: Iterable[str]) -> list[Division]:
    """The divisions of some paths, by path, for a form that shows them again."""
    return list(Division.objects.filter(path__in=list(paths)).order_by("path"))
