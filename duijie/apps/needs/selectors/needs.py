"""One need and its neighbours: by number, in an office's list, with its history and its journey."""

from dataclasses import dataclass
from math import ceil

from django.db.models import QuerySet

from duijie.apps.needs.models import Need, Opinion, Referral
from duijie.apps.needs.rules.journey import Station, stations_of
from duijie.apps.needs.rules.needs import PUBLIC_STATES, SEE, SEE_INTERNAL
from duijie.apps.needs.rules.progress import left_to_take
from duijie.apps.needs.rules.vocabulary import Form, Urgency
from duijie.apps.needs.selectors.searching import with_text
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import can, visible
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import history
from duijie.kernel.beneficiaries import IN_HARDSHIP
from duijie.kernel.errors import NotFound, mark
from duijie.matching.terms import Level, NeedTerms

_PUBLIC_ACTS = ("publish", "extend", "revise", "reflect", "withdraw", "expire", "revisit", "close")


@dataclass(frozen=True, slots=True, kw_only=True)
class OfficeFilters:
    """What an office looks for among its needs; "" means any. `place` is a division path."""

    text: str = ""
    state: str = ""
    field: str = ""
    place: str = ""
    track: str = ""
    is_mine: bool = False


def need_by_number(actor: Actor, number: str) -> Need:
    """The need of a public number.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    need = Need.objects.filter(number=number.upper()).first()
    if need is None or not can(actor, SEE, need):
        raise NotFound(mark("There is nothing here that you may see."))
    return need


def public_need(number: str) -> Need:
    """The published need of a public number, for everybody.

    Raises:
        NotFound: there is none, or it is not published.
    """
    need = Need.objects.filter(number=number.upper(), state__in=PUBLIC_STATES).first()
    if need is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return need


def office_needs(actor: Actor, filters: OfficeFilters | None = None) -> QuerySet[Need]:
    """The needs that an office looks after, in any state, newest first; page them by `created_at`."""
    wanted = filters or OfficeFilters()
    rows = visible(actor, SEE_INTERNAL, Need.objects.all())
    exact = {name: getattr(wanted, name) for name in ("state", "field", "track") if getattr(wanted, name)}
    rows = rows.filter(**exact)
    rows = with_text(rows, wanted.text)
    if wanted.place:
        rows = rows.filter(division_path__startswith=wanted.place)
    if wanted.is_mine:
        rows = rows.filter(typed_by_id=actor.id)
    return rows.order_by("-created_at", "-id")


def full_history(actor: Actor, need: Need) -> QuerySet[AuditEntry]:
    """Every act on the need, oldest first; for those who may only see its public page, the public acts."""
    return history(need) if can(actor, SEE_INTERNAL, need) else public_history(need)


def public_history(need: Need) -> QuerySet[AuditEntry]:
    """The acts that everybody may know of, oldest first; what was said with them (`details`) stays internal."""
    return history(need).filter(action__in=[f"needs.need.{event}" for event in _PUBLIC_ACTS]).defer("details")


def opinions_on(actor: Actor, need: Need) -> QuerySet[Opinion]:
    """What offices have stated on policy cover, newest first; internal."""
    rows = need.opinions.order_by("-at")
    return rows if can(actor, SEE_INTERNAL, need) else rows.none()


def referrals_of(actor: Actor, need: Need) -> QuerySet[Referral]:
    """The letters by which the need was handed to a policy, newest first; internal."""
    rows = need.referrals.order_by("-created_at")
    return rows if can(actor, SEE_INTERNAL, need) else rows.none()


def journey_of(need: Need) -> tuple[Station, ...]:
    """The stations of a need with their dates, as the public may see them."""
    return tuple(stations_of(need))


def as_terms(need: Need) -> NeedTerms:
    """The need as the engine sees it: what is still open of it."""
    left = left_to_take(need.quantity, need.quantity_taken)
    gap = None if need.total_fen is None else max(need.total_fen - need.secured_fen, 0)
    return NeedTerms(
        id=str(need.pk),
        title=need.title,
        text=need.text,
        field=need.field,
        subfields=frozenset({need.subfield} - {""}),
        division_path=need.division_path,
        is_key_county=need.is_key_county,
        beneficiaries=frozenset(need.beneficiaries),
        in_hardship=bool(IN_HARDSHIP & set(need.beneficiaries)),
        form=Form(need.form),
        quantity=max(ceil(left), 1),
        unit=need.unit,
        budget_fen=gap,
        wanted_by=need.wanted_by,
        urgency=Urgency(need.urgency),
        level=Level(need.maker),
    )
