"""Errors in words that say what to do, the same in the summary and beside the field.

Django's own messages keep their ids; `locale/zh_Hans/django.po` says them more kindly.
"""

from collections.abc import Iterator
from typing import Final

from django import forms
from django.core.exceptions import ValidationError
from django.forms.boundfield import BoundField
from django.utils.translation import gettext

NAMELESS: Final = frozenset({"This field is required.", "Please fill this in."})
CODES_OF_FIELDS: Final = frozenset(
    {
        "invalid",
        "invalid_choice",
        "invalid_list",
        "max_length",
        "min_length",
        "max_value",
        "min_value",
    }
)
"""Errors that say what is wrong but not where; in a summary they need the question."""


def _says_only_that_it_is_missing(error: ValidationError) -> bool:
    return str(error.message) in {gettext(each) for each in NAMELESS}


def _name_the_field(field: BoundField) -> str:
    """What to say when an answer is missing, with the question in it: a list of equal sentences helps nobody."""
    label = str(field.label or "").strip()
    widget = field.field.widget
    if isinstance(widget, forms.FileInput):
        return gettext("Choose a file for “%(label)s”.") % {"label": label}
    if isinstance(widget, forms.CheckboxInput):
        return gettext("Tick “%(label)s” to go on.") % {"label": label}
    if isinstance(widget, forms.Select | forms.RadioSelect | forms.CheckboxSelectMultiple):
        return gettext("Choose an answer to “%(label)s”.") % {"label": label}
    if label.endswith(("?", "？")):
        return gettext("Answer “%(label)s”.") % {"label": label}
    return gettext("Fill in “%(label)s”.") % {"label": label}


def _with_question(label: str, words: str) -> str:
    if label.endswith(("?", "？")):
        return gettext("%(question)s %(words)s") % {"question": label, "words": words}
    return gettext("%(label)s: %(words)s") % {"label": label, "words": words}


def messages_of(field: BoundField) -> Iterator[str]:
    """The errors of a field in the words of the page."""
    for error in field.errors.as_data():
        words = "".join(str(message) for message in error)
        if _says_only_that_it_is_missing(error):
            yield _name_the_field(field)
        elif error.code in CODES_OF_FIELDS and field.label:
            yield _with_question(str(field.label), words)
        else:
            yield words


def anchor_of(field: BoundField) -> str:
    """The id of the input to which the summary leads: the first one of a group."""
    if field.field.widget.use_fieldset:
        first = next(iter(field.subwidgets), None)
        return str((first and first.id_for_label) or field.auto_id)
    return field.id_for_label or field.auto_id


def all_messages(form: forms.BaseForm) -> Iterator[tuple[str, str]]:
    """Every error of a form as (address, words), in the order of the page; those of no field come first."""
    for message in form.non_field_errors():
        yield "", str(message)
    for field in form:
        for message in messages_of(field):
            yield ("" if field.is_hidden else f"#{anchor_of(field)}"), message
