"""A request whose words are in a recording, or on the photo of a sheet, until a cadre has written them down.

The recording is deleted with that; the photo, which carries a signature, stays for village and township.
"""

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override

from duijie.apps.accounts.rules import phone_of
from duijie.apps.accounts.selectors import phone_digest
from duijie.apps.needs.models import Request
from duijie.apps.needs.rules.requests import ON_PAPER, REQUEST, SPOKEN, VOICE_POLICY, Asked, submission_faults
from duijie.apps.needs.services.fields import field_of
from duijie.apps.needs.services.telling import tell_owner
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import record
from duijie.kernel.errors import mark, refuse_if
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.services import Owner, attach, drop
from duijie.kernel.lifecycle.running import advance


def stand_in(words: str) -> str:
    """What stands for unheard or unread words (`SPOKEN`, `ON_PAPER`), in the language of the offices."""
    with override(settings.LANGUAGE_CODE):
        return gettext(words)


def stand_ins() -> frozenset[str]:
    """Everything that stands for words which nobody has written yet."""
    return frozenset(map(stand_in, (SPOKEN, ON_PAPER)))


def keep_recording(request: Request, recording: StoredFile, *, actor: Actor) -> None:
    """Give a recording that the actor has sent to the request it belongs to.

    Raises:
        Conflict: it belongs to something else.
    """
    attach(recording, owner=Owner("request", request.pk), actor=actor)


def forget_recording(request: Request) -> list[str]:
    """Delete what was spoken, once it is needed no more; returns the digests of what is gone."""
    request.is_unwritten = False
    files = list(StoredFile.objects.filter(policy=VOICE_POLICY, owner_kind="request", owner_id=request.pk))
    for each in files:
        drop(each)
    return [each.sha256 for each in files]


def forget_if_written(request: Request) -> None:
    """Who has typed what he needs is heard no more, unless only what he has sent says who he is."""
    if stand_ins().isdisjoint({request.text, request.applicant.name}):
        forget_recording(request)


@transaction.atomic
def write_down_request(
    *, actor: Actor, request: Request, text: str, name: str, phone: str = "", house: str = ""
) -> Request:
    """听写: write down what was said and by whom; the recording is deleted with it, its digest stays in the history.

    Raises:
        Faults: something is missing, too long, or holds what others must not read.
        RuleBroken: this is no phone number.
    """
    asked = Asked(text=text.strip(), name=name.strip(), phone=phone.strip(), house=house.strip())
    fresh = advance(actor, REQUEST, request, "write_down", {"text": asked.text, "name": asked.name})
    refuse_if(submission_faults(asked, role=None, consent=fresh.consent))
    fresh.text = asked.text
    if not fresh.field:
        fresh.field, fresh.subfield = field_of(asked.text)
    deleted = forget_recording(fresh)
    fresh.save()
    _write_who(fresh, asked)
    entry = record(actor, "needs.request.write_down", fresh, details={"recording": deleted})
    tell_owner(entry, fresh, stage=mark("What you said has been written down"))
    return fresh


def _write_who(request: Request, asked: Asked) -> None:
    """Who asked, as it was said; what was not said stays as it was."""
    applicant = request.applicant
    applicant.name = asked.name
    applicant.house = asked.house or applicant.house
    if asked.phone:
        applicant.phone = phone_of(asked.phone)
        applicant.phone_digest = phone_digest(applicant.phone)
    applicant.save()
