"""转办函 on the screen, for the printer and as PDF."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.translation import override

from duijie.apps.needs.letters import referral_letter
from duijie.apps.needs.selectors.referrals import applicant_behind, letter_by_number
from duijie.kernel.papers.letters import Letter, letter_pdf
from duijie.web.frame.policies import ActorRequest, for_officials


@for_officials
def letter_page(request: ActorRequest, number: str) -> HttpResponse:
    """The letter as a page that prints on A4."""
    referral = letter_by_number(request.actor, number)
    about = referral.request or referral.need
    kind = "request" if referral.request else "need"
    back = reverse(f"office:{kind}", args=[about.number]) if about else reverse("office:queue")
    context = {"letter": _letter(request, number), "referral": referral, "back": back}
    return render(request, "office/letter.html", context)


@for_officials
def letter_file(request: ActorRequest, number: str) -> HttpResponse:
    """The letter as PDF."""
    letter = _letter(request, number)
    headers = {"Content-Disposition": f'attachment; filename="{letter.number}.pdf"', "Cache-Control": "no-store"}
    return HttpResponse(letter_pdf(letter), content_type="application/pdf", headers=headers)


def _letter(request: ActorRequest, number: str) -> Letter:
    """Official letters are written in Chinese, whatever the language of the page."""
    referral = letter_by_number(request.actor, number)
    with override("zh-hans"):
        return referral_letter(referral, applicant_behind(request.actor, referral))


urlpatterns = [
    path("letters/<str:number>/", letter_page, name="letter"),
    path("letters/<str:number>/pdf/", letter_file, name="letter-pdf"),
]
