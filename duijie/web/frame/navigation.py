"""The ways through the site, by audience: one table, so that nobody's menu is a surprise."""

from collections.abc import Iterator
from typing import Final, NamedTuple

from django.urls import NoReverseMatch, reverse
from django.utils.translation import gettext, gettext_noop

from duijie.apps.accounts.rules import MANAGERS
from duijie.apps.exchange.rules.country import READERS as UNIT_READERS
from duijie.apps.exchange.rules.sources import READERS as SOURCE_READERS
from duijie.apps.exchange.rules.subscriptions import OFFICES
from duijie.apps.figures.rules import OVERSEERS
from duijie.apps.matches.rules.rounds import ROUND_READERS
from duijie.kernel.access.actors import ORGANIZATION_ROLES, Actor, Role
from duijie.web.frame.parts import Link


class Way(NamedTuple):
    """One entry of a menu; the few that elder mode keeps are marked, and those for some roles of the audience only.

    `part` is the heading under which a long menu shows it.
    """

    label: str
    name: str
    in_elder_mode: bool = False
    roles: frozenset[Role] = frozenset()
    part: str = ""


LONG: Final = 6
"""Up to so many entries a menu is read at a glance, without headings."""
_DEMAND, _SUPPLY = gettext_noop("Demand"), gettext_noop("Supply")
_OVERSIGHT, _UPKEEP = gettext_noop("Oversight"), gettext_noop("Upkeep")
_NEAR = frozenset({Role.TOWNSHIP, Role.COUNTY_OFFICE})
_REGISTERS = frozenset({Role.CIVIL_AFFAIRS, Role.MINISTRY, Role.TOWNSHIP, Role.AUDITOR})
_ABOVE = frozenset(
    {
        Role.TOWNSHIP,
        Role.COUNTY_OFFICE,
        Role.PREFECTURE_OFFICE,
        Role.PROVINCE_OFFICE,
        Role.MINISTRY,
        Role.AUDITOR,
    }
)
_KEEPERS = frozenset({Role.PROVINCE_OFFICE, Role.MINISTRY})

NAVIGATION: Final[dict[str, tuple[Way, ...]]] = {
    "public": (
        Way(gettext_noop("Home"), "public:home", in_elder_mode=True),
        Way(gettext_noop("Needs"), "public:needs", in_elder_mode=True),
        Way(gettext_noop("Services on offer"), "public:offers", in_elder_mode=True),
        Way(gettext_noop("Social organizations"), "public:organizations"),
        Way(gettext_noop("Cases"), "public:cases"),
        Way(gettext_noop("Results"), "public:figures"),
    ),
    "village": (
        Way(gettext_noop("Home"), "village:home", in_elder_mode=True),
        Way(gettext_noop("Say what I need"), "village:request", in_elder_mode=True),
        Way(gettext_noop("Choose a service"), "village:menu", in_elder_mode=True),
        Way(gettext_noop("See how it stands"), "village:follow", in_elder_mode=True),
    ),
    "cadre": (
        Way(gettext_noop("To do"), "office:queue", in_elder_mode=True),
        Way(gettext_noop("Enter for villagers"), "village:request", in_elder_mode=True),
        Way(gettext_noop("Field visits"), "village:field", in_elder_mode=True),
        Way(gettext_noop("Needs"), "office:needs", in_elder_mode=True),
        Way(gettext_noop("Choose a service"), "village:menu"),
        Way(gettext_noop("Projects"), "office:projects"),
    ),
    "organization": (
        Way(gettext_noop("Our desk"), "organization:home", in_elder_mode=True),
        Way(gettext_noop("Needs that fit"), "organization:needs", in_elder_mode=True),
        Way(gettext_noop("Our offers"), "organization:offers", in_elder_mode=True),
        Way(gettext_noop("Our projects"), "organization:projects", in_elder_mode=True),
        Way(gettext_noop("About us"), "organization:profile"),
    ),
    "office": (
        Way(gettext_noop("To do"), "office:queue", in_elder_mode=True),
        Way(gettext_noop("At a glance"), "office:overview", roles=frozenset(OVERSEERS)),
        Way(gettext_noop("Field visits"), "village:field", in_elder_mode=True, roles=frozenset({Role.TOWNSHIP})),
        Way(gettext_noop("Requests"), "office:requests", roles=_NEAR, part=_DEMAND),
        Way(gettext_noop("Needs"), "office:needs", in_elder_mode=True, part=_DEMAND),
        Way(gettext_noop("Need lists"), "office:imports", roles=_NEAR, part=_DEMAND),
        Way(gettext_noop("Organizations"), "office:organizations", roles=_REGISTERS, part=_SUPPLY),
        Way(gettext_noop("Offers"), "office:offers", roles=_REGISTERS, part=_SUPPLY),
        Way(gettext_noop("Matching"), "office:matching", part=_SUPPLY),
        Way(gettext_noop("Rounds"), "office:rounds", roles=frozenset(ROUND_READERS), part=_SUPPLY),
        Way(gettext_noop("Projects"), "office:projects", part=_SUPPLY),
        Way(gettext_noop("Results"), "public:figures", in_elder_mode=True, part=_OVERSIGHT),
        Way(gettext_noop("Worth a look"), "office:flags", roles=_ABOVE, part=_OVERSIGHT),
        Way(gettext_noop("Reporting units"), "office:units", roles=frozenset(UNIT_READERS), part=_OVERSIGHT),
        Way(gettext_noop("Villages"), "office:villages", roles=_NEAR, part=_UPKEEP),
        Way(gettext_noop("County lists"), "office:county-lists", roles=_KEEPERS, part=_UPKEEP),
        Way(gettext_noop("Our subscriptions"), "office:subscriptions", roles=frozenset(OFFICES), part=_UPKEEP),
        Way(
            gettext_noop("Partners in east and west"), "office:partners", roles=frozenset({Role.MINISTRY}), part=_UPKEEP
        ),
        Way(gettext_noop("Other provinces"), "office:sources", roles=frozenset(SOURCE_READERS), part=_UPKEEP),
        Way(gettext_noop("Accounts"), "frame:people", roles=frozenset(MANAGERS), part=_UPKEEP),
    ),
}


NOBODY: Final = frozenset({Role.VISITOR, Role.HOLDER})
"""Who has no account: the public, and whoever only shows a code."""


AT_HOME: Final = frozenset({"public", "village"})
"""The audiences without a desk here."""


def audience_of(actor: Actor) -> str:
    """Whose menu the actor sees."""
    if actor.role in NOBODY:
        return "public"
    if actor.role is Role.VILLAGER:
        return "village"
    if actor.role is Role.VILLAGE:
        return "cadre"
    return "organization" if actor.role in ORGANIZATION_ROLES else "office"


def address(name: str) -> str:
    """The address of a page, or "" where this installation does not have it."""
    try:
        return reverse(name)
    except NoReverseMatch:
        return ""


def _links(actor: Actor, path: str, *, elder: bool) -> Iterator[Link]:
    ways = [
        way
        for way in NAVIGATION[audience_of(actor)]
        if (way.in_elder_mode or not elder) and (not way.roles or actor.role in way.roles)
    ]
    addresses = {way: href for way in ways if (href := address(way.name))}
    under = [href for href in addresses.values() if path.startswith(href)]
    nearest = max(under, key=len, default="")
    home = address("public:home")
    for way, href in addresses.items():
        is_here = href == nearest and (path == href or href != home)
        part = gettext(way.part) if way.part and len(addresses) > LONG else ""
        yield Link(gettext(way.label), href, current=is_here, part=part)


def navigation_for(actor: Actor, path: str, *, elder: bool) -> list[Link]:
    """The menu of this actor, long ones in parts; the entry under which the present page lies is marked."""
    return list(_links(actor, path, elder=elder))
