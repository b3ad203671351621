"""点单 and 接单: a villager or village picks from the menu, the organization takes the order or not."""

from contextlib import suppress
from dataclasses import dataclass
from decimal import Decimal
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet

from duijie.apps.matches.models import Match, Order
from duijie.apps.matches.rules import ANSWER_WITHIN, ON_THE_MENU, ORDER, PLACE_ORDER, DeclineReason
from duijie.apps.matches.services.interest import commit_at_once
from duijie.apps.matches.services.telling import tell_orderer, tell_organization
from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules.particulars import text_faults
from duijie.apps.needs.rules.vocabulary import Consent, Form, Maker, Source, Urgency
from duijie.apps.needs.services.needs import make_need, submit_need
from duijie.apps.needs.services.requests import submit_request
from duijie.apps.offers.models import Offer
from duijie.kernel.access.actors import SYSTEM, Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now, today
from duijie.kernel.errors import Conflict, RuleBroken, mark, refuse_if
from duijie.kernel.lifecycle.running import advance


@dataclass(frozen=True, slots=True)
class PlacedOrder:
    """An order with the 查询码 that its sender follows it by ("" for a village)."""

    order: Order
    follow_code: str


@transaction.atomic
def place_villager_order(
    *,
    actor: Actor,
    offer: Offer,
    quantity: Decimal,
    text: str,
    name: str,
    phone: str,
    house: str,
    division_code: str,
    urgency: Urgency = Urgency.NORMAL,
    consent: Consent = Consent.SELF,
    note: str = "",
) -> PlacedOrder:
    """Order from the menu for a household; the village verifies it before the organization hears of it.

    A cadre who types for somebody names the consent he was given; `note` says what was agreed to of sensitive details.

    Raises:
        Refusal: as `submit_request`; the offer is not open, or less of it is left.
    """
    _require_menu(actor, offer, quantity)
    sent = submit_request(
        actor=actor,
        text=text or offer.title,
        name=name,
        phone=phone,
        house=house,
        division_code=division_code,
        field=offer.field,
        subfield=offer.subfield,
        quantity=quantity,
        unit=offer.unit,
        urgency=urgency,
        consent=consent,
        offer_number=offer.number,
        note=note,
    )
    path, behalf = sent.request.division_path, "" if consent is Consent.SELF else consent.value
    order = _new_order(actor, offer, quantity, request=sent.request, division_path=path, on_behalf_of=behalf)
    return PlacedOrder(order, sent.follow_code)


@transaction.atomic
def place_village_order(
    *,
    actor: Actor,
    offer: Offer,
    quantity: Decimal,
    text: str,
    division_code: str,
    households: int | None,
    persons: int | None,
) -> PlacedOrder:
    """Order from the menu for a village: a need of its own, verified like any other."""
    _require_menu(actor, offer, quantity)
    need = make_need(
        actor=actor,
        values={
            "title": offer.title,
            "text": text or offer.text,
            "field": offer.field,
            "subfield": offer.subfield,
            "maker": Maker.VILLAGE,
            "source": Source.ORDER,
            "form": offer.forms[0] if offer.forms else Form.SERVICE,
            "quantity": quantity,
            "unit": offer.unit,
            "beneficiaries": list(offer.beneficiaries),
            "households": households,
            "persons": persons,
            "division_code": division_code,
        },
    )
    sent = submit_need(actor=actor, need=need)
    return PlacedOrder(_new_order(actor, offer, quantity, need=sent, division_path=sent.division_path), "")


def open_order_behind(entry: AuditEntry) -> None:
    """Pass a verified order on to its organization: called when the need behind it is published."""
    for order in Order.objects.filter(state="waiting", need_id=entry.subject_id).select_related("offer"):
        _open(order)
    waiting = Order.objects.filter(state="waiting", request__need_id=entry.subject_id).select_related(
        "offer", "request"
    )
    for order in waiting:
        if not Order.objects.filter(need_id=entry.subject_id).exclude(pk=order.pk).exists():
            order.need_id = entry.subject_id
            order.save(update_fields=["need"])
        _open(order)


@transaction.atomic
def accept(*, actor: Actor, order: Order) -> Match:
    """接单: take the order; interest and commitment in one, as the offer already says what is given.

    Raises:
        RuleBroken: the offer's capacity is used up.
        Conflict: the offer is not open, or others have taken the need.
    """
    fresh = advance(actor, ORDER, order, "accept", {})
    need = _need_of(fresh)
    fresh.match = commit_at_once(actor=actor, need=need, quantity=fresh.quantity, offer=fresh.offer)
    fresh.answered_at = now()
    fresh.save()
    record(actor, "matches.order.accept", fresh, details={"need": need.number})
    return fresh.match


@transaction.atomic
def decline(*, actor: Actor, order: Order, decline_reason: str, decline_note: str = "") -> Order:
    """Do not take the order; the need stays in the library for others."""
    fresh = advance(actor, ORDER, order, "decline", {"decline_reason": decline_reason})
    refuse_if(text_faults(decline_note=decline_note))
    fresh.decline_reason, fresh.decline_note, fresh.answered_at = DeclineReason(decline_reason), decline_note, now()
    fresh.save()
    entry = record(actor, "matches.order.decline", fresh, details={"reason": decline_reason})
    tell_orderer(entry, fresh, stage=mark("An order cannot be taken at present; the need stays open to others"))
    return fresh


@transaction.atomic
def withdraw(*, actor: Actor, order: Order) -> Order:
    """Take an order back before it is taken."""
    fresh = advance(actor, ORDER, order, "withdraw", {})
    fresh.save()
    record(actor, "matches.order.withdraw", fresh)
    return fresh


def withdraw_orders_behind(entry: AuditEntry) -> None:
    """Close the orders of a request or need that goes no further: called when it is withdrawn or a policy covers it."""
    name = "need_id" if entry.subject_kind == "need" else "request_id"
    _move(Order.objects.filter(state__in=("waiting", "open", "refused"), **{name: entry.subject_id}), "withdraw")


def refuse_orders_behind(entry: AuditEntry) -> None:
    """End the orders of a request or need that was declined; who ordered reads the reason where he follows it."""
    _move(_orders_behind(entry).filter(state="waiting"), "refuse")


def resume_orders_behind(entry: AuditEntry) -> None:
    """Let orders wait again: a review is asked for, or their need is gone and their requests are bundled anew."""
    _move(_orders_behind(entry).filter(state="refused"), "resume")


def _orders_behind(entry: AuditEntry) -> QuerySet[Order]:
    """The orders of a request; of a need its own, and those of the requests in it."""
    subject = entry.subject_id
    is_need = entry.subject_kind == "need"
    return Order.objects.filter(Q(need_id=subject) | Q(request__need_id=subject) if is_need else Q(request_id=subject))


def _move(orders: QuerySet[Order], event: str) -> None:
    for order in orders:
        fresh = advance(SYSTEM, ORDER, order, event, {})
        fresh.save()
        record(SYSTEM, f"matches.order.{event}", fresh)


def lapse_overdue() -> int:
    """Close the orders that no organization answered in time, each in its own transaction; returns how many."""
    overdue = list(Order.objects.filter(state="open", answer_until__lt=now()))
    for order in overdue:
        with suppress(Conflict):  # answered at the last moment
            _lapse(order)
    return len(overdue)


@transaction.atomic
def _lapse(order: Order) -> None:
    fresh = advance(SYSTEM, ORDER, order, "lapse", {})
    fresh.save()
    entry = record(SYSTEM, "matches.order.lapse", fresh)
    tell_orderer(entry, fresh, stage=mark("An order was not answered in time; the need stays open to others"))


def _require_menu(actor: Actor, offer: Offer, quantity: Decimal) -> None:
    if not ON_THE_MENU.holds(actor, offer) or not offer.is_open_on(today()):
        raise Conflict(mark("This offer is not open at present."))
    require(actor, PLACE_ORDER, offer)
    if quantity <= 0:
        raise RuleBroken(mark("Please give a number above zero."), field="quantity")
    if quantity > offer.left:
        raise RuleBroken(
            mark("This offer has only %(left)s %(unit)s left."),
            field="quantity",
            left=f"{offer.left.normalize():f}",
            unit=offer.unit,
        )


def _new_order(
    actor: Actor,
    offer: Offer,
    quantity: Decimal,
    *,
    division_path: str,
    request: Request | None = None,
    need: Need | None = None,
    on_behalf_of: str = "",
) -> Order:
    account_id: UUID | None = actor.id if request is not None and actor.role == "villager" else None
    order = Order.objects.create(
        offer=offer,
        quantity=quantity,
        request=request,
        need=need,
        division_path=division_path,
        account_id=account_id,
        typed_by_id=actor.id,
    )
    record(actor, "matches.order.place", order, details={"offer": offer.number}, on_behalf_of=on_behalf_of)
    return order


def _open(order: Order) -> None:
    fresh = advance(SYSTEM, ORDER, order, "open", {})
    fresh.need_id, fresh.answer_until = order.need_id, now() + ANSWER_WITHIN
    fresh.save()
    entry = record(SYSTEM, "matches.order.open", fresh)
    tell_organization(entry, fresh, stage=mark("An order has come in"), link=f"/organization/orders/{fresh.number}/")


def _need_of(order: Order) -> Need:
    need = order.need or (order.request.need if order.request else None)
    if need is None:
        raise RuleBroken(mark("The village has not made a need of this order yet."))
    return need
