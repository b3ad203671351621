"""The people of the demonstration as actors, and the days on which they act."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.selectors import actor_of
from duijie.apps.accounts.services import create_account, villager_of
from duijie.apps.organizations.models import Organization
from duijie.demo.accounts import PASSWORD, SEATS, VILLAGER_PHONE, DemoAccount
from duijie.demo.places import place_of
from duijie.kernel.access.actors import SYSTEM, Actor
from duijie.kernel.clock import moved


class World:
    """Who is there, by user name; organizations by their key."""

    def __init__(self) -> None:
        self.organizations: dict[str, Organization] = {}
        self._actors: dict[str, Actor] = {}

    def __getitem__(self, username: str) -> Actor:
        if username not in self._actors:
            account = Account.objects.get(username=username)
            self._actors[username] = actor_of(account, device=f"demo-{username}")
        return self._actors[username]

    @property
    def villager(self) -> Actor:
        """The villager who signs in with a phone."""
        return actor_of(villager_of(f"+86{VILLAGER_PHONE}"), device="demo-villager")

    def seat(self, seat: DemoAccount) -> None:
        """Make a seat's account if it is not there."""
        if Account.objects.filter(username=seat.username).exists():
            return
        organization = self.organizations.get(seat.organization)
        create_account(
            actor=SYSTEM,
            role=seat.role,
            username=seat.username,
            password=PASSWORD,
            label=seat.label,
            place=None if organization else place_of(seat.division_code),
            organization_id=organization.pk if organization else None,
        )

    def seat_offices(self) -> None:
        """Make the accounts of offices and villages."""
        for seat in SEATS:
            if not seat.organization:
                self.seat(seat)

    def seat_organizations(self) -> None:
        """Make the accounts of organizations' people, once their organizations are there."""
        for seat in SEATS:
            if seat.organization:
                self.seat(seat)


@contextmanager
def days_ago(days: int) -> Iterator[None]:
    """Let acts happen some days ago."""
    with moved(timedelta(days=-days)):
        yield
