"""What happens to an organization that stands in the register: its profile, its findings, its standing."""

from dataclasses import asdict

from django.db import transaction

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.services import deactivate_account
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.lifecycle import ORGANIZATION
from duijie.apps.organizations.rules.particulars import (
    Profile,
    Qualifications,
    profile_faults,
    qualification_faults,
)
from duijie.apps.organizations.services.telling import OUR_PAGE, tell_organization
from duijie.apps.organizations.services.writing import assign, record_act, text_faults
from duijie.kernel.access.actors import SYSTEM, Actor
from duijie.kernel.errors import mark, refuse_if
from duijie.kernel.lifecycle.running import advance


@transaction.atomic
def update_profile(*, actor: Actor, organization: Organization, profile: Profile) -> Organization:
    """The organization changes what it may change by itself.

    Raises:
        Faults: the office's phone is missing, or a text holds what others must not read.
    """
    fresh = advance(actor, ORGANIZATION, organization, "update_profile", asdict(profile))
    refuse_if((*profile_faults(profile, fresh.kind), *text_faults(asdict(profile))))
    before = {name: getattr(fresh, name) for name in asdict(profile)}
    assign(fresh, asdict(profile))
    fresh.save()
    changed = [name for name, value in before.items() if value != getattr(fresh, name)]
    record_act(actor, "update_profile", fresh, {"changed": changed})
    return fresh


@transaction.atomic
def record_standing(*, actor: Actor, organization: Organization, qualifications: Qualifications) -> Organization:
    """The registration authority enters the year's inspection, the grade and the qualifications.

    Raises:
        Faults: a grade without its end, a qualification without its certificate.
    """
    fresh = advance(actor, ORGANIZATION, organization, "record_standing", asdict(qualifications))
    refuse_if(qualification_faults(qualifications))
    assign(fresh, asdict(qualifications))
    fresh.save()
    details = {
        "inspection_conclusion": qualifications.inspection_conclusion,
        "inspection_year": qualifications.inspection_year,
        "grade": qualifications.grade,
    }
    record_act(actor, "record_standing", fresh, details)
    return fresh


@transaction.atomic
def suspend_organization(*, actor: Actor, organization: Organization, reason: str) -> Organization:
    """Take good standing away for a time: its offers leave the menu, what is agreed goes on."""
    fresh = advance(actor, ORGANIZATION, organization, "suspend", {"reason": reason})
    fresh.save()
    entry = record_act(actor, "suspend", fresh, {"reason": reason})
    tell_organization(entry, fresh, stage=mark("Your organization is suspended for the time being"), link=OUR_PAGE)
    return fresh


@transaction.atomic
def restore_organization(*, actor: Actor, organization: Organization, reason: str) -> Organization:
    """Give good standing back."""
    fresh = advance(actor, ORGANIZATION, organization, "restore", {"reason": reason})
    fresh.save()
    entry = record_act(actor, "restore", fresh, {"reason": reason})
    tell_organization(entry, fresh, stage=mark("Your organization is in good standing again"), link=OUR_PAGE)
    return fresh


@transaction.atomic
def end_organization(*, actor: Actor, organization: Organization, reason: str) -> Organization:
    """The organization is no more (注销) or its application is not pursued; its accounts are closed."""
    fresh = advance(actor, ORGANIZATION, organization, "end", {"reason": reason})
    fresh.save()
    for account in Account.objects.filter(organization_id=fresh.pk, is_active=True):
        deactivate_account(actor=SYSTEM, account=account)
    record_act(actor, "end", fresh, {"reason": reason})
    return fresh
