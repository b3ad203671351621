"""The page on which anybody checks a paper, a file or a code; without scripts the server checks, and says so."""

from typing import Final

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path
from django.utils.translation import gettext_lazy
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods

from duijie.apps.records.trusting import trusts
from duijie.kernel.errors import RuleBroken
from duijie.ledger.disclosing.checking import check_disclosure
from duijie.ledger.errors import FormatError, LedgerError
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.public.verification.given import given
from duijie.web.public.verification.pictures import code_on, is_picture
from duijie.web.public.verification.telling import Told, refused, told

LARGEST: Final = 10 * 1024 * 1024


class VerifyForm(forms.Form):
    """A code or a file; either is enough."""

    code = forms.CharField(
        label=gettext_lazy("Paste the code or the text of the file"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4, "autocomplete": "off", "spellcheck": "false"}),
    )
    file = forms.FileField(
        label=gettext_lazy("Or choose the file, or a photo of the large code"),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".json,.txt,image/*"}),
    )


@csrf_exempt  # it changes nothing; and the page is kept for the time without a network, when no token is fresh
@open_to_all
@require_http_methods(["GET", "HEAD", "POST"])
def verify(request: ActorRequest) -> HttpResponse:
    """Show the page; when something was sent, check it."""
    form = VerifyForm(request.POST or None, request.FILES or None)
    found = checked(form) if request.method == "POST" else None
    context = {"form": VerifyForm(), "told": found, "given": given(trusts())}
    answer = render(request, "public/verify.html", context)
    answer.headers["Cache-Control"] = "no-cache, private"
    return answer


def checked(form: VerifyForm) -> Told:
    """Check what was sent."""
    try:
        return told(check_disclosure(_sent(form), trusts()))
    except LedgerError as error:
        return refused(error)


def _sent(form: VerifyForm) -> bytes:
    file = form.cleaned_data.get("file") if form.is_valid() else None
    if file is None:
        return str(form.data.get("code", "")).encode("utf-8", "replace")
    if file.size > LARGEST:
        raise FormatError("The file is too large.")
    data: bytes = file.read()
    if not is_picture(data):
        return data
    try:
        return code_on(data)
    except RuleBroken as error:
        raise FormatError("The picture cannot be opened.") from error


urlpatterns = [path("verify/", verify, name="verify")]
