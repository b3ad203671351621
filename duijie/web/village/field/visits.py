"""The day's visits: requests that wait for a look are taken along; what was found is sent when there is a network.

Only what a visit needs goes onto the phone, and only when the cadre asks for it: what is said to be missing, the name
and the house. No phone number; nothing is kept of where he was or when.
"""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django import forms
from django.conf import settings
from django.http import HttpResponse, JsonResponse
from django.urls import path, reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, override
from django.views.decorators.http import require_POST, require_safe

from duijie.apps.needs.models import Request
from duijie.apps.needs.rules.vocabulary import POLICY_COVER_LABELS, PolicyCover
from duijie.apps.needs.selectors.requests import request_by_number, to_visit
from duijie.apps.needs.services.verification import return_request, verify_request
from duijie.apps.regions.models import Division
from duijie.kernel.access.actors import Actor
from duijie.kernel.clock import today
from duijie.kernel.errors import mark
from duijie.kernel.submissions.models import Submission
from duijie.kernel.submissions.services import finish
from duijie.web.frame.fields import TextField
from duijie.web.frame.formats import date_zh
from duijie.web.frame.policies import ActorRequest
from duijie.web.village.field.answers import answer, errors_of, in_the_field, once

KEY = "/village/field/visit/"
MOST = 30
VERIFY, RETURN = "verify", "return"
CHECKS: Mapping[str, str] = {
    "seen": mark("Seen on the spot"),
    "household": mark("Spoke with the household"),
    "neighbours": mark("Spoke with neighbours or the group's head"),
    "papers": mark("Looked at papers"),
    "policy": mark("Asked which policy already helps"),
}


class VisitForm(forms.Form):
    """What was found: ticks, one line, and whether a policy covers it."""

    outcome = forms.ChoiceField(
        label=gettext_lazy("What did you find?"),
        choices=[(VERIFY, gettext_lazy("It is as they say")), (RETURN, gettext_lazy("Something has to be added"))],
        widget=forms.RadioSelect,
    )
    checks = forms.MultipleChoiceField(
        label=gettext_lazy("What did you do?"),
        choices=[(code, gettext_lazy(label)) for code, label in CHECKS.items()],
        widget=forms.CheckboxSelectMultiple,
    )
    line = TextField(
        label=gettext_lazy("In one line"),
        help_text=gettext_lazy("What you saw; or what has to be added, which the household reads."),
        limit=100,
        rows=2,
        required=False,
    )
    policy_cover = forms.ChoiceField(
        label=gettext_lazy("Is it covered by a policy?"),
        choices=[(each.value, gettext_lazy(POLICY_COVER_LABELS[each])) for each in PolicyCover],
        widget=forms.RadioSelect,
    )
    remaining_gap = forms.CharField(label=gettext_lazy("What gap remains"), max_length=200, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        """To verify, one says what one did; to give back, only what is missing."""
        super().__init__(*args, **kwargs)
        if self.data.get("outcome") == RETURN:
            self.fields["checks"].required = self.fields["policy_cover"].required = False
            self.fields["line"].required = True


@in_the_field
@require_safe
def visits(request: ActorRequest) -> HttpResponse:
    """What can be taken along today."""
    rows = list(to_visit(request.actor)[:MOST])
    names = dict(Division.objects.filter(code__in={each.division_code for each in rows}).values_list("code", "name"))
    told = [_told(each, names.get(each.division_code, "")) for each in rows]
    return answer({"day": today().isoformat(), "rows": told})


@in_the_field
@require_POST
def send_visit(request: ActorRequest, entry_id: UUID) -> HttpResponse:
    """Verify, or give back; the second time, only say again that it is done."""
    stopped = once(request, entry_id, form=KEY, carry_out=_carry_out)
    return stopped or answer({"address": reverse("village:field")})


def _carry_out(actor: Actor, given: Mapping[str, Any], submission: Submission) -> JsonResponse | None:
    form = VisitForm(given)
    if not form.is_valid():
        return answer({"errors": errors_of(form)}, status=422)
    _decide(actor, request_by_number(actor, str(given.get("number", ""))), form.cleaned_data)
    finish(submission, result=reverse("village:field"))
    return None


def _told(row: Request, village: str) -> dict[str, str]:
    return {
        "number": row.number,
        "text": row.text,
        "name": row.applicant.name,
        "house": row.applicant.house or "",
        "village": village,
        "until": date_zh(row.awaiting_until) if row.awaiting_until else "",
    }


def _decide(actor: Actor, row: Request, found: Mapping[str, Any]) -> None:
    if found["outcome"] == RETURN:
        return_request(actor=actor, request=row, reason=found["line"])
        return
    verify_request(
        actor=actor,
        request=row,
        verified_how=_in_words(found),
        policy_cover=found["policy_cover"],
        remaining_gap=found["remaining_gap"],
    )


def _in_words(found: Mapping[str, Any]) -> str:
    """What was done, in the language of the offices."""
    with override(settings.LANGUAGE_CODE):
        return _("; ").join(filter(None, [*(_(CHECKS[each]) for each in found["checks"]), found["line"]]))


urlpatterns = [
    path("field/today/", visits, name="field-today"),
    path("field/visits/<uuid:entry_id>/", send_visit, name="field-visit"),
]
