"""Send notices out of the platform: called by the job that `services.notify` defers."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override

from duijie.apps.notices.directory import Address, address_of
from duijie.apps.notices.models import Notice
from duijie.apps.notices.rules import SUBJECT, Means, outside_text
from duijie.kernel.gateways.sending import email, sms


@transaction.atomic
def deliver(notice_id: UUID) -> None:
    """Send what is still to be sent of a notice; a job that runs twice sends once."""
    notice = Notice.objects.select_for_update().filter(pk=notice_id).first()
    address = address_of(notice.account_id) if notice else None
    if notice is None or address is None:
        return
    with override(address.language or settings.LANGUAGE_CODE):
        sent = [means for means in notice.wished if means not in notice.sent and _send(means, address, notice)]
    if sent:
        notice.sent = [*notice.sent, *sent]
        notice.save(update_fields=["sent"])


def _send(means: str, address: Address, notice: Notice) -> bool:
    message, params = outside_text(notice.params)
    text = gettext(message) % params
    if means == Means.SMS and address.phone:
        sms().send(address.phone, text)
        return True
    if means == Means.EMAIL and address.email:
        email().send(address.email, gettext(SUBJECT), f"{text}\n\n{settings.ENVIRONMENT.public_address}{notice.link}")
        return True
    return False
