"""Messages stay in the table `LocalMessage`: for the demo, for tests, and for places without an operator."""

from collections.abc import Mapping
from datetime import timedelta

from django.db.models import QuerySet
from django.utils.http import urlencode

from duijie.kernel.clock import now
from duijie.kernel.gateways.models import LocalMessage, Medium
from duijie.kernel.gateways.protocols import SendingFailed
from duijie.kernel.ids import new_id
from duijie.kernel.privacy.digests import keyed_digest

KEPT_FOR = timedelta(days=30)
_AGREED = "local-agreed"


class LocalSms:
    """Short messages that go nowhere."""

    def send(self, *, to: str, text: str) -> None:
        """Keep the text where the demo shows it."""
        _keep(Medium.SMS, to, None, text)


class LocalEmail:
    """Mail that goes nowhere."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Keep the mail where the demo shows it."""
        _keep(Medium.EMAIL, to, subject, text)


class LocalWeChat:
    """Template messages that go nowhere; whoever wants to be connected has agreed already."""

    def send(self, *, to: str, template: str, fields: Mapping[str, str], link: str) -> None:
        """Keep the template's fields where the demo shows them."""
        _keep(Medium.WECHAT, to, template, "\n".join([*(f"{name}: {each}" for name, each in fields.items()), link]))

    def connecting_address(self, *, back: str, state: str) -> str:
        """The way back at once."""
        return f"{back}?{urlencode({'code': _AGREED, 'state': state})}"

    def openid_of(self, code: str) -> str:
        """An openid of our own making."""
        if code != _AGREED:
            raise SendingFailed("the local official account does not know this code")
        return f"local-{new_id().hex}"


def messages_to(address: str) -> QuerySet[LocalMessage]:
    """What was kept for one phone number or mail address, newest first."""
    return LocalMessage.objects.filter(address_digest=_digest(address)).order_by("-created_at", "-id")


def newest_messages(medium: Medium | None = None) -> QuerySet[LocalMessage]:
    """What was kept for anybody, newest first; for the demo's page only."""
    kept = LocalMessage.objects.order_by("-created_at", "-id")
    return kept.filter(medium=medium) if medium else kept


def drop_old_messages() -> int:
    """Delete messages older than 30 days; returns how many."""
    deleted, _ = LocalMessage.objects.filter(created_at__lt=now() - KEPT_FOR).delete()
    return deleted


def _keep(medium: Medium, to: str, subject: str | None, text: str) -> None:
    LocalMessage.objects.create(medium=medium, address=to, address_digest=_digest(to), subject=subject, body=text)


def _digest(address: str) -> str:
    return keyed_digest(address.strip().lower(), "message-address")
