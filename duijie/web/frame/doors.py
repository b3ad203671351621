"""The first door of a first page: what this reader can begin here; nobody is offered what would be refused to him."""

from typing import Final, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext, gettext_noop

from duijie.kernel.access.actors import ORGANIZATION_ROLES, Actor, Role


class Door(NamedTuple):
    """A way to begin: its name, one line about it, its address."""

    label: str
    note: str
    href: str


_SAY: Final = Door(
    gettext_noop("Say what I need"),
    gettext_noop("Write it in your own words; your village looks into it."),
    "village:request",
)
_WRITE: Final = Door(
    gettext_noop("Enter for villagers"),
    gettext_noop("Write down what a household needs, with its consent."),
    "village:request",
)
_DESK: Final = Door(gettext_noop("To do"), gettext_noop("What waits for you, and until when."), "office:queue")
_FITS: Final = Door(
    gettext_noop("Needs that fit"),
    gettext_noop("Chosen from the library, each with the reasons."),
    "organization:needs",
)
SAYING: Final = frozenset({Role.VISITOR, Role.VILLAGER})
WRITING: Final = frozenset({Role.VILLAGE, Role.TOWNSHIP})


def first_door(actor: Actor) -> Door:
    """What this actor begins with, in the language of the page."""
    if actor.role in SAYING:
        door = _SAY
    elif actor.role in WRITING:
        door = _WRITE
    else:
        door = _FITS if actor.role in ORGANIZATION_ROLES else _DESK
    return Door(gettext(door.label), gettext(door.note), reverse(door.href))
