"""Pledges across provinces, as the organization that sent them and the office that decides them may see them."""

from django.db.models import QuerySet

from duijie.apps.exchange.models import FollowedNeed, ReceivedPledge, SentPledge, Source
from duijie.apps.exchange.rules.pledges import GIVEN_UP_AFTER, SEE_RECEIVED, SEE_SENT, UNANSWERED, PledgeState
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import visible
from duijie.kernel.clock import now
from duijie.kernel.errors import NotFound, mark


def sent_pledges(actor: Actor) -> QuerySet[SentPledge]:
    """What the actor's organization has sent, newest first."""
    rows = SentPledge.objects.select_related("need__source", "organization").order_by("-sent_at")
    return visible(actor, SEE_SENT, rows)


def sent_for(actor: Actor, need: FollowedNeed) -> SentPledge | None:
    """The newest pledge of the actor's organization for a need."""
    return sent_pledges(actor).filter(need=need).first()


def unanswered_pledges(source: Source | None = None) -> QuerySet[SentPledge]:
    """What waits for the answer of a source, or of any, and is still taken there; oldest first."""
    rows = SentPledge.objects.filter(state__in=UNANSWERED, sent_at__gte=now() - GIVEN_UP_AFTER)
    rows = rows.filter(need__source=source) if source else rows.filter(need__source__ended_at=None)
    return rows.select_related("need__source").order_by("sent_at", "pk")


def received_pledges(actor: Actor) -> QuerySet[ReceivedPledge]:
    """What has come for needs that the actor looks after, newest first."""
    rows = ReceivedPledge.objects.select_related("need", "source").order_by("-received_at")
    return visible(actor, SEE_RECEIVED, rows)


def waiting_pledges(actor: Actor) -> QuerySet[ReceivedPledge]:
    """Those of them that nobody has answered yet."""
    return received_pledges(actor).filter(state=PledgeState.WAITING)


def received_pledge(actor: Actor, number: str) -> ReceivedPledge:
    """One of them.

    Raises:
        NotFound: there is none that the actor may see.
    """
    found = received_pledges(actor).filter(number=number).first()
    if found is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return found
