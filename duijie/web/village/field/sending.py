"""A need that was written down in the field arrives: once, by the same forms and the same service as on the pages."""

from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils.dateparse import parse_date
from django.utils.translation import gettext as _
from django.utils.translation import override
from django.views.decorators.http import require_POST

from duijie.apps.needs.rules.vocabulary import Urgency
from duijie.apps.needs.services.requests import submit_request
from duijie.apps.regions.rules import Level
from duijie.kernel.access.actors import Actor
from duijie.kernel.clock import today
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.files.chunks import uploaded
from duijie.kernel.files.models import StoredFile
from duijie.kernel.submissions.models import Submission
from duijie.kernel.submissions.services import finish, receipt_of
from duijie.web.frame.formats import date_zh
from duijie.web.frame.policies import ActorRequest
from duijie.web.village.field.answers import UNREADABLE, answer, errors_of, in_the_field, once
from duijie.web.village.forms import ConsentForm, WhatForm, WhoForm
from duijie.web.village.receipts import Receipt
from duijie.web.village.remembered import chosen_place
from duijie.web.village.requests import note_of
from duijie.web.village.sensitive import sensitive_words

KEY = "/village/field/request/"
WRITTEN_ON = mark("Written down and agreed to on %(day)s, without a network.")
OLDEST = timedelta(days=92)


@in_the_field
@require_POST
def send_request(request: ActorRequest, entry_id: UUID) -> HttpResponse:
    """Take a request under the id that the phone made; the second time, only say again what became of it."""
    return once(request, entry_id, form=KEY, carry_out=_carry_out) or _told(entry_id, request.actor)


def _carry_out(actor: Actor, given: Mapping[str, Any], submission: Submission) -> JsonResponse | None:
    forms = _forms(given, actor)
    if errors := errors_of(*forms):
        return answer({"errors": errors}, status=422)
    ids = _ids(given.get("photos"))
    photos = uploaded(ids, actor=actor)
    if missing := set(ids) - {each.upload_id for each in photos}:
        return answer({"missing": sorted(str(each) for each in missing)}, status=409)
    receipt = _submitted(actor, forms, photos, given)
    finish(submission, result=_address(receipt), receipt=receipt.written)
    return None


def _forms(given: Mapping[str, Any], actor: Actor) -> tuple[WhatForm, WhoForm, ConsentForm]:
    """The same questions as on the pages."""
    data = {name: str(value) for name, value in given.items() if isinstance(value, str) and value}
    place = chosen_place(data.get("village", ""), actor)
    in_township = place is not None and place.level == Level.TOWNSHIP
    return (
        WhatForm(data, actor=actor),
        WhoForm(data, actor=actor, in_township=in_township),
        ConsentForm(data, actor=actor, words=sensitive_words(data.get("text", ""))),
    )


def _submitted(
    actor: Actor,
    forms: tuple[WhatForm, WhoForm, ConsentForm],
    photos: Sequence[StoredFile],
    given: Mapping[str, Any],
) -> Receipt:
    what, who, agreed = (each.cleaned_data for each in forms)
    sent = submit_request(
        actor=actor,
        text=what["text"],
        name=who["name"],
        phone=who["phone"],
        house=who["house"],
        division_code=what["village"].code,
        field=what.get("field", ""),
        urgency=Urgency.URGENT if what["is_urgent"] else Urgency.NORMAL,
        consent=agreed["consent"],
        note=_note(agreed, given),
        photos=photos,
    )
    row = sent.request
    return Receipt.of("request", row.number, row, title=what["text"][:40], code=sent.follow_code)


def _note(agreed: Mapping[str, Any], given: Mapping[str, Any]) -> str:
    """What was agreed to and, when it was not today, on which day."""
    note, day = note_of(is_agreed=agreed["sensitive"], consent=agreed["consent"]), _day(given.get("written_on"))
    with override(settings.LANGUAGE_CODE):
        return f"{note} {_(WRITTEN_ON) % {'day': date_zh(day)}}" if day else note


def _day(given: object) -> date | None:
    """The day that the phone's clock showed, if it can be right and is not today."""
    try:
        day = parse_date(str(given))
    except ValueError:
        return None
    return day if day and today() - OLDEST <= day < today() else None


def _ids(given: object) -> list[UUID]:
    try:
        return [UUID(str(each)) for each in given] if isinstance(given, list) else []
    except ValueError:
        raise RuleBroken(UNREADABLE, field="photos") from None


def _told(entry_id: UUID, actor: Actor) -> HttpResponse:
    written = receipt_of(entry_id, actor=actor)
    receipt = Receipt.read(written) if written else None
    if receipt is None:
        return answer({"number": "", "code": "", "address": reverse("village:home")})
    return answer({"number": receipt.number, "code": receipt.code, "address": _address(receipt)})


def _address(receipt: Receipt) -> str:
    return reverse("village:request-page", args=[receipt.number])


urlpatterns = [path("field/requests/<uuid:entry_id>/", send_request, name="field-request")]
