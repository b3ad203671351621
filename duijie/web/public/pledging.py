"""What an organization reads on a need of another province: its pledge so far, or the way to say 有意向."""

from typing import NamedTuple

from django.utils.translation import gettext as _

from duijie.apps.exchange.models import FollowedNeed, SentPledge
from duijie.apps.exchange.rules.pledges import REASON_LABELS, SENT_LABELS, DeclineReason, PledgeState
from duijie.apps.exchange.selectors.pledges import sent_for
from duijie.apps.needs.rules.needs import OPEN_STATES
from duijie.kernel.access.actors import ORGANIZATION_ROLES, Actor, Role
from duijie.web.frame.formats import quantity


class OwnPledge(NamedTuple):
    """A pledge in words: `state` is a message id, `note` what it means or why."""

    state: str
    amount: str
    note: str


class Answering(NamedTuple):
    """The pledge that stands, whether one may be said now, and whether a network takes it there."""

    pledge: OwnPledge | None
    may_pledge: bool
    is_connected: bool


def answering(actor: Actor, need: FollowedNeed) -> Answering | None:
    """For organizations only; whoever else reads the page sees nothing of it."""
    if actor.role not in ORGANIZATION_ROLES:
        return None
    sent = sent_for(actor, need)
    is_over = sent is None or sent.state in {PledgeState.DECLINED, PledgeState.UNDELIVERED}
    may_pledge = is_over and need.state in OPEN_STATES and actor.role is Role.ORGANIZATION_MANAGER
    return Answering(in_words(sent) if sent else None, may_pledge, bool(need.source.log_address))


def in_words(pledge: SentPledge) -> OwnPledge:
    """How far a pledge is, and what follows for the organization."""
    state = PledgeState(pledge.state)
    if pledge.reason:
        note = _(REASON_LABELS[DeclineReason(pledge.reason)])
    elif state is PledgeState.ACCEPTED:
        note = _("They welcome it. To commit, register with the platform of the need's province.")
    elif state is PledgeState.WAITING and not pledge.need.source.log_address:
        note = _("It goes with the next carried file, and the answer comes back with one.")
    else:
        note = _(pledge.status) if pledge.status else ""
    return OwnPledge(SENT_LABELS[state], quantity(pledge.quantity, pledge.unit), note)
