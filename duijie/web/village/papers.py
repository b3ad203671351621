"""A filled-in sheet instead of typing: photographed, read by a job where that is installed, and put right by a person.

Where photos cannot be read, or nothing was found on this one, the photo alone goes with the request and a cadre of the
village or township writes down what stands on it.
"""

from functools import lru_cache
from typing import Any, Final

from django import forms
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from duijie.apps.needs.rules.requests import PHOTO_POLICY
from duijie.apps.needs.tasks import PAPER_READ, read_paper
from duijie.kernel.access.actors import Actor
from duijie.kernel.files.kinds import FileKind
from duijie.kernel.papers.reading import can_read
from duijie.kernel.papers.request_form import request_form_pdf
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.frame.uploads import KeptFilesField
from duijie.web.village.requests import KEY, PAPER, WHAT, RequestPage

LOOKS_MOST: Final = 15
"""How often the page looks again, every four seconds, before it goes on with the photo alone."""


class PaperForm(forms.Form):
    """The photo of one sheet."""

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        photo = KeptFilesField(
            kind=FileKind.PHOTO,
            policy=PHOTO_POLICY,
            most=1,
            label=_("Photo of the sheet"),
            help_text=_("The whole sheet, from above, in good light."),
        )
        photo.actor = actor
        self.fields["photos"] = photo


class PaperPage(RequestPage):
    """Send the photo, and wait a moment for what is read."""

    step = PAPER
    template_name = "village/paper.html"

    def form_of(self, step: str, **given: Any) -> BaseForm:
        """The photo, beside the forms of the steps."""
        return PaperForm(actor=self.actor, **given) if step == PAPER else super().form_of(step, **given)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Ask for the photo; while it is read say so, and look again."""
        looked = request.GET.get("looked", "")
        away = self.turned_away() if looked else None
        if away is not None or not looked:
            return away or super().get(request, *args, **kwargs)
        count = int(looked) if looked.isascii() and looked.isdigit() else LOOKS_MOST
        if PAPER_READ in self.journey.answers or count >= LOOKS_MOST:
            return HttpResponseRedirect(self.address(WHAT))
        again = f"{self.address(PAPER)}?looked={count + 1}"
        return render(request, "village/paper_reading.html", {"again": again, "onward": self.address(WHAT)})

    def went_on(self, form: Any) -> None:
        """Keep the village that was chosen before, and let a job read the photo, where that is installed."""
        place = self.place()
        if place is not None:
            self.journey.keep({"village": [place.code]})
        if can_read():
            file = form.cleaned_data["photos"][0]
            read_paper.defer(file_id=str(file.pk), submission_id=str(self.journey.id), form=KEY)

    def next_address(self) -> str:
        """To wait, or to the question."""
        return f"{self.address(PAPER)}?looked=0" if can_read() else self.address(WHAT)

    def context(self) -> dict[str, Any]:
        """The sheet to print, and the way back to the question."""
        title = _("Send a photo of the filled-in sheet")
        return {**super().context(), "title": title, "back": self.address(WHAT)}


@open_to_all
@cache_control(max_age=3600)
def sheet(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """The empty sheet, to print."""
    headers = {"Content-Disposition": "inline; filename=duijie-request.pdf"}
    return HttpResponse(_sheet(), content_type="application/pdf", headers=headers)


@lru_cache(maxsize=1)
def _sheet() -> bytes:
    return request_form_pdf()


urlpatterns = [
    path("request/sheet.pdf", sheet, name="request-sheet"),
    path("request/<uuid:journey>/paper/", open_to_all(PaperPage.as_view()), name="request-paper"),
]
