"""Make the account of somebody in an office below one's own, or in an organization."""

from typing import Any

from django import forms
from django.db.models import Q
from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from duijie.apps.accounts.rules import COUNTRY, LEVELS, MANAGERS, ROLE_LABELS, Level, Place, roles_created_by
from duijie.apps.accounts.services import create_account
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.selectors import organization_of, visible_organizations
from duijie.apps.regions.models import Division
from duijie.kernel.access.actors import ORGANIZATION_ROLES, Actor, Role
from duijie.kernel.errors import NotAllowed, RuleBroken, mark
from duijie.web.frame.account.passwords import made_up_password, with_receipt
from duijie.web.frame.forms import FormPage
from duijie.web.frame.parts import Link
from duijie.web.frame.policies import ActorRequest, for_roles


@for_roles(*sorted(MANAGERS))
@never_cache
@require_safe
def choose_role(request: ActorRequest) -> HttpResponse:
    """For whom? The next page asks only what this role needs."""
    roles = roles_created_by(request.actor.role)
    links = [Link(gettext(ROLE_LABELS[role]), reverse("frame:new-person", args=[role.value])) for role in roles]
    if len(links) == 1:
        return HttpResponseRedirect(links[0].href)
    return render(request, "frame/account/roles.html", {"links": links})


def places_for(actor: Actor, role: Role) -> list[Place]:
    """The divisions inside the actor's own that fit the role."""
    levels = LEVELS[role]
    rows = Division.objects.filter(path__startswith=actor.division_path, level__in=levels, is_active=True)
    whole = [COUNTRY] if Level.COUNTRY in levels and actor.division_path == COUNTRY.path else []
    return [*whole, *(Place(each.code, each.path, each.full_name) for each in rows.order_by("path"))]


class PersonForm(forms.Form):
    label = forms.CharField(
        label=_("Shown in histories as"),
        help_text=_("Office and seat, such as “agriculture office, clerk A”. No person's name: others read it."),
        max_length=120,
    )
    username = forms.CharField(
        label=_("User name"),
        help_text=_("3 to 60 letters a–z, digits, dots, hyphens or underscores."),
        widget=forms.TextInput({"autocomplete": "off", "autocapitalize": "none", "spellcheck": "false"}),
        max_length=100,
    )
    division = forms.ChoiceField(label=_("Division"))
    organization_id = forms.CharField(
        label=_("Number or credit code of the organization"),
        help_text=_("The number begins with O- and stands on the organization's page."),
        max_length=30,
    )
    phone = forms.CharField(
        label=_("Mobile phone"),
        required=False,
        widget=forms.TextInput({"type": "tel", "inputmode": "tel", "autocomplete": "off", "class": "w-phone"}),
        max_length=30,
    )
    email = forms.CharField(label=_("E-mail for notices"), required=False, max_length=200)

    def __init__(self, *args: Any, actor: Actor, role: Role, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if role in ORGANIZATION_ROLES:
            del self.fields["division"]
        else:
            places = places_for(actor, role)
            choices = [(each.path, each.name or gettext("The whole country")) for each in places]
            self.fields["division"].choices = [("", "—"), *choices] if len(choices) > 1 else choices  # type: ignore[attr-defined]
        if role not in ORGANIZATION_ROLES or actor.organization_id is not None:
            del self.fields["organization_id"]


class NewPersonPage(FormPage):
    """Make the account; its first password is shown once on the next page."""

    form_class = PersonForm
    role: Role

    def prepare(self) -> None:
        """Only for roles that the actor looks after."""
        role = next((each for each in roles_created_by(self.actor.role) if each == self.kwargs["role"]), None)
        if role is None:
            raise NotAllowed
        self.role = role

    def form_arguments(self) -> dict[str, Any]:
        """Which divisions there are to choose from depends on who asks, and for whom."""
        return {"actor": self.actor, "role": self.role}

    def perform(self, form: PersonForm) -> str:
        """Make the account and a first password for it."""
        given = form.cleaned_data
        organization = self._organization(given) if self.role in ORGANIZATION_ROLES else None
        self.receipt = made_up_password()
        account = create_account(
            actor=self.actor,
            role=self.role,
            username=given["username"],
            password=self.receipt,
            label=given["label"],
            place=_place_of(organization) if organization else self._chosen(given["division"]),
            organization_id=organization.pk if organization else None,
            phone=given["phone"],
            email=given["email"],
        )
        return with_receipt(self.request, reverse("frame:person", args=[account.pk]))

    def context(self) -> dict[str, Any]:
        """What the page is for, and the way back."""
        return {
            "title": gettext("New account: %(role)s") % {"role": gettext(ROLE_LABELS[self.role])},
            "help_text": gettext("A first password is made for you and shown once on the next page."),
            "button": gettext("Make the account"),
            "back": reverse("frame:people"),
        }

    def _chosen(self, path: str) -> Place | None:
        return next((each for each in places_for(self.actor, self.role) if each.path == path), None)

    def _organization(self, given: dict[str, Any]) -> Organization:
        if self.actor.organization_id is not None:
            found = organization_of(self.actor)
        else:
            text = given["organization_id"].strip().upper()
            found = visible_organizations(self.actor).filter(Q(number=text) | Q(credit_code=text)).first()
        if found is None:
            raise RuleBroken(mark("There is no such organization in your division."), field="organization_id")
        return found


def _place_of(organization: Organization) -> Place:
    return Place(organization.division_code, organization.division_path, organization.division_name)
