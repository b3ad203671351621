"""Filters of the work queue that somebody uses every day, and the sheet of keys."""

from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.accounts.models import SavedFilter
from duijie.apps.accounts.selectors import saved_filters
from duijie.apps.accounts.services import drop_filter, save_filter
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.forms import FormPage
from duijie.web.frame.policies import ActorRequest, for_officials
from duijie.web.office.work_list import query_of

PAGE = "queue"
KEYS = (
    ("j", mark("Next in the list")),
    ("k", mark("Previous in the list")),
    ("x", mark("Tick or untick")),
    ("v", mark("Verify or publish: to the opinion, with your words of last time")),
    ("r", mark("Return: to the reason, with your words of last time")),
    ("w", mark("Write down what was spoken or stands on a sheet")),
    ("m", mark("Merge requests into a need")),
    ("c", mark("State policy cover")),
    ("Ctrl Enter", mark("Send the form in which you write")),
    ("Esc", mark("Leave the field")),
    ("u", mark("Back to the list")),
    ("/", mark("Search the list")),
    ("?", mark("This sheet")),
)


class NameForm(forms.Form):
    """What the filter is called."""

    name = forms.CharField(label=gettext_lazy("What shall the filter be called?"), max_length=30)


class SaveFilter(FormPage):
    """Give the filter that the address holds a name."""

    form_class = NameForm

    def perform(self, form: NameForm) -> str:
        """Keep it."""
        query = query_of(self.request.GET)
        save_filter(actor=self.actor, page=PAGE, name=form.cleaned_data["name"], query=query)
        return f"{reverse('office:queue')}?{query}"

    def context(self) -> dict[str, Any]:
        """Words."""
        return {
            "title": _("Save this filter"),
            "help_text": _("It stands above your list from now on; only you see it."),
            "button": _("Save"),
            "back": f"{reverse('office:queue')}?{query_of(self.request.GET)}",
        }


class DropFilter(FormPage):
    """Take a filter away."""

    form_class = forms.Form
    saved: SavedFilter

    def prepare(self) -> None:
        """It must be the actor's own."""
        saved_id: UUID = self.kwargs["saved_id"]
        found = saved_filters(self.actor, PAGE).filter(pk=saved_id).first()
        if found is None:
            raise NotFound(mark("There is nothing here that you may see."))
        self.saved = found

    def perform(self, form: forms.Form) -> str:  # noqa: ARG002
        """Forget it."""
        drop_filter(actor=self.actor, saved=self.saved)
        return reverse("office:filters")

    def context(self) -> dict[str, Any]:
        """Which one."""
        return {
            "title": _("Take the filter “%(name)s” away?") % {"name": self.saved.name},
            "button": _("Take it away"),
            "back": reverse("office:filters"),
        }


@for_officials
def filter_list(request: ActorRequest) -> HttpResponse:
    """The actor's own filters."""
    return render(
        request,
        "office/filters.html",
        {"title": _("Your filters"), "filters": list(saved_filters(request.actor, PAGE))},
    )


@for_officials
def key_sheet(request: ActorRequest) -> HttpResponse:
    """What each key does; with scripts it opens above the page, and single keys can be switched off there."""
    return render(request, "office/keys.html", {"title": _("Keys"), "keys": [(key, _(what)) for key, what in KEYS]})


urlpatterns = [
    path("filters/", filter_list, name="filters"),
    path("filters/new/", for_officials(SaveFilter.as_view()), name="filter-new"),
    path("filters/<uuid:saved_id>/drop/", for_officials(DropFilter.as_view()), name="filter-drop"),
    path("keys/", key_sheet, name="keys"),
]
