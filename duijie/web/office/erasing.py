"""Erasing what stands behind a row: the office sees what would go, says why, and types the row's number."""

from collections.abc import Callable, Mapping
from typing import Any, Final

from django import forms
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.needs.selectors.needs import need_by_number
from duijie.apps.offers.selectors import offer_by_number
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.selectors import organization_by_number
from duijie.apps.projects.models import Project
from duijie.apps.projects.selectors import project_by_number
from duijie.apps.projects.services.erasing import ACTIONS, Erasable, erase_row, what_goes
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import can, require
from duijie.kernel.errors import NotFound, RuleBroken, mark
from duijie.web.frame.fields import TextField
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Column, Table
from duijie.web.frame.policies import for_roles
from duijie.web.public.verification import names

FINDERS: Final[Mapping[str, Callable[[Actor, str], Erasable | None]]] = {
    "need": need_by_number,
    "project": project_by_number,
    "offer": offer_by_number,
    "organization": organization_by_number,
}
ERASERS: Final = (Role.COUNTY_OFFICE, Role.PREFECTURE_OFFICE, Role.CIVIL_AFFAIRS, Role.MINISTRY)


class EraseForm(forms.Form):
    """Why, and the number typed out, so that nobody erases by a slip."""

    reason = TextField(
        label=gettext_lazy("Why is it erased?"),
        help_text=gettext_lazy("For example: the person concerned asks for it. Please no names or phone numbers."),
        limit=300,
        rows=3,
    )
    number = forms.CharField(
        label=gettext_lazy("Type the number above to confirm"),
        max_length=20,
        widget=forms.TextInput(attrs={"autocomplete": "off", "spellcheck": "false"}),
    )


class ErasePage(FormPage):
    """What would go, and the form that does it."""

    form_class = EraseForm
    template_name = "office/erase.html"
    row: Erasable

    def prepare(self) -> None:
        """The row must have ended and be this office's to erase."""
        find = FINDERS.get(self.kwargs["kind"])
        row = find(self.actor, self.kwargs["number"]) if find else None
        if row is None:
            raise NotFound(mark("There is nothing here that you may see."))
        require(self.actor, ACTIONS[type(row)], row)
        self.row = row

    def perform(self, form: Any) -> str:
        """Erase it; its page then shows what is left."""
        if form.cleaned_data["number"].strip().upper() != self.row.number:
            raise RuleBroken(mark("This is not the number above."), field="number")
        erase_row(actor=self.actor, row=self.row, reason=form.cleaned_data["reason"])
        return self._back()

    def context(self) -> dict[str, Any]:
        """The row and what stands behind it."""
        return {
            "title": _("Erase what stands behind it"),
            "button": _("Erase for good"),
            "back": self._back(),
            "row": self.row,
            "name": _name_of(self.row),
            "table": _table(self.row),
        }

    def _back(self) -> str:
        return reverse(f"office:{self.kwargs['kind']}", args=[self.row.number])


def erase_address(actor: Actor, row: Erasable) -> str:
    """The page on which this actor may erase what stands behind the row; "" where he may not."""
    if not can(actor, ACTIONS[type(row)], row):
        return ""
    return reverse("office:erase", args=[row._meta.model_name, row.number])


def _name_of(row: Erasable) -> str:
    """What the row is called; a project goes by its need."""
    if isinstance(row, Organization):
        return row.name
    return row.need.title if isinstance(row, Project) else row.title


def _table(row: Erasable) -> Table:
    words = names.fields()
    rows = [
        [
            f"{_(names.SUBJECTS[str(each.row._meta.model_name)])} {getattr(each.row, 'number', '')}",
            str(each.leaves),
            "、".join(words.get(fact, fact) for fact in each.facts),
        ]
        for each in what_goes(row)
    ]
    columns = [Column(_("Of what")), Column(_("Entries"), numeric=True), Column(_("Facts that go"))]
    return Table(_("What the record can prove of it so far"), columns, rows, show_caption=True)


urlpatterns = [
    path("erase/<str:kind>/<str:number>/", for_roles(*ERASERS)(ErasePage.as_view()), name="erase"),
]
