"""发给我的消息: everything that was sent to me, by which way, in which words, and why; for its reader only."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from duijie.apps.notices.models import Dispatch, Notice
from duijie.apps.notices.rules import Because, Means, Sending, Trouble
from duijie.apps.notices.selectors import acts_behind, told_to
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import mark
from duijie.web.frame.account.paging import page_of
from duijie.web.frame.formats import datetime_local
from duijie.web.frame.histories import LABELS, who_acted
from duijie.web.frame.policies import ActorRequest, signed_in

SIZE = 15
MEANS_LABELS: Final[dict[str, str]] = {
    Means.SMS: mark("SMS"),
    Means.EMAIL: mark("E-mail"),
    Means.WECHAT: mark("WeChat"),
}
WHY: Final[dict[str, str]] = {
    Because.TURN: mark("it is your office's turn, and there is a time limit"),
    Because.ABOVE: mark("your office is the level above, which looks after it"),
    Because.OFFICE: mark("your office has to do with it"),
    Because.OWN: mark("you asked for it or entered it"),
    Because.PLACE: mark("it is about the village or county that you look after"),
    Because.ORGANIZATION: mark("you work for the organization that it is about"),
    Because.REGISTRAR: mark("your office registers the organization"),
    Because.VOUCHER: mark("your township knows the organization and vouches for it"),
    Because.RECOMMENDED: mark("you recommended it"),
    Because.PREPARED: mark("you opened the round"),
    Because.RECEIVING: mark("your side receives what is delivered"),
    Because.SUBSCRIBED: mark("you, your organization or your office has subscribed to it"),
    Because.PARTNER: mark("it comes from the partner of your division in the west"),
}
_STANDING: Final[dict[str, str]] = {
    Sending.SENT: mark("handed over on %(day)s"),
    Sending.FAILED: mark("could not be handed over, given up on %(day)s"),
    Sending.DROPPED: mark("not sent"),
}
_TROUBLES: Final[dict[str, str]] = {
    Trouble.REFUSED: mark("the operator did not take it"),
    Trouble.NO_ADDRESS: mark("there was no address any more"),
    Trouble.SWITCHED_OFF: mark("you had switched this way off"),
    Trouble.READ_BEFORE: mark("you had read it here before"),
}


@dataclass(frozen=True, slots=True)
class Way:
    """How a notice stands on one way out, with the very words where they went."""

    name: str
    standing: str
    text: str = ""


@dataclass(frozen=True, slots=True)
class Told:
    """One thing that somebody was told, and why."""

    notice: Notice
    words: str
    act: str
    why: str
    ways: list[Way]


@signed_in
@never_cache
@require_safe
def show_told(request: ActorRequest) -> HttpResponse:
    """What was sent to me and why, newest first."""
    notices, paging = page_of(told_to(request.actor), request.GET, SIZE)
    acts = acts_behind(notices)
    told = [_told(each, acts.get(each.entry_id)) for each in notices]
    return render(request, "frame/account/told.html", {"told": told, "paging": paging})


def _told(notice: Notice, entry: AuditEntry | None) -> Told:
    return Told(
        notice=notice,
        words=gettext(notice.message) % notice.params,
        act=_act(entry) if entry else "",
        why=gettext(WHY[notice.because]) if notice.because else "",
        ways=list(_ways(notice.dispatches.all())),
    )


def _act(entry: AuditEntry) -> str:
    """Who did what with which row, as the histories say it."""
    what = LABELS.get(entry.action, "")
    parts = (who_acted(entry), gettext(what) if what else "", entry.subject_number)
    return " · ".join(part for part in parts if part)


def _ways(dispatches: Iterable[Dispatch]) -> Iterable[Way]:
    for each in dispatches:
        name = gettext(MEANS_LABELS[each.means])
        yield Way(name, _standing(each), each.letter.text if each.letter else "")


def _standing(dispatch: Dispatch) -> str:
    day = datetime_local(dispatch.settled_at)
    if dispatch.state == Sending.WAITING:
        return _waiting(dispatch)
    words = gettext(_STANDING[dispatch.state]) % {"day": day}
    if dispatch.state == Sending.SENT and dispatch.in_digest:
        return gettext("%(words)s, together with others") % {"words": words}
    if not dispatch.trouble:
        return words
    return gettext("%(words)s: %(trouble)s") % {"words": words, "trouble": gettext(_TROUBLES[dispatch.trouble])}


def _waiting(dispatch: Dispatch) -> str:
    if dispatch.trouble == Trouble.REFUSED:
        return gettext("waiting: the operator did not take it, it is tried again")
    if dispatch.in_digest:
        return gettext("waiting: goes out with others on %(day)s") % {"day": datetime_local(dispatch.due_at)}
    return gettext("waiting: goes out in a moment")
