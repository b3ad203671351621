"""Empty an offer; the act stands above (`projects.services.erasing`)."""

from duijie.apps.offers.models import Offer
from duijie.kernel.files.services import drop
from duijie.kernel.privacy.forgetting import blank, erased_word


def forget_offer(offer: Offer) -> None:
    """Take words, picture, budget and contact out of an offer; state, dates, field and capacity stay."""
    names = ("text", "requirements", "contact_office", "contact_phone", "budget_fen", "search")
    blank(Offer.objects.filter(pk=offer.pk), *names, title=erased_word(), picture=None)
    if offer.picture is not None:
        drop(offer.picture)
