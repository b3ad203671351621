"""What an office's page says of a need or request beyond what everybody reads."""

from collections.abc import Iterable

from django.db.models import QuerySet
from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.apps.accounts.rules import ROLE_LABELS
from duijie.apps.needs.models import Need, Opinion, Referral, Request
from duijie.apps.needs.rules.requests import REQUEST, SEE
from duijie.apps.needs.rules.vocabulary import (
    OUTCOME_LABELS,
    POLICY_COVER_LABELS,
    POLICY_LABELS,
    SOURCE_LABELS,
    URGENCY_LABELS,
    Outcome,
    PolicyCover,
    PolicyKind,
    Source,
    Urgency,
)
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import visible
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import mark
from duijie.web.frame.formats import date_zh, datetime_local
from duijie.web.frame.histories import LABELS
from duijie.web.frame.parts import Column, Entry, Fact, Link, State, Table
from duijie.web.public.needs import need_facts as public_facts

_TOLD = ("opinion", "reason", "verified_how", "finding", "policy_name", "need", "letter")
"""What was said with an act, in the order in which the history shows it."""
NOBODY = mark("The platform")


def need_facts(need: Need, *, is_internal: bool) -> list[Fact]:
    """The public facts, and for those who look after the need where it stands and who has it."""
    if not is_internal:
        return public_facts(need)
    return [
        *public_facts(need),
        *facts_of(
            (_("Exact place"), need.division_name),
            (_("Village as the list names it"), need.village_name),
            (_("How urgent"), _(URGENCY_LABELS[Urgency(need.urgency)])),
            (_("Where it comes from"), _(SOURCE_LABELS[Source(need.source)])),
            (_("Who carries it out on site"), need.implementer),
            (_("Typed by"), need.typed_by_label),
            (_("Policy cover checked by"), need.policy_checked_by_label),
            *awaited(need),
            (_("Reason given"), need.reason),
            (_("What was found"), need.finding),
        ),
    ]


def awaited(row: Need | Request) -> list[tuple[str, object]]:
    """Whose turn it is, and until when."""
    if row.state != "submitted" or not row.awaiting_role:
        return []
    until = datetime_local(row.awaiting_until) if row.awaiting_until else ""
    turn = [(_("Whose turn it is"), _(ROLE_LABELS[Role(row.awaiting_role)])), (_("Until"), until)]
    return [*turn, *_jointly(row)]


def _jointly(row: Need | Request) -> list[tuple[str, object]]:
    """The office that takes the step too, and whether it has agreed: until then the other one cannot go on."""
    if not row.joint_role:
        return []
    office = _(ROLE_LABELS[Role(row.joint_role)])
    if row.is_joint_open:
        return [(_("Jointly with"), _("%(office)s: has not agreed yet") % {"office": office})]
    return [(_("Jointly with"), _("%(office)s: agreed (%(who)s)") % {"office": office, "who": row.joint_label})]


def facts_of(*pairs: tuple[str, object]) -> list[Fact]:
    """Lines of a summary list; what has no answer is left out."""
    return [Fact(question, answer) for question, answer in pairs if answer not in (None, "")]


def noted_history(entries: Iterable[AuditEntry]) -> list[Entry]:
    """The history with what was said at each act, for those who may read it."""
    return [
        Entry(
            at=localtime(each.at),
            what=_(LABELS[each.action]),
            who=_who(each),
            note=" · ".join(str(each.details[name]) for name in _TOLD if each.details.get(name)),
        )
        for each in entries
        if each.action in LABELS
    ]


def _who(entry: AuditEntry) -> str:
    """The seat that acted; villagers act without a name, and what follows by itself is the platform's."""
    if entry.actor_role == Role.SYSTEM:
        return _(NOBODY)
    return _(entry.actor_label or ROLE_LABELS[Role.VILLAGER])


def opinion_table(opinions: QuerySet[Opinion]) -> Table:
    """What offices stated on policy cover."""
    rows = [
        [
            each.actor_label,
            _(POLICY_COVER_LABELS[PolicyCover(each.policy_cover)]),
            each.policy_name,
            each.remaining_gap,
            _("Yes") if each.is_duplicate else "",
            date_zh(each.at),
        ]
        for each in opinions
    ]
    labels = (
        _("Office"),
        _("Policy cover"),
        _("Which policy"),
        _("What gap remains"),
        _("Under way elsewhere"),
        _("Date"),
    )
    return Table(_("What offices stated on policy cover"), [Column(label) for label in labels], rows, show_caption=True)


def referral_table(referrals: QuerySet[Referral]) -> Table:
    """The letters by which a row was handed to a policy."""
    rows = [
        [
            Link(each.number, reverse("office:letter", args=[each.number])),
            _(POLICY_LABELS[PolicyKind(each.policy)]),
            each.to_office,
            date_zh(each.due_on),
            _(OUTCOME_LABELS[Outcome(each.outcome)]) if each.outcome else _("No answer yet"),
        ]
        for each in referrals
    ]
    labels = (_("Letter"), _("Policy"), _("To which office"), _("Answer due"), _("What came of it"))
    return Table(_("Letters of referral"), [Column(label) for label in labels], rows, show_caption=True)


def request_table(actor: Actor, need: Need) -> Table:
    """The requests behind a need, for those who may see them; nobody else learns that there are any."""
    rows = [
        [Link(each.number, reverse("office:request", args=[each.number])), each.text, State(each.state, REQUEST)]
        for each in visible(actor, SEE, need.requests.order_by("submitted_at"))
    ]
    labels = (_("Request"), _("What is asked"), _("State"))
    return Table(_("Requests behind this need"), [Column(label) for label in labels], rows, show_caption=True)
