"""Who verifies next: the steps are data; this is only how they are read."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

_LEVELS = ("village", "township", "county", "prefecture")
SEGMENT_LENGTHS = {"province": 2, "prefecture": 4, "county": 6, "township": 9, "village": 12}


@dataclass(frozen=True, slots=True)
class Step:
    """One step of verification: which role at which level of division, and within how many hours."""

    role: str
    level: str
    hours: int


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


def steps_from(steps: Sequence[Step], *, division_path: str, typed_at: str, typist_is_alone: bool) -> tuple[Step, ...]:
    """The steps that a request or need still has to go, given the level at which it was typed.

    Steps below the typist's level fall away, for nobody is asked to review his superior. His own level stays only
    where a colleague can take it. What is decided at the typist's own level goes one level up instead.
    """
    reached = _LEVELS.index(typed_at) if typed_at in _LEVELS else -1
    lowest = level_of(division_path)
    open_levels = _LEVELS[_LEVELS.index(lowest) :] if lowest in _LEVELS else _LEVELS
    remaining = tuple(step for step in steps if step.level in open_levels and _stands(step, reached, alone=typist_is_alone))
    return remaining or _one_up(steps, reached)


def _stands(step: Step, reached: int, *, alone: bool) -> bool:
    at = _LEVELS.index(step.level)
    return at > reached or (at == reached and not alone)


def _one_up(steps: Iterable[Step], reached: int) -> tuple[Step, ...]:
    level = _LEVELS[min(reached + 1, len(_LEVELS) - 1)]
    role = {"village": "village", "township": "township", "county": "county_office", "prefecture": "prefecture_office"}
    hours = max((step.hours for step in steps), default=72)
    return (Step(role[level], level, hours),)
