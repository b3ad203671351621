"""How somebody wants to be told: by which ways, how often, and whether WeChat is connected. Leaves no history."""

from django.db import transaction
from django.utils.timezone import localtime

from duijie.apps.notices.models import Choice, Dispatch
from duijie.apps.notices.rules import CHOOSE, Means, Rhythm, Sending, Trouble, next_digest
from duijie.apps.notices.selectors import choice_of
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.clock import now


@transaction.atomic
def choose_ways(*, actor: Actor, ways: set[Means], rhythm: Rhythm) -> Choice:
    """Keep by which ways and how often the actor is told; what already waits follows the new choice.

    WeChat stays only while it is connected; without it the connection is forgotten.

    Raises:
        NotAllowed: nobody is signed in.
    """
    choice = _own(actor)
    choice.sms, choice.email = Means.SMS in ways, Means.EMAIL in ways
    choice.wechat = Means.WECHAT in ways and choice.wechat_id is not None
    if not choice.wechat:
        choice.wechat_id = None
    choice.rhythm = rhythm.value
    choice.save()
    _follow(choice)
    return choice


@transaction.atomic
def connect_wechat(*, actor: Actor, openid: str) -> Choice:
    """Tell the actor by WeChat from now on.

    Raises:
        NotAllowed: nobody is signed in.
    """
    choice = _own(actor)
    choice.wechat, choice.wechat_id = True, openid
    choice.save()
    return choice


def _own(actor: Actor) -> Choice:
    choice = choice_of(actor)
    require(actor, CHOOSE, choice)
    return choice


def _follow(choice: Choice) -> None:
    waiting = Dispatch.objects.filter(account_id=choice.account_id, state=Sending.WAITING.value)
    on = [means.value for means in Means if getattr(choice, means.value)]
    waiting.exclude(means__in=on).update(
        state=Sending.DROPPED.value, trouble=Trouble.SWITCHED_OFF.value, settled_at=now()
    )
    rhythm = Rhythm(choice.rhythm)
    due_at = now() if rhythm is Rhythm.AT_ONCE else next_digest(localtime(now()), rhythm)
    waiting.filter(means__in=on, in_digest=True).update(due_at=due_at)
