"""Rows of a list that say something else than their need: what was, what is now, and whether it may be taken over."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.forms import BooleanField, CharField, Form, HiddenInput
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.vocabulary import FORM_LABELS, POLICY_COVER_LABELS, SOURCE_LABELS, URGENCY_LABELS
from duijie.apps.needs.selectors.changes import Change, Comparison
from duijie.apps.regions.selectors import full_name
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.fields import FIELDS, SUBFIELDS
from duijie.kernel.lists.returned import Difference
from duijie.web.frame.formats import NOTHING, date_zh, money, plain_number
from duijie.web.frame.parts import Column, Link, State, Table
from duijie.web.office.need_forms import NeedForm

ROWS_SHOWN = 300
_LABELS: Mapping[str, Any] = {
    "field": gettext_lazy("Field"),
    "source": gettext_lazy("Where it comes from"),
    "village_name": gettext_lazy("Village as the list names it"),
}
_WORDS: Mapping[str, Mapping[Any, str]] = {
    "form": FORM_LABELS,
    "policy_cover": POLICY_COVER_LABELS,
    "source": SOURCE_LABELS,
    "urgency": URGENCY_LABELS,
    "field": {code: each.label for code, each in FIELDS.items()},
    "subfield": {code: each.label for code, each in SUBFIELDS.items()},
    "beneficiaries": BENEFICIARIES,
}


class ConfirmForm(Form):
    """Whether the needs whose rows have changed are brought up to date, and which changes the clerk has seen."""

    seen = CharField(required=False, widget=HiddenInput)
    updates = BooleanField(required=False)

    def __init__(self, *args: Any, comparison: Comparison | None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        count = len(comparison.updatable) if comparison else 0
        if comparison is None or not count:
            del self.fields["seen"], self.fields["updates"]
            return
        self.fields["seen"].initial = comparison.digest
        self.fields["updates"].label = ngettext(
            "Bring %(count)d need up to date with its row", "Bring %(count)d needs up to date with their rows", count
        ) % {"count": count}

    def agreed(self) -> str:
        """The digest of the changes that the clerk takes over, "" when he takes none."""
        return str(self.cleaned_data["seen"]) if self.cleaned_data.get("updates") else ""


def change_table(comparison: Comparison) -> Table:
    """One line for each particular that has changed."""
    lines = [(change, each) for change in comparison.changes for each in change.differences]
    rows = [_line(change, each) for change, each in lines[:ROWS_SHOWN]]
    labels = (_("Row"), _("Need"), _("State"), _("What has changed"), _("Was"), _("Is now"), _("What happens"))
    return Table(_("Rows that have changed"), [Column(label) for label in labels], rows, show_caption=True)


def _line(change: Change, difference: Difference) -> list[object]:
    return [
        change.row.number,
        Link(change.need.title, reverse("office:need", args=[change.need.number])),
        State(change.need.state, NEED),
        label_of(difference.name),
        shown_value(difference.name, difference.before),
        shown_value(difference.name, difference.after),
        _(change.obstacle) if change.obstacle else _("Brought up to date, if you say so below"),
    ]


def label_of(name: str) -> str:
    """What a particular is called on pages."""
    if name in _LABELS:
        return str(_LABELS[name])
    return str(NeedForm.base_fields[name].label)


def shown_value(name: str, value: Any) -> str:
    """A particular as people read it."""
    if value in (None, "", (), []):
        return NOTHING
    if name == "division_code":
        return full_name(value)
    if name.endswith("_fen"):
        return money(value)
    if name in _WORDS:
        codes = value if isinstance(value, list | tuple) else [value]
        return "、".join(_(_WORDS[name][code]) for code in codes)
    if isinstance(value, date):
        return date_zh(value)
    return plain_number(value) if name in {"quantity", "households", "persons"} else str(value)
