"""Where messages go: looked up by what `config.wiring` names, as accounts stand on this tier; kept nowhere here."""

from collections.abc import Callable, Collection, Mapping
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


Directory = Callable[[Collection[UUID]], Mapping[UUID, Address]]

_DIRECTORIES: list[Directory] = []


def look_up_with(directory: Directory) -> None:
    """Name the function that finds accounts' addresses; called once at start."""
    _DIRECTORIES[:] = [directory]


def addresses_of(account_ids: Collection[UUID]) -> Mapping[UUID, Address]:
    """The addresses of accounts; those that are closed are not among them."""
    return _DIRECTORIES[0](account_ids) if _DIRECTORIES else {}


def address_of(account_id: UUID) -> Address | None:
    """The address of an account, or None when it is closed or nobody keeps addresses."""
    return addresses_of([account_id]).get(account_id)
