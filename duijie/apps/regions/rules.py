"""Codes and paths of divisions, and who may add villages and keep the county lists. Plain Python.

A path names every division from the province down, each by the part of its own 12-digit code that its level fills:
`/62/6211/621121/621121100/`. Scope is a prefix of the path, never of the code: the cities run by the corps have
codes that begin with 65 and stand below `/66/`, and some places skip a level.
"""

from enum import StrEnum

from duijie.kernel.access.actors import Role
from duijie.kernel.access.conditions import Inside, State, grant
from duijie.kernel.errors import mark

CODE_LENGTH = 12
SEE_LISTING = "regions.listing.see"
KEEP_LISTING = "regions.listing.keep"
ADD_VILLAGE = "regions.village.add"


class Level(StrEnum):
    """The five levels; the corps' divisions and regiments stand at prefecture and township level."""

    PROVINCE = "province"
    PREFECTURE = "prefecture"
    COUNTY = "county"
    TOWNSHIP = "township"
    VILLAGE = "village"


class Origin(StrEnum):
    """Where a row comes from; only `official` and `corps` rows are replaced when a newer list is loaded."""

    OFFICIAL = "official"
    CORPS = "corps"
    VILLAGE = "village"
    DEMO = "demo"


class Basis(StrEnum):
    """How far a row of a county list has been checked before it was loaded."""

    PUBLISHED = "published"
    RULE = "rule"
    UNVERIFIED = "unverified"


class ListLevel(StrEnum):
    """Who made the list that a county stands on."""

    NATIONAL = "national"
    PROVINCE = "province"


class UnitKind(StrEnum):
    """The three kinds of units that report to the ministry."""

    PROVINCE = "province"
    CORPS = "corps"
    SEPARATE_CITY = "separate_city"


LEVEL_LABELS = {
    Level.PROVINCE: mark("Province"),
    Level.PREFECTURE: mark("Prefecture"),
    Level.COUNTY: mark("County"),
    Level.TOWNSHIP: mark("Township"),
    Level.VILLAGE: mark("Village"),
}
BASIS_LABELS = {
    Basis.PUBLISHED: mark("Checked against a published list"),
    Basis.RULE: mark("Follows from a rule for the whole province"),
    Basis.UNVERIFIED: mark("Not yet checked"),
}
SEGMENT_LENGTHS = {
    Level.PROVINCE: 2,
    Level.PREFECTURE: 4,
    Level.COUNTY: 6,
    Level.TOWNSHIP: 9,
    Level.VILLAGE: 12,
}
_LEVELS = {length: level for level, length in SEGMENT_LENGTHS.items()}

# Village committees are numbered 200–399 in the statistical codes (residents' committees 001–199).
VILLAGE_NUMBERS = range(200, 400)
VILLAGE_NAME_LENGTHS = range(2, 31)

_KEEPERS = (Role.PROVINCE_OFFICE, Role.MINISTRY)
GRANTS = (
    grant(
        ADD_VILLAGE,
        (Role.TOWNSHIP, Role.COUNTY_OFFICE),
        Inside("path") & State((Level.TOWNSHIP.value,), field="level"),
    ),
    grant(KEEP_LISTING, _KEEPERS, Inside("division__path")),
    grant(SEE_LISTING, (*_KEEPERS, Role.PREFECTURE_OFFICE, Role.COUNTY_OFFICE, Role.AUDITOR), Inside("division__path")),
)


def segment_of(code: str, level: Level) -> str:
    """The part of a 12-digit code that its level fills."""
    return code[: SEGMENT_LENGTHS[level]]


def path_below(parent_path: str, code: str, level: Level) -> str:
    """The path of a division below a parent; a province stands below `/`."""
    return f"{parent_path or '/'}{segment_of(code, level)}/"


def segments_of(path: str) -> tuple[str, ...]:
    """The parts of a path from the province down; none for `/` and for no path."""
    return tuple(part for part in path.split("/") if part)


def code_of_segment(segment: str) -> str:
    """The 12-digit code that a part of a path stands for."""
    return segment.ljust(CODE_LENGTH, "0")


def code_of_path(path: str) -> str:
    """The code of the division that a path leads to; empty for the whole country."""
    segments = segments_of(path)
    return code_of_segment(segments[-1]) if segments else ""


def level_of_path(path: str) -> Level | None:
    """The level that a path leads to; None for the whole country."""
    segments = segments_of(path)
    return _LEVELS[len(segments[-1])] if segments else None


def paths_above(path: str) -> tuple[str, ...]:
    """The paths from the province down to the one that is given, which comes last."""
    segments = segments_of(path)
    return tuple("/" + "/".join(segments[:count]) + "/" for count in range(1, len(segments) + 1))


def shared_level(path: str, other: str) -> Level | None:
    """The lowest level on which two places lie in the same division; None where not even the province is the same.

    It is all that is known of how near two places are: divisions have no coordinates here.
    """
    shared = None
    for own, theirs in zip(segments_of(path), segments_of(other), strict=False):
        if own != theirs:
            break
        shared = _LEVELS[len(own)]
    return shared


def county_path_of(path: str) -> str:
    """The path of the division that does a county's work for a place; empty above the counties.

    Four cities (Dongguan and others) and most divisions of the corps have townships or regiments and no county
    between: there it is the city or the division itself.
    """
    for each in paths_above(path):
        level = level_of_path(each)
        if level is Level.COUNTY:
            return each
        if level is Level.TOWNSHIP:
            return "/" + "/".join(segments_of(each)[:-1]) + "/"
    return ""


def county_code_of(path: str) -> str:
    """The code of the division that does a county's work for a place; empty above the counties."""
    return code_of_path(county_path_of(path))


def next_village_code(township_code: str, taken: frozenset[str]) -> str | None:
    """The lowest free provisional code below a township; None when all 200 numbers are taken."""
    prefix = segment_of(township_code, Level.TOWNSHIP)
    return next((code for code in (f"{prefix}{number}" for number in VILLAGE_NUMBERS) if code not in taken), None)
