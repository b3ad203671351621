"""Villages, which no list of the country brings: the township adds its own."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import Level, code_of_path
from duijie.apps.regions.selectors import children, get
from duijie.apps.regions.services import add_village
from duijie.kernel.access.actors import Role
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Column, Table
from duijie.web.frame.policies import ActorRequest, for_roles

ADDERS = (Role.TOWNSHIP, Role.COUNTY_OFFICE)


class VillageForm(forms.Form):
    """The village's name, and its township where there is a choice."""

    township = forms.ChoiceField(label=gettext_lazy("In which township?"))
    name = forms.CharField(
        label=gettext_lazy("What is the village called?"),
        help_text=gettext_lazy("With its class word, for example …村."),
        max_length=30,
    )

    def __init__(self, *args: Any, townships: list[Division], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["township"].choices = [(each.code, each.name) for each in townships]  # type: ignore[attr-defined]


@for_roles(*ADDERS)
def village_list(request: ActorRequest) -> HttpResponse:
    """The villages of the actor's townships."""
    rows = [
        [village.name, township.name, village.code]
        for township in _townships(request)
        for village in children(township.code)
    ]
    columns = [Column(_("Village")), Column(_("Township")), Column(_("Code"))]
    return render(
        request, "office/villages.html", {"title": _("Villages"), "table": Table(_("Villages"), columns, rows)}
    )


class AddVillagePage(FormPage):
    """Add a village."""

    form_class = VillageForm
    template_name = "frame/act.html"

    def form_arguments(self) -> dict[str, Any]:
        """The townships to choose from."""
        return {"townships": _townships(self.request)}  # type: ignore[arg-type]

    def perform(self, form: Any) -> str:
        """Add it; its code is provisional until the official list has one."""
        add_village(self.actor, township_code=form.cleaned_data["township"], name=form.cleaned_data["name"])
        return reverse("office:villages")

    def context(self) -> dict[str, Any]:
        """What the code means."""
        return {
            "title": _("Add a village"),
            "button": _("Add"),
            "help_text": _("Its code is provisional until the official list has one."),
            "back": reverse("office:villages"),
        }


def _townships(request: ActorRequest) -> list[Division]:
    own = get(code_of_path(request.actor.division_path))
    return [own] if own.level == Level.TOWNSHIP else list(children(own.code))


urlpatterns = [
    path("villages/", village_list, name="villages"),
    path("villages/add/", for_roles(*ADDERS)(AddVillagePage.as_view()), name="village-add"),
]
