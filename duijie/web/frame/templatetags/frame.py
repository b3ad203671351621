"""The components and filters that every template has; `docs/reference/components.md` shows each in use."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django import forms, template
from django.forms.boundfield import BoundField
from django.template.context import Context
from django.template.loader import render_to_string
from django.utils.html import format_html
from django.utils.safestring import SafeString

from duijie.kernel.lifecycle.tables import Lifecycle
from duijie.web.frame import formats, wording
from duijie.web.frame.acts import Button
from duijie.web.frame.parts import Entry, Fact, Figure, Link, Paging, Photo, State, Step, Table, Task
from duijie.web.frame.selection import without_paging, words_of_selection
from duijie.web.frame.states import described

register = template.Library()

FIELDS_UNFOLDED, FIELDS_BEFORE_THE_FOLD = 3, 2
"""A narrow screen shows so many conditions of a list at once; of more than that, the first ones."""

for _filter in (
    formats.money,
    formats.date_zh,
    formats.datetime_local,
    formats.phone_grouped,
    formats.masked,
    formats.quantity,
    formats.percentage,
    formats.plain_number,
):
    register.filter(_filter.__name__, _filter)


# Forms


@register.inclusion_tag("frame/components/error_summary.html")
def error_summary(form: forms.BaseForm | str | None) -> dict[str, object]:
    """What has to be put right, linked to the fields; nothing for a form without errors."""
    return {"problems": list(wording.all_messages(form)) if isinstance(form, forms.BaseForm) and form.errors else []}


@register.simple_tag
def has_errors(form: object) -> bool:
    """Whether a form came back with errors; the page's title says so first."""
    return isinstance(form, forms.BaseForm) and form.is_bound and bool(form.errors)


@register.inclusion_tag("frame/components/form_fields.html")
def form_fields(form: forms.BaseForm) -> dict[str, object]:
    """All fields of a form, hidden ones included."""
    return {"form": form}


@register.simple_tag(takes_context=True)
def form_address(context: Context, submission_id: UUID) -> str:
    """Where a form is sent: to an address of its own beside the page's.

    A browser forgets the page of an address to which it has sent something. So the way back would bring up a fresh
    form with the old words in it, and pressing its button would do the act a second time.
    """
    query = context["request"].GET.copy()
    query["draft"] = str(submission_id)
    return f"?{query.urlencode()}"


@register.inclusion_tag("django/forms/field.html")
def form_field(field: BoundField, heading: bool = False) -> dict[str, object]:  # noqa: FBT001, FBT002
    """One field; with `heading` its question is the page's heading."""
    return {"field": field, "heading": heading}


@register.filter
def messages_of(field: BoundField) -> list[str]:
    """The errors of a field in the words that the summary uses."""
    return list(wording.messages_of(field))


@register.filter
def is_single_checkbox(field: BoundField) -> bool:
    """A single box stands before its label."""
    return isinstance(field.field.widget, forms.CheckboxInput)


@register.inclusion_tag("frame/components/button.html")
def button(label: str, kind: str = "main", name: str = "", value: str = "") -> dict[str, object]:
    """The button that sends the form; `kind` is `main`, `plain`, `caution` or `link`."""
    return {"label": label, "kind": kind, "name": name, "value": value}


@register.inclusion_tag("frame/components/button_link.html")
def button_link(label: str, href: str, kind: str = "main") -> dict[str, object]:
    """A link that looks like a button, for the page's next step."""
    return {"label": label, "href": href, "kind": kind}


@register.inclusion_tag("frame/components/filters.html", takes_context=True)
def filters(context: Context, form: forms.Form, label: str = "") -> dict[str, object]:
    """A form that narrows a list by GET, with what is chosen as links that take it back; on a phone most is folded."""
    request, fields = context["request"], form.visible_fields()
    shown = len(fields) if len(fields) <= FIELDS_UNFOLDED else FIELDS_BEFORE_THE_FOLD
    return {
        "form": form,
        "label": label,
        "path": request.path,
        "fields": fields[:shown],
        "folded": fields[shown:],
        "is_folded_used": any(field.value() for field in fields[shown:]),
        "chosen": words_of_selection(form, request.GET),
    }


# Words in a shape


@register.inclusion_tag("frame/components/state_tag.html")
def state_tag(name: str, shape: str = "", lifecycle: Lifecycle | None = None) -> dict[str, str]:
    """Words and a shape for a state: the label's message id, or a state of the lifecycle."""
    return described(name, shape, lifecycle)


@register.inclusion_tag("frame/components/summary_list.html")
def summary_list(facts: Sequence[Fact]) -> dict[str, object]:
    """Questions with their answers, each with a link to change it where `change` is given."""
    return {"facts": facts}


@register.inclusion_tag("frame/components/task_list.html")
def task_list(tasks: Sequence[Task]) -> dict[str, object]:
    """What there is to do, each with its state."""
    return {"tasks": tasks}


@register.inclusion_tag("frame/components/journey.html")
def journey(steps: Sequence[Step]) -> dict[str, object]:
    """The stations of a need with their dates."""
    return {"steps": steps}


@register.inclusion_tag("frame/components/history.html")
def history(entries: Sequence[Entry]) -> dict[str, object]:
    """Who did what and when, as people read it."""
    return {"entries": entries}


@register.inclusion_tag("frame/components/acts_bar.html")
def acts_bar(acts: Sequence[Button], label: str = "") -> dict[str, object]:
    """The acts that this person may do now, the first of them foremost; nothing when there are none."""
    return {"acts": acts, "label": label}


@register.inclusion_tag("frame/components/figures.html", takes_context=True)
def figures(context: Context, cards: Sequence[Figure], *, are_explained: bool = True) -> dict[str, object]:
    """Numbers, each with its definition and the list behind it; words of the glossary are explained.

    Not so on a first page, where the two files of `words` would be too much for a slow phone.
    """
    return {"cards": cards, "are_explained": are_explained, "request": context["request"]}


@register.inclusion_tag("frame/components/photos.html")
def photos(pictures: Sequence[Photo]) -> dict[str, object]:
    """Small pictures that lead to large ones."""
    return {"pictures": pictures}


# Lists and ways


@register.inclusion_tag("frame/components/table.html")
def data_table(table: Table) -> dict[str, object]:
    """A table that becomes a list of rows on a phone."""
    return {"table": table}


@register.simple_tag
def cell(value: object) -> SafeString | object:
    """What stands in a table cell: a link, a state, a dash for nothing, or the text."""
    if isinstance(value, Link):
        return format_html('<a href="{}">{}</a>', value.href, value.label)
    if isinstance(value, State):
        parts = described(value.name, lifecycle=value.lifecycle)
        return format_html('<span class="tag {}">{}</span>', parts["shape"], parts["label"])
    return formats.NOTHING if value is None or value == "" else value


@register.inclusion_tag("frame/components/paging.html", takes_context=True)
def paging(context: Context, page: Paging) -> dict[str, object]:
    """Links to the page before and after, by cursor, keeping what was chosen."""
    query = without_paging(context["request"].GET)
    return {
        "page": page,
        "total": None if page.total is None else formats.plain_number(page.total),
        "before": page.previous and f"?{query}before={page.previous}",
        "after": page.next and f"?{query}after={page.next}",
    }


@register.inclusion_tag("frame/components/tabs.html")
def tabs(links: Sequence[Link], label: str = "") -> dict[str, object]:
    """Views of the same thing, each with an address of its own."""
    return {"links": links, "label": label}


@register.inclusion_tag("frame/components/breadcrumb.html")
def breadcrumb(links: Sequence[Link]) -> dict[str, object]:
    """The way down to this page; the page itself is not in it."""
    return {"links": links}


@register.inclusion_tag("frame/components/back_link.html")
def back_link(href: str, label: str = "") -> dict[str, object]:
    """One step back, as an address: the browser's own button works too."""
    return {"href": href, "label": label}


# Blocks around text


def _wrap(name: str, content: str, values: dict[str, Any]) -> SafeString:
    return render_to_string(f"frame/components/{name}.html", {"content": SafeString(content.strip()), **values})


@register.simple_block_tag
def notice(content: str, heading: str = "", kind: str = "plain") -> SafeString:
    """Something to know before going on; `kind` `success` says that an act is done."""
    return _wrap("notice", content, {"heading": heading, "kind": kind})


@register.simple_block_tag
def panel(content: str, heading: str) -> SafeString:
    """The confirmation at the end of a journey: what is done, and the number to keep."""
    return _wrap("panel", content, {"heading": heading})


@register.simple_block_tag
def warning(content: str) -> SafeString:
    """What may go wrong, in one or two sentences."""
    return _wrap("warning", content, {})


@register.simple_block_tag
def empty(content: str, heading: str) -> SafeString:
    """A list without rows: why, and what to do next."""
    return _wrap("empty", content, {"heading": heading})


@register.simple_block_tag
def details(content: str, summary: str) -> SafeString:
    """An explanation that some need."""
    return _wrap("details", content, {"summary": summary})
