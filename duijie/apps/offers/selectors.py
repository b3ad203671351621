"""Every read of the supply library, limited to what the actor may see."""

import re
from collections.abc import Mapping

from django.db.models import F, Q, QuerySet

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.lifecycle import NAME, SEE, SEE_INTERNAL
from duijie.apps.offers.rules.vocabulary import PUBLISHED, SUBMITTED, Mode
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules.particulars import grade_on
from duijie.apps.organizations.rules.vocabulary import IN_GOOD_STANDING
from duijie.apps.regions.rules import paths_above
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import can, visible
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import history
from duijie.kernel.clock import today
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.search import found_by
from duijie.matching.terms import Form, OfferTerms, Registration
from duijie.matching.terms import Mode as EngineMode

_NUMBER = re.compile(r"\s*[A-Z]-[0-9A-Z]{7}\s*", re.IGNORECASE)


def menu(
    *,
    query: str = "",
    field: str = "",
    subfield: str = "",
    area: str = "",
    beneficiaries: str = "",
    form: str = "",
    mode: str = "",
) -> QuerySet[Offer]:
    """What can be ordered today (点单), newest first, with its organization.

    `area` is a division path: found is what is offered there, anywhere, or to a part of it. `query` finds words and
    their like (`kernel.search`), or the number.
    """
    rows = _open_today().filter(matching(query))
    if area:
        rows = rows.filter(Q(areas=[]) | Q(areas__overlap=list(paths_above(area))) | Q(reach__contains=[area]))
    exact = {"field": field, "subfield": subfield}
    rows = rows.filter(**{name: value for name, value in exact.items() if value})
    if beneficiaries:
        rows = rows.filter(beneficiaries__contains=[beneficiaries])
    if form:
        rows = rows.filter(forms__contains=[form])
    if mode:
        rows = rows.filter(mode__in=[mode, Mode.BOTH])
    return rows


def matching(query: str) -> Q:
    """A filter for offers by number or by words; where no word tells anything, by a part of the title."""
    query = query.strip()
    if not query:
        return Q()
    if _NUMBER.fullmatch(query):
        return Q(number=query.upper())
    found = found_by(query)
    return Q(found) if found else Q(title__contains=query)


def open_offers() -> QuerySet[Offer]:
    """Everything that stands in the menu today, for the engine."""
    return _open_today()


def _open_today() -> QuerySet[Offer]:
    lasting = Q(available_to__isnull=True) | Q(available_to__gte=today())
    return (
        Offer.objects.filter(lasting, state=PUBLISHED, organization__state=IN_GOOD_STANDING)
        .filter(capacity_taken__lt=F("capacity"))
        .select_related("organization")
        .order_by("-published_at", "-id")
    )


def visible_offers(actor: Actor) -> QuerySet[Offer]:
    """The offers that the actor may see, in any state, newest first."""
    return visible(actor, SEE, Offer.objects.select_related("organization")).order_by("-created_at", "-id")


def offer_by_number(actor: Actor, number: str) -> Offer:
    """The offer of a public number.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    offer = Offer.objects.select_related("organization", "picture").filter(number=number.upper()).first()
    if offer is None or not can(actor, SEE, offer):
        raise NotFound(mark("There is nothing here that you may see."))
    return offer


def offers_of(organization: Organization) -> QuerySet[Offer]:
    """All offers of an organization for its own people, newest first."""
    return Offer.objects.filter(organization=organization).select_related("organization").order_by("-created_at")


def public_offers_of(organization: Organization) -> QuerySet[Offer]:
    """What an organization has in the menu today."""
    return _open_today().filter(organization=organization)


def to_review(actor: Actor) -> QuerySet[Offer]:
    """Offers that wait for this actor: standing to be checked, or to be published; oldest first."""
    waiting = Offer.objects.filter(state=SUBMITTED)
    mine = visible(actor, NAME + "check_standing", waiting) | visible(actor, NAME + "publish", waiting)
    return mine.select_related("organization").order_by("submitted_at", "id")


def full_history(actor: Actor, offer: Offer) -> QuerySet[AuditEntry]:
    """Every act on the offer, oldest first; nothing for those who may only see its public page."""
    entries = history(offer)
    return entries if can(actor, SEE_INTERNAL, offer) else entries.none()


def reason_of_return(offer: Offer) -> str:
    """What the reviewer asked for when the offer was last given back."""
    entry = history(offer).filter(action=NAME + "return_for_completion").last()
    return str(entry.details.get("reason", "")) if entry else ""


def as_terms(
    offer: Offer,
    *,
    confirmed: Mapping[str, int] | None = None,
    paired_paths: tuple[str, ...] = (),
    is_eastern: bool = False,
) -> OfferTerms:
    """The offer as the engine sees it; what stands in upper parts (record, pairing) is given by the caller."""
    return OfferTerms(
        id=str(offer.pk),
        organization_id=str(offer.organization_id),
        title=offer.title,
        text=offer.text,
        fields=frozenset({offer.field} - {""}),
        subfields=frozenset({offer.subfield} - {""}),
        areas=tuple(offer.areas),
        key_counties_only=offer.key_counties_only,
        beneficiaries=frozenset(offer.beneficiaries),
        forms=frozenset(Form(form) for form in offer.forms),
        capacity_left=int(offer.left),
        unit=offer.unit,
        budget_fen=offer.budget_fen,
        mode=EngineMode.ONSITE if offer.mode == Mode.ONSITE else EngineMode.REMOTE,
        available_from=offer.available_from,
        available_to=offer.available_to,
        qualifications=frozenset(offer.qualifications) | qualifications_of(offer.organization),
        in_good_standing=offer.organization.is_in_good_standing,
        home_path=offer.organization.division_path,
        registration_level=Registration(offer.organization.registration_level),
        is_eastern=is_eastern,
        paired_paths=paired_paths,
        confirmed=dict(confirmed or {}),
    )


def qualifications_of(organization: Organization) -> frozenset[str]:
    """What an organization holds itself, as codes: `fundraising`, `tax_deduction`, `grade_3` and every grade below."""
    grade = grade_on(today(), organization.grade, organization.grade_valid_until)
    held = {f"grade_{each}" for each in range(1, grade + 1)}
    if organization.has_fundraising_qualification:
        held.add("fundraising")
    if organization.has_tax_deduction_qualification:
        held.add("tax_deduction")
    return frozenset(held)
