"""Requests become part of a need, leave it again, and are fulfilled with it."""

from collections.abc import Sequence

from django.db import transaction

from duijie.apps.needs.models import Applicant, Need, Request
from duijie.apps.needs.rules.particulars import identity_faults
from duijie.apps.needs.rules.requests import REQUEST
from duijie.apps.needs.services.telling import tell_owner
from duijie.kernel.access.actors import SYSTEM, Actor
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import RuleBroken, mark, refuse_if
from duijie.kernel.lifecycle.running import advance


def bundle(*, actor: Actor, need: Need, requests: Sequence[Request]) -> None:
    """Make verified requests part of a need; called within `make_need`.

    Raises:
        NotAllowed: the actor handles no requests there.
        Conflict: a request has moved on.
        RuleBroken: a request lies outside the need's place.
        Faults: the need would show a household.
    """
    for request in requests:
        if not request.division_path.startswith(need.division_path):
            raise RuleBroken(
                mark("Request %(number)s lies outside this place."), field="division_code", number=request.number
            )
        fresh = advance(actor, REQUEST, request, "bundle", {})
        refuse_if(identity_faults(need.title, need.text, *_identifying(fresh)))
        fresh.need = need
        fresh.save()
        entry = record(actor, "needs.request.bundle", fresh, details={"need": need.number})
        tell_owner(entry, fresh, stage=mark("Your request has become part of a need"))


def _identifying(request: Request) -> tuple[str, ...]:
    """What would lead to the household: name, phone without the country's prefix, house."""
    applicant = Applicant.objects.filter(request=request).first()
    if applicant is None:
        return ()
    return (applicant.name, (applicant.phone or "").removeprefix("+86"), applicant.house or "")


@transaction.atomic
def unbundle_request(*, actor: Actor, request: Request, reason: str = "") -> Request:
    """Take a request out of its need: it waits again to be bundled."""
    fresh = advance(actor, REQUEST, request, "unbundle", {})
    need = fresh.need
    fresh.need = None
    fresh.save()
    details = {"need": need.number if need else "", "reason": reason}
    entry = record(actor, "needs.request.unbundle", fresh, details=details)
    tell_owner(entry, fresh, stage=mark("Your request waits for a need again"))
    return fresh


def release_requests(need: Need) -> None:
    """Free the requests of a need that will not go on, so that they are not forgotten with it."""
    for request in need.requests.filter(state="bundled"):
        unbundle_request(actor=SYSTEM, request=request)


def fulfil_requests(need: Need) -> None:
    """Fulfil the requests of a need that is met."""
    _fulfil(need, stage=mark("What you asked for is fulfilled"))


def settle_requests(need: Need) -> None:
    """A policy covers the need: that answers its requests too."""
    _fulfil(need, stage=mark("A policy covers what you asked for"))


def _fulfil(need: Need, *, stage: str) -> None:
    for request in need.requests.filter(state="bundled"):
        fresh = advance(SYSTEM, REQUEST, request, "fulfil", {})
        fresh.settled_at = now()
        fresh.save()
        tell_owner(record(SYSTEM, "needs.request.fulfil", fresh, details={"need": need.number}), fresh, stage=stage)


def reopen_requests(need: Need) -> None:
    """A confirmation was taken back: what was fulfilled with the need is not."""
    for request in need.requests.filter(state="fulfilled"):
        fresh = advance(SYSTEM, REQUEST, request, "reopen", {})
        fresh.settled_at = None
        fresh.save()
        record(SYSTEM, "needs.request.reopen", fresh, details={"need": need.number})
