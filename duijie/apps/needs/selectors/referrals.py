"""Letters by which requests and needs are handed to policies."""

from duijie.apps.needs.models import Referral
from duijie.apps.needs.rules import needs, requests
from duijie.apps.needs.selectors.requests import ApplicantDetails, applicant_of
from duijie.apps.regions import selectors as regions
from duijie.apps.regions.rules import code_of_path
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import can
from duijie.kernel.errors import NotFound, mark


def letter_by_number(actor: Actor, number: str) -> Referral:
    """The referral of a letter's number, for those who may see what it is about.

    Raises:
        NotFound: there is none, or the actor may not know of it.
    """
    referral = Referral.objects.select_related("request", "need").filter(number=number.upper()).first()
    if referral is None or not _may_see(actor, referral):
        raise NotFound(mark("There is nothing here that you may see."))
    return referral


def applicant_behind(actor: Actor, referral: Referral) -> ApplicantDetails | None:
    """Who asked, where the letter is about a household and the actor may know."""
    return applicant_of(actor, referral.request) if referral.request else None


def usual_sender(actor: Actor) -> str:
    """What the actor's office last wrote at the head of a letter, or the name of its place."""
    last = (
        Referral.objects.filter(from_path=actor.division_path).exclude(from_office="").order_by("-created_at").first()
    )
    return last.from_office if last else regions.full_name(code_of_path(actor.division_path))


def _may_see(actor: Actor, referral: Referral) -> bool:
    if referral.request:
        return can(actor, requests.SEE, referral.request)
    return referral.need is not None and can(actor, needs.SEE_INTERNAL, referral.need)
