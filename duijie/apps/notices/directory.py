"""Where messages go: looked up when they are sent, by what `config.wiring` names, as accounts stand on this tier."""

from collections.abc import Callable
from typing import Protocol
from uuid import UUID


class Address(Protocol):
    """A phone (E.164), an e-mail address and a language; each may be empty."""

    @property
    def phone(self) -> str:
        """The phone."""

    @property
    def email(self) -> str:
        """The e-mail address."""

    @property
    def language(self) -> str:
        """The language in which the person wants to read."""


Directory = Callable[[UUID], Address | None]

_DIRECTORIES: list[Directory] = []


def look_up_with(directory: Directory) -> None:
    """Name the function that finds an account's address; called once at start."""
    _DIRECTORIES[:] = [directory]


def address_of(account_id: UUID) -> Address | None:
    """The address of an account, or None when it is closed or nobody keeps addresses."""
    return _DIRECTORIES[0](account_id) if _DIRECTORIES else None
