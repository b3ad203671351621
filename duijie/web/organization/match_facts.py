"""What a match, a recommendation or an order is about, for the organization that answers it."""

from decimal import Decimal

from django.urls import reverse
from django.utils.translation import gettext as _

from duijie.apps.matches.models import Match, Order, Suggestion
from duijie.apps.matches.rules import DECLINE_LABELS, PARTY_ROLE_LABELS, DeclineReason, PartyRole
from duijie.apps.matches.selectors import why_refused
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.progress import left_to_take
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.formats import date_zh, datetime_local, money, phone_grouped, quantity
from duijie.web.frame.parts import Fact, Link

Answer = Match | Suggestion | Order


def need_of(row: Answer) -> Need:
    """The need behind an answer.

    Raises:
        NotFound: the village has not made a need of a villager's order yet.
    """
    need = need_or_none(row)
    if need is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return need


def need_or_none(row: Answer) -> Need | None:
    """The need behind an answer; a villager's order has it by the request that the village verified."""
    return row.need or (row.request.need if isinstance(row, Order) and row.request else None)


def asked_of(row: Answer, need: Need) -> Decimal:
    """How much an answer may take on now, in the need's unit: the part asked of it, never more than is still open."""
    left = left_to_take(need.quantity, need.quantity_taken)
    return min(row.quantity or left, left)


def need_summary(need: Need, *, is_office: bool = False) -> list[Fact]:
    """A need in the few lines that somebody decides by, with a link to its page."""
    left = left_to_take(need.quantity, need.quantity_taken)
    address = reverse("office:need" if is_office else "public:need", args=[need.number])
    return _told(
        (_("Need"), Link(f"{need.title}（{need.number}）", address)),
        (_("Place"), need.public_place),
        (_("Asked"), quantity(need.quantity, need.unit)),
        (_("Still open"), quantity(left, need.unit) if left != need.quantity else ""),
        (_("Funds in all"), money(need.total_fen) if need.total_fen else ""),
        (_("For whom"), "、".join(_(BENEFICIARIES[each]) for each in need.beneficiaries)),
        (_("Wanted by"), date_zh(need.wanted_by) if need.wanted_by else ""),
        (_("Not needed"), need.not_needed),
    )


def answer_facts(row: Answer, *, is_office: bool = False) -> list[Fact]:
    """The need, if there is one yet, and what the answer itself says."""
    need = need_or_none(row)
    own = _own_facts(row)
    return [*need_summary(need, is_office=is_office), *own] if need else own


def contact_facts(need: Need) -> list[Fact]:
    """Whom to ask before one decides: an office, never a household."""
    phone = phone_grouped(need.contact_phone) if need.contact_phone else ""
    return _told((_("Office in charge"), f"{need.contact_office} {phone}".strip()))


def _own_facts(row: Answer) -> list[Fact]:
    if isinstance(row, Order):
        return _told((_("Ordered"), quantity(row.quantity, row.offer.unit)), (_("Offer"), _offer(row)))
    if isinstance(row, Suggestion):
        return _told(
            (_("Recommended by"), row.suggested_by_label),
            (_("Part thought of"), quantity(row.quantity, row.need.unit) if row.quantity else ""),
            (_("The office writes"), row.note),
            (_("Offer"), _offer(row)),
        )
    return _told(
        (_("Part taken on"), quantity(row.quantity, row.need.unit)),
        (_("What it would do"), _(PARTY_ROLE_LABELS[PartyRole(row.party_role)])),
        (_("Offer"), _offer(row)),
        (_("Message to the office"), row.message),
    )


def _offer(row: Answer) -> Link | None:
    return Link(row.offer.title, reverse("public:offer", args=[row.offer.number])) if row.offer else None


def decline_facts(row: Answer) -> list[Fact]:
    """Why it was not taken; only the organization and the office read it."""
    reason = _(DECLINE_LABELS[DeclineReason(row.decline_reason)]) if row.decline_reason else ""
    return _told(
        (_("Why not for now"), reason),
        (_("Remark for the office"), row.decline_note),
        (_("Reason given"), why_refused(row) if isinstance(row, Order) else ""),
    )


def until(row: Answer) -> str:
    """By when an answer is due."""
    return datetime_local(row.answer_until) if row.answer_until else ""


def _told(*pairs: tuple[str, object]) -> list[Fact]:
    return [Fact(question, answer) for question, answer in pairs if answer]
