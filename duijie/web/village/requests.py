"""我要提需求, and 帮群众提需求 for cadres: which village, what, who, once more to check, sent."""

from collections.abc import Mapping, Sequence
from typing import Any

from django.conf import settings
from django.forms import BaseForm
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import override

from duijie.apps.needs.rules.vocabulary import CONSENT_LABELS, Consent, Urgency
from duijie.apps.needs.services.requests import submit_request
from duijie.kernel.errors import mark
from duijie.kernel.fields import FIELDS
from duijie.kernel.ids import new_id
from duijie.web.frame.doors import SAYING, WRITING
from duijie.web.frame.elder import is_elder
from duijie.web.frame.parts import Fact
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.village.forms import ConsentForm, WhatForm, WhoForm
from duijie.web.village.placed import PLACE, WHO, PlacedPage, place_page, who_facts
from duijie.web.village.receipts import Receipt
from duijie.web.village.remembered import own_village, usual_place
from duijie.web.village.sensitive import sensitive_words
from duijie.web.village.steps import CHECK, CheckPage

KEY = "/village/request/"
_NOBODY = {"name": "", "phone": "", "house": ""}
WHAT, PAPER = "what", "paper"
WRITERS = SAYING | WRITING
NOT_HERE = mark(
    "Here villagers say what they need, and village and township cadres write it down for them. Your account does"
    " neither."
)
AGREED = mark("The person who asks agreed separately that sensitive details are read for this purpose.")
TOLD = mark("The purpose was told to the person before it was written down.")


@open_to_all
def start(request: ActorRequest) -> HttpResponse:
    """Begin a request: with the village if it is not known yet."""
    step = WHAT if usual_place(request, request.actor) else PLACE
    return HttpResponseRedirect(reverse(f"village:request-{step}", args=[new_id()]))


class RequestPage(PlacedPage):
    """A page of a request."""

    key = KEY
    roles = WRITERS
    not_for_you = NOT_HERE
    first = WHAT
    template_name = "village/step.html"

    @property
    def steps(self) -> Sequence[str]:
        """What, then who; who has spoken, or sends a sheet only, has said both."""
        answers = self.journey.answers
        is_sheet = answers.get("photos_kept") and not self.actor.is_official and not any(answers.get("text", ()))
        return (WHAT,) if answers.get("voice_kept") or is_sheet else (WHAT, WHO)

    def form_of(self, step: str, **given: Any) -> BaseForm:
        """The form of a step."""
        if step == WHAT:
            return WhatForm(actor=self.actor, elder=is_elder(self.request), **given)
        return WhoForm(actor=self.actor, in_township=self.in_township(), **given)

    def address(self, step: str) -> str:
        """The page of a step."""
        return reverse(f"village:request-{step}", args=[self.journey.id])


class PlacePage(RequestPage):
    """Which village: the question of a page."""

    step = PLACE
    template_name = "village/place.html"

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:  # noqa: ARG002
        """Search, or go down the list."""
        return self.turned_away() or place_page(self)


class WhatPage(RequestPage):
    """What is needed: the question of a page."""

    step = WHAT

    def context(self) -> dict[str, Any]:
        """The question."""
        title = _("Write down what villagers need") if self.actor.is_official else _("Say what I need")
        return {**super().context(), "title": title, "paper_address": self._paper_address()}

    def _paper_address(self) -> str:
        place = self.place()
        return f"{self.address(PAPER)}?{urlencode({'village': place.code if place else ''})}"


class WhoPage(RequestPage):
    """Who asks: the question of a page."""

    step = WHO

    def context(self) -> dict[str, Any]:
        """The question."""
        title = _("Who asks?") if self.actor.is_official else _("Who are you?")
        lead = _("Only those in your village and township who verify it read this. It is never published.")
        return {**super().context(), "title": title, "help_text": lead}


class RequestCheck(CheckPage, RequestPage):
    """Once more, with consent, then sent."""

    template_name = "village/check.html"

    def form_of(self, step: str, **given: Any) -> BaseForm:
        """Consent, beside the forms of the steps."""
        if step != CHECK:
            return super().form_of(step, **given)
        return ConsentForm(actor=self.actor, words=self._words(), **given)

    def context(self) -> dict[str, Any]:
        """Every answer, with the way to change it."""
        given = self.cleaned()
        facts = [
            Fact(_("Village"), given["village"].full_name, "" if own_village(self.actor) else self.address(PLACE)),
            Fact(_("What is needed"), given["text"] or self._elsewhere(given), self.address(WHAT)),
            Fact(_("Urgent"), _("Yes") if given["is_urgent"] else _("No"), self.address(WHAT)),
            *self._field_fact(given),
            *(who_facts(given, self.address(WHO)) if WHO in self.steps else ()),
        ]
        return {**super().context(), "title": _("Check before you send"), "facts": facts}

    def perform(self, form: Any) -> str:
        """Send it."""
        given, consent = self.cleaned(), form.cleaned_data.get("consent") or Consent.SELF
        who = {name: given.get(name, known) for name, known in {**_NOBODY, **self.known()}.items()}
        sent = submit_request(
            actor=self.actor,
            text=given["text"],
            **who,
            recording=given["voice"],
            photos=given["photos"],
            division_code=given["village"].code,
            field=given.get("field", ""),
            urgency=Urgency.URGENT if given["is_urgent"] else Urgency.NORMAL,
            consent=consent,
            note=note_of(is_agreed=form.cleaned_data["sensitive"], consent=consent),
        )
        row = sent.request
        again = reverse("village:request")
        receipt = Receipt.of("request", row.number, row, title=row.text[:40], code=sent.follow_code, again=again)
        self.receipt = receipt.written
        return reverse("village:sent", args=[self.journey.id])

    def _elsewhere(self, given: Mapping[str, Any]) -> str:
        return _("As you have spoken it") if given["voice"] else _("As it stands on the sheet")

    def _words(self) -> tuple[str, ...]:
        return sensitive_words(str(self.cleaned().get("text", "")))

    def _field_fact(self, given: Mapping[str, Any]) -> list[Fact]:
        if "field" not in given:
            return []
        field = FIELDS.get(given["field"])
        return [Fact(_("What it is about"), _(field.label) if field else _("The village chooses"), self.address(WHAT))]


def note_of(*, is_agreed: bool, consent: str) -> str:
    """What was agreed to, written beside the applicant in the language of the offices."""
    with override(settings.LANGUAGE_CODE):
        told = [_(TOLD), _(CONSENT_LABELS[Consent(consent)])] if consent != Consent.SELF else []
        return " ".join([*told, *([_(AGREED)] if is_agreed else [])])


urlpatterns = [
    path("request/", start, name="request"),
    path("request/<uuid:journey>/place/", open_to_all(PlacePage.as_view()), name="request-place"),
    path("request/<uuid:journey>/what/", open_to_all(WhatPage.as_view()), name="request-what"),
    path("request/<uuid:journey>/who/", open_to_all(WhoPage.as_view()), name="request-who"),
    path("request/<uuid:journey>/check/", open_to_all(RequestCheck.as_view()), name="request-check"),
]
