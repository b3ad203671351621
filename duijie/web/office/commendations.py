"""通报表扬 at the office's desk: the form, the list on an organization's page, and the page that withdraws one."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.organizations.models import Commendation
from duijie.apps.organizations.rules.lifecycle import WITHDRAW_COMMENDATION
from duijie.apps.organizations.selectors import commendation_by_id
from duijie.apps.organizations.services import withdraw_commendation
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import can, require
from duijie.kernel.clock import today
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Column, Link, Table
from duijie.web.frame.policies import for_roles
from duijie.web.frame.widgets import DateInput
from duijie.web.organization.project_forms import ReasonForm
from duijie.web.public import commendations as public


def this_year() -> int:
    """The year that is most often meant."""
    return today().year


class CommendForm(forms.Form):
    """By which document, as what, for which year."""

    title = forms.CharField(
        label=gettext_lazy("Commended as"),
        help_text=gettext_lazy("As the document calls it. Please no names of persons."),
        max_length=80,
    )
    document = forms.CharField(
        label=gettext_lazy("Number of the document"),
        help_text=gettext_lazy("For example 示民发〔2026〕15号"),
        max_length=60,
    )
    office = forms.CharField(label=gettext_lazy("By which office"), max_length=120)
    year = forms.IntegerField(
        label=gettext_lazy("For the work of which year?"),
        initial=this_year,
        widget=forms.NumberInput(attrs={"class": "w-number", "inputmode": "numeric"}),
    )
    awarded_on = forms.DateField(label=gettext_lazy("On which day?"), widget=DateInput, initial=today)


class WithdrawPage(FormPage):
    """Withdraw a commendation that one's own office has given."""

    form_class = ReasonForm
    template_name = "frame/act.html"
    row: Commendation

    def prepare(self) -> None:
        """It must be the actor's own office's, and still stand."""
        row = commendation_by_id(self.kwargs["number"], self.kwargs["row_id"])
        if row is None:
            raise NotFound(mark("There is nothing here that you may see."))
        require(self.actor, WITHDRAW_COMMENDATION, row)
        self.row = row

    def perform(self, form: Any) -> str:
        """Withdraw it, with the reason."""
        withdraw_commendation(actor=self.actor, commendation=self.row, reason=form.cleaned_data["reason"])
        return self._back()

    def context(self) -> dict[str, Any]:
        """Which one."""
        return {
            "title": _("Withdraw the commendation"),
            "row": self.row,
            "help_text": _("It stays on the public page and is shown as withdrawn, without the reason."),
            "button": _("Withdraw the commendation"),
            "back": self._back(),
        }

    def _back(self) -> str:
        return reverse("office:organization", args=[self.row.organization.number])


def commendations_table(actor: Actor, rows: Iterable[Commendation]) -> Table:
    """The commendations, each with the way to withdraw it for the office that gave it."""
    given = list(rows)
    table = public.commendations_table(given)
    lines = [[*line, _withdraw(actor, row)] for line, row in zip(table.rows, given, strict=True)]
    return Table(table.caption, [*table.columns, Column("")], lines, show_caption=True)


def _withdraw(actor: Actor, row: Commendation) -> Link | str:
    if not can(actor, WITHDRAW_COMMENDATION, row):
        return ""
    return Link(
        _("Withdraw the commendation"), reverse("office:commendation-withdraw", args=[row.organization.number, row.pk])
    )


urlpatterns = [
    path(
        "organizations/<str:number>/commendations/<uuid:row_id>/withdraw/",
        for_roles(Role.CIVIL_AFFAIRS)(WithdrawPage.as_view()),
        name="commendation-withdraw",
    ),
]
