"""What a way out must do. None logs an address or a text, or puts one into `SendingFailed`."""

from collections.abc import Mapping
from typing import Protocol


class SendingFailed(Exception):
    """A message could not be handed over; the job that sends tries again. Says what failed, never to whom."""


class Sms(Protocol):
    """Short messages."""

    def send(self, *, to: str, text: str) -> None:
        """Hand a text over for a phone number in E.164 (`+8613…`).

        Raises:
            SendingFailed: the operator did not take it.
        """


class Email(Protocol):
    """Mail in plain text."""

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Hand a mail over for one address.

        Raises:
            SendingFailed: the server did not take it.
        """


class WeChat(Protocol):
    """Template messages (模板消息) of the province's official account (公众号)."""

    def send(self, *, to: str, template: str, fields: Mapping[str, str], link: str) -> None:
        """Hand over a template's id and its fields for an openid; a tap on the message opens `link`.

        Raises:
            SendingFailed: the account's service did not take it.
        """

    def connecting_address(self, *, back: str, state: str) -> str:
        """Where the person agrees to be told by WeChat; from there he comes to `back` with `code` and `state`."""

    def openid_of(self, code: str) -> str:
        """What the account knows the person by, for the code that he came back with.

        Raises:
            SendingFailed: the code is worth nothing, or the account's service does not answer.
        """
