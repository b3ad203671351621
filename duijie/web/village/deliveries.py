"""A delivery as the receiving person sees it: what, from whom, how much; received, or something is wrong."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse, HttpResponseBase
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.html import format_html
from django.utils.http import urlencode
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import FACE_LABELS, PROJECT, SEE, SEE_PUBLIC, EvidenceKind, Face
from duijie.apps.projects.selectors import delivery_photos
from duijie.apps.projects.services import confirming as services
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import can
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.files.services import open_public
from duijie.kernel.ids import new_id
from duijie.web.frame.acts import Act, ActPage
from duijie.web.frame.fields import TextField
from duijie.web.frame.formats import date_zh, quantity
from duijie.web.frame.parts import Fact, Photo
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.frame.uploads import KeptFilesField
from duijie.web.public.service_hours import recorded_hours
from duijie.web.village.codes import ask_for_code
from duijie.web.village.confirming import address, project_row, seen_as
from duijie.web.village.forms import ScreenedForm

LINE_MOST, PROBLEM_MOST = 200, 500
_MOUTHS = {Face.GOOD: "M10 19q6 7 12 0", Face.FAIR: "M10 21h12", Face.POOR: "M10 23q6-7 12 0"}


class ConfirmForm(ScreenedForm):
    """Three faces and one line."""

    face = forms.ChoiceField(label=gettext_lazy("Are you content with it?"), widget=forms.RadioSelect)
    text = forms.CharField(label=gettext_lazy("Do you want to add something?"), required=False, max_length=LINE_MOST)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["face"].choices = [(each.value, _face(each)) for each in Face]  # type: ignore[attr-defined]


class ProblemForm(ScreenedForm):
    """What is wrong, and pictures of it."""

    text = TextField(
        label=gettext_lazy("What is wrong?"),
        help_text=gettext_lazy("It did not arrive, something is missing, it is broken, it is not what you asked for …"),
        limit=PROBLEM_MOST,
    )
    photos = KeptFilesField(
        label=gettext_lazy("Photos"),
        help_text=gettext_lazy("Of the thing, not of people."),
        kind="photo",
        policy="project",
        most=3,
        required=False,
    )


ACTS: Mapping[str, Act] = {
    "confirm": Act(
        lambda actor, row, given: services.confirm_receipt(
            actor=actor, project=row, face=Face(given["face"]), text=given["text"]
        ),
        ConfirmForm,
        mark("Only confirm what you have received."),
    ),
    "report_problem": Act(
        lambda actor, row, given: services.report_problem(
            actor=actor, project=row, text=given["text"], photos=given["photos"]
        ),
        ProblemForm,
        mark("Your township reads it and settles it within five working days."),
    ),
}


@open_to_all
@never_cache
def delivery_page(request: ActorRequest, number: str) -> HttpResponse:
    """What was delivered, by whom and how much; confirm it, or say what is wrong."""
    row = project_row(number)
    actor = seen_as(request, row, request.actor) if row else None
    if row is None or actor is None:
        return ask_for_code(request, "village:confirm")
    open_acts = {each.event for each in PROJECT.available(actor, row)}
    context = {
        "row": row,
        "lifecycle": PROJECT,
        "facts": facts_of(row),
        "photos": photos_of(row),
        "confirm_form": ConfirmForm() if "confirm" in open_acts else None,
        "submission_id": new_id(),
        "confirm_address": f"{address(row)}confirm/",
        "problem_address": f"{address(row)}report_problem/" if "report_problem" in open_acts else "",
        "confirmation": row.confirmations.filter(revoked_at=None).order_by("-at").first(),
        "problems": list(row.problems.order_by("-created_at")),
        "records": _records(request.actor, row),
        "is_holder": actor.role is Role.HOLDER,
        "done": request.GET.get("done", ""),
    }
    return render(request, "village/delivery.html", context)


@open_to_all
@never_cache
def photograph(request: ActorRequest, number: str, file_id: UUID) -> HttpResponse:
    """One picture of the delivery, to nobody but who may open the delivery's page: it may show a household's things."""
    row = project_row(number)
    file = delivery_photos(row).filter(pk=file_id).first() if row and seen_as(request, row, request.actor) else None
    if file is None:
        raise NotFound(mark("There is nothing here that you may see."))
    with open_public(file) as copy:
        return HttpResponse(copy.read(), content_type=file.public_media_type, headers={"Content-Disposition": "inline"})


class DeliveryAct(ActPage):
    """Confirm, or report a problem."""

    lifecycle = PROJECT
    acts = ACTS
    template_name = "village/act.html"
    request: ActorRequest
    _actor: Actor | None = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        """Only for who has shown the code, or is the receiving villager."""
        row = project_row(self.kwargs["number"])
        self._actor = seen_as(request, row, self.request.actor) if row else None
        if self._actor is None:
            return ask_for_code(self.request, "village:confirm")
        return super().dispatch(request, *args, **kwargs)

    @property
    def actor(self) -> Actor:
        """The holder of the code, or the account."""
        return self._actor or self.request.actor

    def load(self, number: str) -> Project | None:
        """The project that is confirmed."""
        return project_row(number)

    def address_of(self, row: Project) -> str:
        """Its page."""
        return address(row)

    def perform(self, form: Any) -> str:
        """Do it, and say so on its page."""
        return f"{super().perform(form)}?{urlencode({'done': self.kwargs['event']})}"

    def context(self) -> dict[str, Any]:
        """What it is about, beside the form."""
        return {**super().context(), "facts": facts_of(self.row)}


def _records(actor: Actor, project: Project) -> str:
    """The papers of what was recorded of the project; "" for who may not open them, by account or as anybody."""
    may_see = can(actor, SEE, project) or can(actor, SEE_PUBLIC, project)
    return reverse("public:project-records", args=[project.number]) if may_see else ""


def facts_of(project: Project) -> list[Fact]:
    """What was delivered, by whom, how much, when; no name of the household."""
    report = project.evidence.filter(kind=EvidenceKind.DELIVERY).order_by("-at").first()
    day = project.delivered_on or project.delivered_at
    facts = [
        Fact(_("What was delivered"), project.need.title),
        Fact(_("From whom"), project.organization.name),
        Fact(_("How much"), quantity(project.delivered_quantity or project.quantity, project.unit)),
        Fact(_("Handed over on"), date_zh(day) if day else ""),
        Fact(_("What they report"), report.text if report else ""),
        Fact(_("Hours of volunteer service"), recorded_hours(project)),
    ]
    return [fact for fact in facts if fact.answer]


def photos_of(project: Project) -> list[Photo]:
    """What the deliverer photographed, so that who confirms can compare it with what stands before him."""
    found = []
    for position, each in enumerate(delivery_photos(project), start=1):
        href = reverse("village:delivery-photograph", args=[project.number, each.pk])
        found.append(Photo(href, _("Photograph %(position)s of the report") % {"position": position}, href=href))
    return found


def _face(face: Face) -> SafeString:
    """A face and its word: the drawing alone would leave it to guessing."""
    return format_html(
        '<svg class="face" viewBox="0 0 32 32" width="36" height="36" aria-hidden="true" focusable="false">'
        '<circle cx="16" cy="16" r="14"/><path d="M11 12v2m10-2v2{}"/></svg>{}',
        _MOUTHS[face],
        _(FACE_LABELS[face]),
    )


urlpatterns = [
    path("deliveries/<str:number>/", delivery_page, name="delivery"),
    path("deliveries/<str:number>/photographs/<uuid:file_id>/", photograph, name="delivery-photograph"),
    path("deliveries/<str:number>/<str:event>/", open_to_all(DeliveryAct.as_view()), name="delivery-act"),
]
