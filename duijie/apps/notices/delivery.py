"""Send notices out of the platform: called by the job that `services.notify` defers."""

from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.utils.translation import gettext, override

from duijie.apps.notices.directory import Address, address_of
from duijie.apps.notices.models import Notice
from duijie.apps.notices.rules import SUBJECT, Means, outside_text
from duijie.kernel.gateways.selection import email, sms


def deliver(notice_id: UUID) -> None:
    """Send what is still to be sent of a notice; a job that runs twice sends once.

    Raises:
        SendingFailed: a way out failed; what was sent before stays noted, the job tries the rest again.
    """
    for means in Means:
        _deliver_by(notice_id, means)


@transaction.atomic
def _deliver_by(notice_id: UUID, means: Means) -> None:
    notice = Notice.objects.select_for_update().filter(pk=notice_id, wished__contains=[means.value]).first()
    if notice is None or means in notice.sent:
        return
    address = address_of(notice.account_id)
    if address is None or not _reached_by(address, means):
        return
    with override(address.language or settings.LANGUAGE_CODE):
        _send(means, address, notice)
    notice.sent = [*notice.sent, means.value]
    notice.save(update_fields=["sent"])


def _reached_by(address: Address, means: Means) -> bool:
    return bool(address.phone if means is Means.SMS else address.email)


def _send(means: Means, address: Address, notice: Notice) -> None:
    message, params = outside_text(notice.params)
    text = gettext(message) % params
    if means is Means.SMS:
        sms().send(to=address.phone, text=text)
    else:
        link = f"{settings.ENVIRONMENT.public_address}{notice.link}"
        email().send(to=address.email, subject=gettext(SUBJECT), text=f"{text}\n\n{link}")
