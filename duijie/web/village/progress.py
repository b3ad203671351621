"""How a request stands, in a villager's words: where it is on its way, and what happens next and when."""

from collections.abc import Iterator
from datetime import datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.apps.needs.models import Request
from duijie.apps.needs.selectors.needs import journey_of
from duijie.kernel.access.actors import Role
from duijie.kernel.errors import mark
from duijie.web.frame.formats import date_zh
from duijie.web.frame.parts import Step

OFFICES = {
    Role.VILLAGE.value: mark("Your village"),
    Role.TOWNSHIP.value: mark("Your township"),
    Role.COUNTY_OFFICE.value: mark("The county office"),
}
_NEXT = {
    "returned": mark("Please add what is missing and send it again."),
    "verified": mark("It is found to be so. Your village puts it together with others and reports it as a need."),
    "referred": mark("A policy may cover it. The office in charge looks into it and answers your village."),
    "declined": mark("It was not accepted. If you do not agree, ask for a review: the level above looks again."),
    "withdrawn": mark("You took it back. If you need it after all, send it again."),
    "fulfilled": mark("It is done. If something is not right, report it here."),
}
_NEXT_OF_NEED = {
    "draft": mark("Your village is writing the need."),
    "submitted": mark("Your township and the county office look at the need."),
    "returned": mark("The need came back to your village, which completes it."),
    "published": mark("It is in the library. Now organizations look whether they can help."),
    "matching": mark("An organization is preparing to help."),
    "signed": mark("An organization has agreed to help; the work begins soon."),
    "under_way": mark("An organization is working on it."),
    "to_confirm": mark("It was reported as handed over. Please confirm it, or say what is wrong."),
    "declined": mark("The need was not accepted. Your village will tell you what else is possible."),
    "referred": mark("A policy may cover it. The office in charge looks into it and answers your village."),
    "expired": mark("No organization was found in time. Your village may ask again."),
}
# of the stations of a need those that a household cares about: in the library, taken, delivered, confirmed
_STATIONS = (1, 2, 4, 5)


def office_words(role: str) -> str:
    """The office whose turn it is."""
    return _(OFFICES.get(role, OFFICES[Role.VILLAGE.value]))


def next_words(request: Request) -> str:
    """What happens next, and by when where there is a clock."""
    if request.state == "submitted":
        office, until = office_words(request.awaiting_role), request.awaiting_until
        if until is None:
            return _("%(office)s looks into it.") % {"office": office}
        return _("%(office)s looks into it by %(day)s.") % {"office": office, "day": date_zh(until)}
    if request.state == "bundled" and request.need is not None:
        return _(_NEXT_OF_NEED.get(request.need.state, _NEXT_OF_NEED["published"]))
    return _(_NEXT.get(request.state, _NEXT["verified"]))


def steps_of(request: Request) -> list[Step]:
    """The stations of a request from the first word to the confirmation."""
    steps = [Step(_("Sent"), "done", localtime(request.submitted_at)), _verification(request)]
    if request.state in {"declined", "withdrawn"}:
        return steps
    if request.state == "referred":
        return [*steps, Step(_("Handed to a policy"), "now")]
    if request.state == "fulfilled" and request.need is None:
        return [*steps, Step(_("Settled by policy"), "done", _moment(request))]
    return [*steps, *_of_need(request)]


def _verification(request: Request) -> Step:
    if request.state in {"declined", "withdrawn"}:
        label = _("Not accepted") if request.state == "declined" else _("Withdrawn")
        return Step(label, "stopped", _moment(request))
    label = _("Verified")
    if request.verified_at is None:
        note = _("It came back to be completed.") if request.state == "returned" else ""
        return Step(label, "done" if request.state in {"referred", "fulfilled"} else "now", None, note)
    return Step(label, "done", localtime(request.verified_at))


def _of_need(request: Request) -> Iterator[Step]:
    labels = (_("In the library"), _("Taken by an organization"), _("Handed over"), _("Receipt confirmed"))
    stations = journey_of(request.need) if request.need is not None else ()
    if not stations:
        first = "now" if request.verified_at is not None else "later"
        yield from (Step(label, first if place == 0 else "later") for place, label in enumerate(labels))
        return
    if any(each.state == "stopped" for each in stations):
        last = stations[-1]
        yield Step(_(last.label), "stopped", localtime(last.at) if last.at else None)
        return
    waiting = next((place for place, index in enumerate(_STATIONS) if stations[index].state != "done"), len(labels))
    for place, (label, index) in enumerate(zip(labels, _STATIONS, strict=True)):
        at = stations[index].at if place < waiting else None
        state = "done" if place < waiting else "now" if place == waiting else "later"
        yield Step(label, state, localtime(at) if at else None)


def _moment(request: Request) -> datetime | None:
    return localtime(request.settled_at) if request.settled_at else None
