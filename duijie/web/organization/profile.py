"""What the platform knows of one's own organization, and what its manager may change."""

from typing import Any

from django.forms import BaseForm
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse

from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.lifecycle import ORGANIZATION
from duijie.apps.organizations.selectors import full_history, reason_of_return
from duijie.apps.organizations.services import complete_organization, update_profile
from duijie.kernel.errors import mark
from duijie.web.frame.acts import Act, ActPage, buttons
from duijie.web.frame.policies import ActorRequest, for_organizations
from duijie.web.organization.exports import organizations_sheet
from duijie.web.organization.histories import entries_with_reasons
from duijie.web.organization.organization_forms import (
    FiledForm,
    ProfileForm,
    RegisteredForm,
    initial_of,
    particulars_of,
    profile_of,
    qualifications_of,
)
from duijie.web.organization.ours import our_organization
from duijie.web.public.organization_facts import organization_facts

ACTS = {
    "update_profile": Act(
        lambda actor, row, given: update_profile(actor=actor, organization=row, profile=profile_of(given)),
        ProfileForm,
        mark("Name, scope and qualifications are changed by your registration authority."),
    ),
    "complete": Act(
        lambda actor, row, given: complete_organization(
            actor=actor,
            organization=row,
            particulars=particulars_of(given),
            qualifications=qualifications_of(given),
        ),
        RegisteredForm,
    ),
}


@for_organizations
def profile(request: ActorRequest) -> HttpResponse:
    """Our organization as others see it, with its history."""
    organization = our_organization(request.actor)
    here = reverse("organization:profile")
    context = {
        "organization": organization,
        "lifecycle": ORGANIZATION,
        "facts": organization_facts(organization),
        "reason": reason_of_return(organization) if organization.state == "returned" else "",
        "acts": buttons(ORGANIZATION, ACTS, request.actor, organization, lambda event: f"{here}{event}/"),
        "entries": entries_with_reasons(full_history(request.actor, organization)),
    }
    return render(request, "organization/profile.html", context)


@for_organizations
def profile_file(request: ActorRequest) -> HttpResponse:
    """Our organization as Excel."""
    return organizations_sheet([our_organization(request.actor)])


class ProfileAct(ActPage):
    """One event of our organization."""

    lifecycle, acts = ORGANIZATION, ACTS

    def prepare(self) -> None:
        """There is only one organization: the actor's own."""
        self.kwargs["number"] = our_organization(self.actor).number
        super().prepare()

    def load(self, number: str) -> Organization | None:  # noqa: ARG002
        """Our organization."""
        return our_organization(self.actor)

    def address_of(self, row: Organization) -> str:  # noqa: ARG002
        """The profile."""
        return reverse("organization:profile")

    @property
    def form_class(self) -> type[BaseForm]:  # type: ignore[override]
        """A filed group states less."""
        is_filed = self.kwargs["event"] == "complete" and self.row.is_filed
        return FiledForm if is_filed else self.act.form

    def form_arguments(self) -> dict[str, Any]:
        """What is written already."""
        return {"initial": initial_of(self.row)}


urlpatterns = [
    path("profile/", profile, name="profile"),
    path("profile/export/", profile_file, name="profile-export"),
    path("profile/<str:event>/", for_organizations(ProfileAct.as_view()), name="profile-act"),
]
