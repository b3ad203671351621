"""What a way out must do. None logs an address or a text, or puts one into `SendingFailed`."""

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
