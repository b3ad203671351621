"""Every write to the register of organizations."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.rules import Place
from duijie.apps.accounts.services import activate_account, create_account, deactivate_account
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.credit_codes import compact
from duijie.apps.organizations.rules.lifecycle import NAME, ORGANIZATION, SUBMIT, ledger_facts
from duijie.apps.organizations.rules.particulars import (
    Particulars,
    Profile,
    Qualifications,
    particulars_faults,
    profile_faults,
    qualification_faults,
)
from duijie.apps.regions.selectors import find
from duijie.kernel.access.actors import SYSTEM, Actor, Role
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import RuleBroken, mark, refuse_if
from duijie.kernel.lifecycle.running import advance
from duijie.kernel.privacy.screening import refusals, screen_text

_READ_BY_ALL = ("name", "scope", "introduction", "charter_area")


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstManager:
    """The account with which an applicant will act for the organization once it is approved."""

    username: str
    password: str
    phone: str = ""


@transaction.atomic
def submit_organization(
    *,
    actor: Actor,
    particulars: Particulars,
    qualifications: Qualifications | None = None,
    manager: FirstManager | None = None,
) -> Organization:
    """Put an organization before its registration authority, with the (closed) account of its first manager.

    Raises:
        NotAllowed: this role registers no organizations.
        Faults: something is missing or cannot be.
        RuleBroken: the credit code or the user name is taken.
    """
    require(actor, SUBMIT, None)
    organization = Organization(typed_by_id=actor.id)
    _state(organization, particulars, qualifications or Qualifications())
    _save(organization)
    if manager:
        _make_manager(organization, manager)
    _record(actor, "submit", organization)
    return organization


@transaction.atomic
def complete_organization(
    *, actor: Actor, organization: Organization, particulars: Particulars, qualifications: Qualifications | None = None
) -> Organization:
    """Put a returned application forward again; a township that has vouched is asked anew.

    Raises:
        Refusal: as `submit_organization` and `advance`.
    """
    fresh = advance(actor, ORGANIZATION, organization, "complete", asdict(particulars))
    _state(fresh, particulars, qualifications or Qualifications())
    fresh.is_vouched, fresh.vouched_by_id, fresh.vouched_at = False, None, None
    fresh.submitted_at = now()
    _save(fresh)
    _record(actor, "complete", fresh)
    return fresh


@transaction.atomic
def vouch_for_organization(*, actor: Actor, organization: Organization, note: str = "") -> Organization:
    """The township confirms that a filed community organization exists and does what it says."""
    fresh = advance(actor, ORGANIZATION, organization, "vouch", {})
    fresh.is_vouched, fresh.vouched_by_id, fresh.vouched_at = True, actor.id, now()
    fresh.save()
    _record(actor, "vouch", fresh, {"note": note})
    return fresh


@transaction.atomic
def approve_organization(*, actor: Actor, organization: Organization, note: str = "") -> Organization:
    """The registration authority confirms good standing; the accounts of the applicant open with it."""
    fresh = advance(actor, ORGANIZATION, organization, "approve", {})
    fresh.approved_at = now()
    fresh.save()
    for account in Account.objects.filter(organization_id=fresh.pk, is_active=False):
        activate_account(actor=SYSTEM, account=account)
    _record(actor, "approve", fresh, {"note": note})
    return fresh


@transaction.atomic
def return_organization(*, actor: Actor, organization: Organization, reason: str) -> Organization:
    """Give an application back, saying what to add or mend."""
    fresh = advance(actor, ORGANIZATION, organization, "return_for_completion", {"reason": reason})
    fresh.save()
    _record(actor, "return_for_completion", fresh, {"reason": reason})
    return fresh


@transaction.atomic
def update_profile(*, actor: Actor, organization: Organization, profile: Profile) -> Organization:
    """The organization changes what it may change by itself.

    Raises:
        Faults: the office's phone is missing, or a text holds what others must not read.
    """
    fresh = advance(actor, ORGANIZATION, organization, "update_profile", asdict(profile))
    refuse_if((*profile_faults(profile, fresh.kind), *_text_faults(asdict(profile))))
    before = {name: getattr(fresh, name) for name in asdict(profile)}
    _assign(fresh, asdict(profile))
    fresh.save()
    changed = [name for name, value in before.items() if value != getattr(fresh, name)]
    _record(actor, "update_profile", fresh, {"changed": changed})
    return fresh


@transaction.atomic
def record_standing(*, actor: Actor, organization: Organization, qualifications: Qualifications) -> Organization:
    """The registration authority enters the year's inspection, the grade and the qualifications.

    Raises:
        Faults: a grade without its end, a qualification without its certificate.
    """
    fresh = advance(actor, ORGANIZATION, organization, "record_standing", asdict(qualifications))
    refuse_if(qualification_faults(qualifications))
    _assign(fresh, asdict(qualifications))
    fresh.save()
    details = {
        "inspection_conclusion": qualifications.inspection_conclusion,
        "inspection_year": qualifications.inspection_year,
        "grade": qualifications.grade,
    }
    _record(actor, "record_standing", fresh, details)
    return fresh


@transaction.atomic
def suspend_organization(*, actor: Actor, organization: Organization, reason: str) -> Organization:
    """Take good standing away for a time: its offers leave the menu, what is agreed goes on."""
    fresh = advance(actor, ORGANIZATION, organization, "suspend", {"reason": reason})
    fresh.save()
    _record(actor, "suspend", fresh, {"reason": reason})
    return fresh


@transaction.atomic
def restore_organization(*, actor: Actor, organization: Organization, reason: str) -> Organization:
    """Give good standing back."""
    fresh = advance(actor, ORGANIZATION, organization, "restore", {"reason": reason})
    fresh.save()
    _record(actor, "restore", fresh, {"reason": reason})
    return fresh


@transaction.atomic
def end_organization(*, actor: Actor, organization: Organization, reason: str) -> Organization:
    """The organization is no more (注销) or its application is not pursued; its accounts are closed."""
    fresh = advance(actor, ORGANIZATION, organization, "end", {"reason": reason})
    fresh.save()
    for account in Account.objects.filter(organization_id=fresh.pk, is_active=True):
        deactivate_account(actor=SYSTEM, account=account)
    _record(actor, "end", fresh, {"reason": reason})
    return fresh


def _state(organization: Organization, particulars: Particulars, qualifications: Qualifications) -> None:
    """Check what was stated and write it to the row, not yet saved."""
    home = find(particulars.division_code)
    faults = [
        *particulars_faults(particulars, home.path if home else ""),
        *qualification_faults(qualifications),
        *_text_faults(asdict(particulars)),
    ]
    if home is None and particulars.division_code:
        faults.append(RuleBroken(mark("There is no such place."), field="division_code"))
    refuse_if(faults)
    _assign(organization, {**asdict(particulars), **asdict(qualifications)})
    organization.credit_code = compact(particulars.credit_code) or None
    organization.division_path = home.path if home else ""
    organization.division_name = home.full_name if home else ""


def _text_faults(values: Mapping[str, object]) -> Iterator[RuleBroken]:
    for name in _READ_BY_ALL:
        yield from refusals(screen_text(str(values.get(name, ""))), field=name)


def _assign(organization: Organization, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(organization, name, list(value) if isinstance(value, tuple) else value)


def _save(organization: Organization) -> None:
    try:
        with transaction.atomic():
            organization.save()
    except IntegrityError as problem:
        taken = Organization.objects.filter(credit_code=organization.credit_code).exclude(pk=organization.pk)
        if organization.credit_code and taken.exists():
            sentence = mark("An organization with this credit code is here already.")
            raise RuleBroken(sentence, field="credit_code") from problem
        raise


def _make_manager(organization: Organization, manager: FirstManager) -> None:
    account = create_account(
        actor=SYSTEM,
        role=Role.ORGANIZATION_MANAGER,
        username=manager.username,
        password=manager.password,
        label=organization.name,
        place=Place(organization.division_code, organization.division_path, organization.division_name),
        organization_id=organization.pk,
        phone=manager.phone,
    )
    deactivate_account(actor=SYSTEM, account=account)


def _record(actor: Actor, event: str, organization: Organization, details: Mapping[str, object] | None = None) -> None:
    facts = ledger_facts(
        event=event,
        number=organization.number,
        kind=organization.kind,
        registration_level=organization.registration_level,
        state=organization.state,
    )
    shown = {name: value for name, value in (details or {}).items() if value}
    record(actor, NAME + event, organization, details=shown, facts=facts)
