"""东西部协作: which divisions are partners, who may write it down, and what is refused. Plain Python."""

from dataclasses import dataclass
from datetime import date
from typing import Final

from duijie.apps.exchange.rules.subscriptions import OFFICES
from duijie.apps.regions.rules import Level, level_of_path
from duijie.kernel.access.actors import Role
from duijie.kernel.access.conditions import Always, At, Grant, Inside, grant
from duijie.kernel.errors import RuleBroken, mark

NAME: Final = "exchange.partnerpair."
SEE: Final = NAME + "see"
KEEP: Final = NAME + "keep"
MUTE: Final = NAME + "mute"
_EITHER = Inside("east_path") | Inside("west_path")
GRANTS: Final[tuple[Grant, ...]] = (
    grant(SEE, (Role.MINISTRY, Role.AUDITOR), Always()),
    grant(SEE, OFFICES, _EITHER),
    grant(KEEP, (Role.MINISTRY, Role.SYSTEM), Always()),
    grant(KEEP, (Role.PROVINCE_OFFICE,), _EITHER),
    grant(MUTE, OFFICES, At("east_path")),
)
OFFICE_AT: Final = {
    Level.PROVINCE: Role.PROVINCE_OFFICE,
    Level.PREFECTURE: Role.PREFECTURE_OFFICE,
    Level.COUNTY: Role.COUNTY_OFFICE,
}
"""Whose feed a pair is, by the level of its eastern division."""
DOCUMENT_LENGTH: Final = 200


@dataclass(frozen=True, slots=True, kw_only=True)
class Pairing:
    """A pair as a document names it; paths of divisions, and the days between which it holds (None: unknown, open)."""

    east_path: str
    west_path: str
    document: str
    valid_from: date | None = None
    valid_to: date | None = None


def pairing_faults(pairing: Pairing) -> list[RuleBroken]:
    """What is wrong with a pair by itself."""
    faults = []
    if not pairing.document.strip():
        faults.append(RuleBroken(mark("Please name the document."), field="document"))
    if pairing.valid_from and pairing.valid_to and pairing.valid_to < pairing.valid_from:
        faults.append(RuleBroken(mark("The end lies before the beginning."), field="valid_to"))
    for field, path in (("east", pairing.east_path), ("west", pairing.west_path)):
        if level_of_path(path) not in OFFICE_AT:
            faults.append(RuleBroken(mark("Partners are provinces, prefectures or counties."), field=field))
    if pairing.east_path.startswith(pairing.west_path) or pairing.west_path.startswith(pairing.east_path):
        faults.append(RuleBroken(mark("A division is not its own partner."), field="west"))
    return faults


def overlap(one: Pairing, other: Pairing) -> bool:
    """Whether some day lies in both."""
    first, last = date.min, date.max
    return (one.valid_from or first) <= (other.valid_to or last) and (other.valid_from or first) <= (
        one.valid_to or last
    )
