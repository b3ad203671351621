"""Whose turn it is: read the steps that the province keeps as data, and put the next one into the row."""

from datetime import datetime, timedelta
from functools import cached_property

from duijie.apps.accounts.selectors import accounts_for
from duijie.apps.needs.models import Need, Request, VerificationStep
from duijie.apps.needs.rules import needs, requests
from duijie.apps.needs.rules.steps import (
    LEVEL_OF_ROLE,
    LEVELS,
    OFFICES,
    SEGMENT_LENGTHS,
    Office,
    Step,
    joint_office_of,
    level_of,
    office_of,
    one_up,
    path_at,
    steps_from,
)
from duijie.apps.needs.rules.vocabulary import Source
from duijie.kernel.access.actors import Role

Kind = VerificationStep.Kind


class Router:
    """Reads steps and seats, each once; make one for each act (or for each list of needs)."""

    def __init__(self) -> None:
        self._staffed: dict[tuple[Office, object], bool] = {}

    def begin(self, row: Need | Request, at: datetime) -> None:
        """Send a row to its first step."""
        self._send(row, self._steps_of(row), 0, at)

    def go_on(self, row: Need | Request, at: datetime) -> None:
        """Send a row to the step after the one it is at; the last step decides and is never left this way."""
        steps = self._steps_of(row)
        here = _height(Office(row.awaiting_role, row.awaiting_path))
        position = next((place for place, step in enumerate(steps) if LEVELS.index(step.level) > here), len(steps) - 1)
        self._send(row, steps, position, at)

    def begin_review(self, row: Need | Request, at: datetime) -> None:
        """Send a declined row to the level above the one that declined it, which decides."""
        highest = requests.HIGHEST if isinstance(row, Request) else needs.HIGHEST
        level = one_up(Office(row.awaiting_role, row.awaiting_path), highest=highest)
        hours = self._steps_of(row)[-1].hours
        self._send(row, (Step(OFFICES[level], level, hours),), 0, at)

    def restart_clock(self, row: Need | Request, at: datetime) -> None:
        """Give the office that has the row its full time again, after a return for completion.

        What was agreed jointly was agreed to other words; it is asked for anew.
        """
        steps = self._steps_of(row)
        hours = next((step.hours for step in steps if step.role == row.awaiting_role), steps[-1].hours)
        row.awaiting_until = at + timedelta(hours=hours)
        row.is_joint_open, row.joint_label = bool(row.joint_role), ""

    def _steps_of(self, row: Need | Request) -> tuple[Step, ...]:
        is_request = isinstance(row, Request)
        role = Role(row.typed_by_role)
        unstaffed = {level for level in LEVELS if not self._is_staffed(row, level)}
        return steps_from(
            self._data(_kind_of(row), row.division_path),
            division_path=row.division_path,
            typed_at=LEVEL_OF_ROLE.get(role, ""),
            unstaffed=unstaffed,
            may_decide_own=is_request,
            highest=requests.HIGHEST if is_request else needs.HIGHEST,
        )

    def _is_staffed(self, row: Need | Request, level: str) -> bool:
        return self._has_seat(row, office_of(Step(OFFICES[level], level, 0), row.division_path))

    def _has_seat(self, row: Need | Request, office: Office) -> bool:
        """Whether anybody but the typist works in an office."""
        key = (office, row.typed_by_id)
        if key not in self._staffed:
            seats = accounts_for(Role(office.role), office.path)
            self._staffed[key] = (seats.exclude(pk=row.typed_by_id) if row.typed_by_id else seats).exists()
        return self._staffed[key]

    def _data(self, kind: str, division_path: str) -> tuple[Step, ...]:
        rows = [row for row in self._rows if row.kind == kind and division_path.startswith(row.path)]
        longest = max((len(row.path) for row in rows), default=0)
        return tuple(_step(row) for row in rows if len(row.path) == longest) or DEFAULT[kind]

    @cached_property
    def _rows(self) -> list[VerificationStep]:
        return list(VerificationStep.objects.order_by("path", "kind", "position"))

    def _send(self, row: Need | Request, steps: tuple[Step, ...], position: int, at: datetime) -> None:
        step = steps[position]
        office = office_of(step, row.division_path)
        row.awaiting_role, row.awaiting_path = str(office.role), office.path
        row.awaiting_until = at + timedelta(hours=step.hours)
        row.step_number = position + 1
        row.is_last_step = position == len(steps) - 1
        self._join(row, joint_office_of(step, row.division_path))

    def _join(self, row: Need | Request, office: Office | None) -> None:
        """A joint office without anybody who could agree would hold the step up for ever: then it is taken alone."""
        joins = office is not None and self._has_seat(row, office)
        row.joint_role, row.joint_path = (office.role, office.path) if office and joins else ("", "")
        row.is_joint_open, row.joint_label = joins, ""


DEFAULT: dict[str, tuple[Step, ...]] = {
    Kind.REQUEST.value: (Step(Role.VILLAGE, "village", 48),),
    Kind.ORDER.value: (Step(Role.VILLAGE, "village", 48),),
    Kind.NEED.value: (Step(Role.TOWNSHIP, "township", 72), Step(Role.COUNTY_OFFICE, "county", 120)),
}
"""What `ensure_default_steps` writes down, and what holds where a province has written nothing."""


def _step(row: VerificationStep) -> Step:
    return Step(row.role, row.level, row.hours, row.joint_role, row.joint_level)


def prefixes(path: str) -> tuple[str, ...]:
    """All paths that a division lies in, from the country down to itself."""
    return ("/", *(path_at(path, level) for level in SEGMENT_LENGTHS if path_at(path, level) != "/"))


def _kind_of(row: Need | Request) -> str:
    if isinstance(row, Request):
        return Kind.ORDER.value if row.offer_number else Kind.REQUEST.value
    return Kind.ORDER.value if row.source == Source.ORDER else Kind.NEED.value


def _height(office: Office) -> int:
    level = level_of(office.path)
    return LEVELS.index(level) if level in LEVELS else len(LEVELS)
