"""What somebody has chosen in a list's filters, as words, and addresses that take each choice back."""

from collections.abc import Iterator
from urllib.parse import urlencode

from django import forms
from django.forms.boundfield import BoundField
from django.http import QueryDict

from duijie.web.frame.formats import is_chinese
from duijie.web.frame.parts import Link

CURSORS = ("before", "after")


def without_paging(query: QueryDict, *names: str) -> str:
    """The query without cursors, empty values and the named parameters, ready for one more parameter."""
    pairs = [
        (name, value)
        for name, values in query.lists()
        if name not in (*CURSORS, *names)
        for value in values
        if value != ""
    ]
    return f"{urlencode(pairs)}&" if pairs else ""


def _words(field: BoundField, value: str) -> str:
    choices = getattr(field.field, "choices", ())
    for key, label in choices:
        if isinstance(label, list | tuple):
            found = next((words for inner, words in label if str(inner) == value), None)
            if found is not None:
                return str(found)
        elif str(key) == value:
            return str(label)
    return value


def words_of_selection(form: forms.Form, query: QueryDict) -> list[Link]:
    """Each chosen value as a link to the same list without it."""
    return list(_links(form, query))


def _links(form: forms.Form, query: QueryDict) -> Iterator[Link]:
    for field in form.visible_fields():
        values = [value for value in query.getlist(field.html_name) if value]
        for value in values:
            rest = without_paging(query, field.html_name)
            others = urlencode([(field.html_name, other) for other in values if other != value])
            yield Link(_named(field, value), f"?{rest}{others}".rstrip("&?") or "?")


def _named(field: BoundField, value: str) -> str:
    """The question and what was chosen; a box that is ticked says it all by its question."""
    if isinstance(field.field, forms.BooleanField):
        return str(field.label)
    return f"{field.label}{(': ', '：')[is_chinese()]}{_words(field, value)}"
