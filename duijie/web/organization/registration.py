"""An organization applies to stand on the platform, and follows its application by its code until it has an account."""

from collections.abc import Mapping
from typing import Any, ClassVar
from urllib.parse import urlencode
from uuid import UUID

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.cache import never_cache

from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.lifecycle import ORGANIZATION
from duijie.apps.organizations.selectors import (
    application_of_code,
    organization_by_id,
    reason_of_return,
)
from duijie.apps.organizations.services import complete_organization, submit_organization
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.errors import NotAllowed, RuleBroken, mark
from duijie.kernel.limits.services import count_try
from duijie.kernel.submissions.services import receipt_of
from duijie.web.frame.forms import FormPage
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.organization.organization_forms import (
    FiledApplication,
    FiledForm,
    RegisteredApplication,
    RegisteredForm,
    initial_of,
    manager_of,
    particulars_of,
    qualifications_of,
)
from duijie.web.public.organization_facts import organization_facts

SESSION = "application"
KINDS: Mapping[str, tuple[type[forms.Form], type[forms.Form]]] = {
    "registered": (RegisteredApplication, RegisteredForm),
    "filed": (FiledApplication, FiledForm),
}


@open_to_all
def start(request: ActorRequest) -> HttpResponse:
    """Which of the two ways, and what is needed for it."""
    return render(request, "organization/registration.html", {"title": _("Register an organization")})


class ApplicationPage(FormPage):
    """The application of a registered organization or of a filed group, with its first account."""

    titles: ClassVar = {
        "registered": gettext_lazy("Register an organization"),
        "filed": gettext_lazy("Have a village group put on file"),
    }

    @property
    def form_class(self) -> type[forms.Form]:  # type: ignore[override]
        """The form of this way."""
        return KINDS[self.kwargs["way"]][0]

    def perform(self, form: forms.Form) -> str:
        """Send it; the code is shown once on the next page."""
        given = form.cleaned_data
        application = submit_organization(
            actor=self.actor,
            particulars=particulars_of(given),
            qualifications=qualifications_of(given),
            manager=manager_of(given),
        )
        self.receipt = application.follow_code
        return f"{reverse('organization:registered')}?{urlencode({'sent': self.submission_id})}"

    def context(self) -> dict[str, Any]:
        """What happens next."""
        return {
            "title": self.titles[self.kwargs["way"]],
            "help_text": _("Your registration authority reads it; nobody else sees it before it is confirmed."),
            "button": _("Send the application"),
            "back": reverse("organization:registration"),
        }


@open_to_all
@never_cache
def sent(request: ActorRequest) -> HttpResponse:
    """It has been sent: the code by which its state can be seen, shown to its sender only."""
    code = _receipt(request)
    organization = application_of_code(code) if code else None
    return render(request, "organization/registered.html", {"code": code, "organization": organization})


class CodeForm(forms.Form):
    """The 查询码 of an application."""

    code = forms.CharField(
        label=gettext_lazy("Query code"),
        help_text=gettext_lazy("The code shown when the application was sent, such as 7QK2-M4TA-9XZ3."),
        max_length=40,
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "characters", "spellcheck": "false"}),
    )


class FollowPage(FormPage):
    """Show the code to see how the application stands."""

    form_class = CodeForm

    def prepare(self) -> None:
        """Codes are not tried without end."""
        if self.request.method == "POST":
            count_try("organization_code", [self.actor.device])

    def perform(self, form: CodeForm) -> str:
        """Remember in this session whose application it is."""
        organization = application_of_code(form.cleaned_data["code"])
        if organization is None:
            raise RuleBroken(mark("No application has this code. Please check every character."), field="code")
        self.request.session[SESSION] = str(organization.pk)
        return reverse("organization:application")

    def context(self) -> dict[str, Any]:
        """What is asked for."""
        return {
            "title": _("How does our application stand?"),
            "button": _("Show it"),
            "back": reverse("organization:registration"),
        }


@open_to_all
@never_cache
def application(request: ActorRequest) -> HttpResponse:
    """The application whose code was shown in this session."""
    organization = _shown(request)
    if organization is None:
        return redirect("organization:follow")
    context = {
        "organization": organization,
        "lifecycle": ORGANIZATION,
        "facts": organization_facts(organization),
        "reason": reason_of_return(organization) if organization.state == "returned" else "",
    }
    return render(request, "organization/application.html", context)


class CompletePage(FormPage):
    """Mend a returned application and send it again."""

    organization: Organization

    def prepare(self) -> None:
        """Only whoever has shown the code."""
        organization = _shown(self.request)
        if organization is None:
            raise NotAllowed
        self.organization = organization

    @property
    def form_class(self) -> type[forms.Form]:  # type: ignore[override]
        """The form of its way, without the account that exists already."""
        return KINDS["filed" if self.organization.is_filed else "registered"][1]

    def form_arguments(self) -> dict[str, Any]:
        """What was written."""
        return {"initial": initial_of(self.organization)}

    def perform(self, form: forms.Form) -> str:
        """Send it again."""
        given = form.cleaned_data
        complete_organization(
            actor=_holder(self.actor, self.organization),
            organization=self.organization,
            particulars=particulars_of(given),
            qualifications=qualifications_of(given),
        )
        return reverse("organization:application")

    def context(self) -> dict[str, Any]:
        """What was asked for."""
        return {
            "title": _("Complete and send again"),
            "help_text": reason_of_return(self.organization),
            "button": _("Send the application"),
            "back": reverse("organization:application"),
        }


def _holder(actor: Actor, organization: Organization) -> Actor:
    return Actor(
        id=organization.holder_id,
        role=Role.HOLDER,
        label=organization.name,
        channel=actor.channel,
        device=actor.device,
    )


def _shown(request: HttpRequest) -> Organization | None:
    try:
        return organization_by_id(UUID(request.session.get(SESSION, "")))
    except ValueError:
        return None


def _receipt(request: ActorRequest) -> str | None:
    try:
        return receipt_of(UUID(request.GET.get("sent", "")), actor=request.actor)
    except ValueError:
        return None


urlpatterns = [
    path("registration/", start, name="registration"),
    path("registration/sent/", sent, name="registered"),
    path("registration/follow/", open_to_all(FollowPage.as_view()), name="follow"),
    path("registration/application/", application, name="application"),
    path("registration/application/complete/", open_to_all(CompletePage.as_view()), name="complete"),
    *(
        path(f"registration/{way}/", open_to_all(ApplicationPage.as_view()), {"way": way}, name=f"register-{way}")
        for way in KINDS
    ),
]
