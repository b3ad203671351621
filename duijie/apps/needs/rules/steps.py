"""Who verifies next: the steps are data; this is only how they are read."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from duijie.kernel.access.actors import Role

LEVELS = ("village", "township", "county", "prefecture")
SEGMENT_LENGTHS = {"province": 2, "prefecture": 4, "county": 6, "township": 9, "village": 12}
OFFICES = {
    "village": Role.VILLAGE,
    "township": Role.TOWNSHIP,
    "county": Role.COUNTY_OFFICE,
    "prefecture": Role.PREFECTURE_OFFICE,
    "province": Role.PROVINCE_OFFICE,
}
"""The office that verifies at a level, unless the data of a step name another."""
LEVEL_OF_ROLE = {role: level for level, role in OFFICES.items()}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of verification: which role at which level of division, and within how many hours.

    `joint_role` is the office that takes the step too (会同), at `joint_level` or else the same level; "" for none.
    """

    role: str
    level: str
    hours: int
    joint_role: str = ""
    joint_level: str = ""


@dataclass(frozen=True, slots=True)
class Office:
    """Whose turn it is: a role at exactly one division."""

    role: str
    path: str


def path_at(path: str, level: str) -> str:
    """The part of a division path down to a level: `/62/6211/621121/…/` at county is `/62/6211/621121/`.

    Each segment's length tells its level, because some counties have no prefecture.
    """
    longest = SEGMENT_LENGTHS[level]
    kept = [segment for segment in path.split("/") if segment and len(segment) <= longest]
    return "/" + "".join(f"{segment}/" for segment in kept)


def level_of(path: str) -> str:
    """The level that a division path ends at; "" for the whole country."""
    last = path.rstrip("/").rpartition("/")[2]
    return next((level for level, length in SEGMENT_LENGTHS.items() if length == len(last)), "")


def office_of(step: Step, division_path: str) -> Office:
    """The office that takes a step for a place.

    A county that belongs to no prefecture is looked after by its province, which then stands in the prefecture's place.
    """
    path = path_at(division_path, step.level)
    if step.level == "prefecture" and level_of(path) == "province":
        return Office(OFFICES["province"], path)
    return Office(step.role, path)


def joint_office_of(step: Step, division_path: str) -> Office | None:
    """The office that has to agree before a step counts as done, or None."""
    if not step.joint_role:
        return None
    return Office(step.joint_role, path_at(division_path, step.joint_level or step.level))


def steps_from(
    steps: Sequence[Step],
    *,
    division_path: str,
    typed_at: str,
    unstaffed: Collection[str] = (),
    may_decide_own: bool = True,
    highest: str = "prefecture",
) -> tuple[Step, ...]:
    """The steps that a request or need still has to go, given the level at which it was typed; the last one decides.

    Steps below the typist's level fall away, for nobody is asked to review his superior, and so do steps at levels
    where nobody but the typist has a seat (`unstaffed`): nobody reviews what he typed. Where the deciding step falls
    away, or stands at the typist's own level although that level `may_decide_own` nothing, the next staffed level
    above decides, but none above the `highest`.
    """
    lowest, reached = _index(level_of(division_path)), _index(typed_at)
    open_to = {level for level in LEVELS[max(lowest, reached, 0) :] if level not in unstaffed}
    remaining = [step for step in steps if step.level in open_to]
    deciding = steps[-1]
    own_level = reached + (not may_decide_own)
    if deciding in remaining and _index(deciding.level) >= own_level:
        return tuple(remaining)
    start = min(max(lowest, own_level, _index(deciding.level)), _index(highest))
    level = next((level for level in LEVELS[start : _index(highest) + 1] if level in open_to), "")
    level = level or LEVELS[min(start + (start == reached), _index(highest))]
    before = [step for step in remaining if step is not deciding and _index(step.level) < _index(level)]
    return (*before, Step(OFFICES[level], level, deciding.hours))


def one_up(office: Office, *, highest: str) -> str:
    """The level above an office's, at which a review is asked for; "" where there is none up to `highest`."""
    above = _index(level_of(office.path)) + 1
    return LEVELS[above] if 0 < above <= _index(highest) else ""


def _index(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else -1
