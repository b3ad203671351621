"""What the field's scripts are told: small JSON answers, refusals with the words that stand beside the fields."""

import json
from collections.abc import Callable, Mapping
from typing import Any
from uuid import UUID

from django.db import transaction
from django.forms import BaseForm
from django.http import HttpRequest, JsonResponse
from django.utils.translation import gettext

from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.errors import Conflict, Faults, Refusal, RuleBroken, mark
from duijie.kernel.privacy.digests import keyed_digest
from duijie.kernel.submissions.models import Submission
from duijie.kernel.submissions.services import claim
from duijie.web.frame.policies import ActorRequest, for_roles
from duijie.web.frame.wording import messages_of

in_the_field = for_roles(Role.VILLAGE, Role.TOWNSHIP)
UNREADABLE = mark("What the phone sent cannot be read. Load the page again.")
Messages = dict[str, list[str]]
CarryOut = Callable[[Actor, Mapping[str, Any], Submission], JsonResponse | None]


def answer(data: Mapping[str, Any], *, status: int = 200) -> JsonResponse:
    """An answer that nobody between keeps."""
    return JsonResponse(dict(data), status=status, headers={"Cache-Control": "no-store"})


def refused(refusal: Refusal) -> JsonResponse:
    """A refusal in the words of the page; those that belong to a field by its name."""
    errors: Messages = {}
    for each in refusal.faults if isinstance(refusal, Faults) else (refusal,):
        errors.setdefault(each.field or "", []).append(gettext(each.code) % each.params)
    return answer({"errors": errors}, status=refusal.status)


def errors_of(*forms: BaseForm) -> Messages:
    """What is wrong with some forms, by the name of the field."""
    errors: Messages = {}
    for form in forms:
        errors |= {field.name: list(messages_of(field)) for field in form if field.errors}
        errors |= {"": [str(each) for each in form.non_field_errors()]} if form.non_field_errors() else {}
    return errors


def given_in(request: HttpRequest, actor: Actor) -> dict[str, Any]:
    """What a script sent, if the account is the one under which it was written.

    Raises:
        RuleBroken: it cannot be read.
        Conflict: somebody else wrote it on this phone.
    """
    try:
        given = json.loads(request.body)
    except ValueError:
        given = None
    if not isinstance(given, dict):
        raise RuleBroken(UNREADABLE)
    if given.get("owner") != owner_mark(actor):
        raise Conflict(mark("Somebody else wrote this on the phone. He has to sign in and send it himself."))
    return given


def once(request: ActorRequest, entry_id: UUID, *, form: str, carry_out: CarryOut) -> JsonResponse | None:
    """Carry out what came under the id that the phone made, unless it has been; the answer says what is against it."""
    try:
        given = given_in(request, request.actor)
        with transaction.atomic():
            submission = claim(entry_id, form=form, actor=request.actor)
            return carry_out(request.actor, given, submission) if submission.done_at is None else None
    except Refusal as refusal:
        return refused(refusal)


def owner_mark(actor: Actor) -> str:
    """What tells on a phone whose entries lie there, without saying who he is."""
    return keyed_digest(str(actor.id), "field.owner")[:32]
