"""From an application to good standing: the applicant states, a township may vouch, the registrar confirms."""

from dataclasses import asdict, dataclass

from django.db import IntegrityError, transaction

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.rules import Place
from duijie.apps.accounts.services import activate_account, create_account, deactivate_account
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.credit_codes import compact
from duijie.apps.organizations.rules.lifecycle import ORGANIZATION, SUBMIT
from duijie.apps.organizations.rules.particulars import (
    Particulars,
    Qualifications,
    particulars_faults,
    qualification_faults,
)
from duijie.apps.organizations.rules.vocabulary import ENDED
from duijie.apps.organizations.services.telling import OUR_PAGE, tell_organization, tell_registrar, tell_township
from duijie.apps.organizations.services.writing import assign, record_act, text_faults
from duijie.apps.regions.selectors import find
from duijie.kernel.access.actors import SYSTEM, Actor, Role
from duijie.kernel.access.checks import require
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import now
from duijie.kernel.codes import code_digest, new_code
from duijie.kernel.errors import RuleBroken, mark, refuse_if
from duijie.kernel.lifecycle.running import advance


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstManager:
    """The account with which an applicant will act for the organization once it is approved."""

    username: str
    password: str
    phone: str = ""


@dataclass(frozen=True, slots=True)
class Application:
    """An organization that was put forward, and the 查询码 by which its applicant follows it."""

    organization: Organization
    follow_code: str


@transaction.atomic
def submit_organization(
    *,
    actor: Actor,
    particulars: Particulars,
    qualifications: Qualifications | None = None,
    manager: FirstManager | None = None,
) -> Application:
    """Put an organization before its registration authority, with the (closed) account of its first manager.

    Raises:
        NotAllowed: this role registers no organizations.
        Faults: something is missing or cannot be.
        RuleBroken: the credit code or the user name is taken.
    """
    require(actor, SUBMIT, None)
    follow_code = new_code()
    organization = Organization(typed_by_id=actor.id, follow_digest=code_digest(follow_code))
    _state(organization, particulars, qualifications or Qualifications())
    _save(organization)
    if manager:
        _make_manager(organization, manager)
    _ask_for_review(record_act(actor, "submit", organization), organization)
    return Application(organization, follow_code)


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
    _ask_for_review(record_act(actor, "complete", fresh), fresh)
    return fresh


@transaction.atomic
def vouch_for_organization(*, actor: Actor, organization: Organization, note: str = "") -> Organization:
    """The township confirms that a filed community organization exists and does what it says."""
    fresh = advance(actor, ORGANIZATION, organization, "vouch", {})
    fresh.is_vouched, fresh.vouched_by_id, fresh.vouched_at = True, actor.id, now()
    fresh.save()
    entry = record_act(actor, "vouch", fresh, {"note": note})
    tell_registrar(entry, fresh, stage=mark("An organization asks to be confirmed"), link=_office_page(fresh))
    return fresh


@transaction.atomic
def approve_organization(*, actor: Actor, organization: Organization, note: str = "") -> Organization:
    """The registration authority confirms good standing; the accounts of the applicant open with it."""
    fresh = advance(actor, ORGANIZATION, organization, "approve", {})
    fresh.approved_at = now()
    fresh.save()
    for account in Account.objects.filter(organization_id=fresh.pk, is_active=False):
        activate_account(actor=SYSTEM, account=account)
    entry = record_act(actor, "approve", fresh, {"note": note})
    tell_organization(entry, fresh, stage=mark("Your organization's good standing is confirmed"), link=OUR_PAGE)
    return fresh


@transaction.atomic
def return_organization(*, actor: Actor, organization: Organization, reason: str) -> Organization:
    """Give an application back, saying what to add or mend."""
    fresh = advance(actor, ORGANIZATION, organization, "return_for_completion", {"reason": reason})
    fresh.save()
    record_act(actor, "return_for_completion", fresh, {"reason": reason})
    return fresh


def _state(organization: Organization, particulars: Particulars, qualifications: Qualifications) -> None:
    """Check what was stated and write it to the row, not yet saved."""
    home = find(particulars.division_code)
    faults = [
        *particulars_faults(particulars, home.path if home else ""),
        *qualification_faults(qualifications),
        *text_faults(asdict(particulars)),
    ]
    if home is None and particulars.division_code:
        faults.append(RuleBroken(mark("There is no such place."), field="division_code"))
    refuse_if(faults)
    assign(organization, {**asdict(particulars), **asdict(qualifications)})
    organization.credit_code = compact(particulars.credit_code) or None
    organization.division_path = home.path if home else ""
    organization.division_name = home.full_name if home else ""


def _save(organization: Organization) -> None:
    try:
        with transaction.atomic():
            organization.save()
    except IntegrityError as problem:
        same_code = Organization.objects.filter(credit_code=organization.credit_code)
        if organization.credit_code and same_code.exclude(pk=organization.pk).exclude(state=ENDED).exists():
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


def _ask_for_review(entry: AuditEntry, organization: Organization) -> None:
    stage, link = mark("An organization asks to be confirmed"), _office_page(organization)
    if organization.is_filed:
        tell_township(entry, organization, stage=stage, link=link)
    else:
        tell_registrar(entry, organization, stage=stage, link=link)


def _office_page(organization: Organization) -> str:
    return f"/office/organizations/{organization.number}/"
