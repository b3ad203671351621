"""What was just sent: the code, once, to who typed it, and what happens next and when."""

from uuid import UUID

from django.http import HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import NoReverseMatch, path, reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from duijie.kernel.submissions.services import receipt_of, take_receipt
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.village.progress import office_words
from duijie.web.village.receipts import Receipt


@open_to_all
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def sent(request: ActorRequest, submission_id: UUID) -> HttpResponse:
    """Show the code for an hour, or until its owner says that he has written it down."""
    if request.method == "POST":
        take_receipt(submission_id, actor=request.actor)
        return HttpResponseRedirect(reverse("village:home"))
    written = receipt_of(submission_id, actor=request.actor)
    receipt = Receipt.read(written) if written else None
    if receipt is None or not receipt.is_shown:
        return render(request, "village/sent_over.html", status=410)
    context = {
        "receipt": receipt,
        "answer_by": receipt.answer_by,
        "office": office_words(receipt.office),
        "writes_for_others": request.actor.is_official,
        "order_address": _order_address(receipt),
    }
    return render(request, "village/sent.html", context)


def _order_address(receipt: Receipt) -> str:
    """Where a cadre follows what he ordered for the village."""
    try:
        return reverse("office:order", args=[receipt.number]) if receipt.kind == "village_order" else ""
    except NoReverseMatch:
        return ""


urlpatterns = [path("sent/<uuid:submission_id>/", sent, name="sent")]
