"""Conditions of grants, as plain Python: no database."""

from dataclasses import dataclass, field
from decimal import Decimal
from uuid import UUID

import pytest

from duijie.kernel.access.actors import SYSTEM, VISITOR, Actor, Role
from duijie.kernel.access.conditions import (
    Always,
    AnyOf,
    At,
    Below,
    Inside,
    Is,
    Mine,
    MyRole,
    NotMine,
    OurOrganization,
    State,
    grant,
    value_at,
)

ME, OTHER = UUID(int=1), UUID(int=2)
COUNTY = Actor(id=ME, role=Role.COUNTY_OFFICE, label="示例县", division_path="/62/6211/621121/")
STAFF = Actor(id=ME, role=Role.ORGANIZATION_STAFF, label="示例协会", organization_id=OTHER)


@dataclass
class Row:
    """A row that is no model."""

    division_path: str = "/62/6211/621121/621121100/"
    state: str = "draft"
    typed_by_id: UUID | None = ME
    organization_id: UUID | None = OTHER
    awaiting_role: str = "county_office"
    left: Decimal | None = Decimal(2)
    most: Decimal | None = Decimal(3)
    parent: "Row | None" = field(default=None, repr=False)


def test_a_path_of_fields_steps_through_rows_and_ends_where_one_is_missing():
    assert value_at(Row(parent=Row(state="sent")), "parent__state") == "sent"
    assert value_at(Row(), "parent__state") is None


@pytest.mark.parametrize(
    ("path", "is_inside", "is_at"),
    [
        ("/62/6211/621121/", True, True),
        ("/62/6211/621121/621121100/", True, False),
        ("/62/6211/", False, False),
        ("/62/6211/6211210/", False, False),
        ("/62/6211/621122/", False, False),
        ("", False, False),
    ],
)
def test_a_division_holds_what_lies_in_it_and_a_longer_code_is_no_part_of_it(path, is_inside, is_at):
    row = Row(division_path=path)
    assert Inside().holds(COUNTY, row) is is_inside
    assert At().holds(COUNTY, row) is is_at


def test_who_is_bound_to_no_division_is_inside_nothing():
    assert not Inside().holds(STAFF, Row())
    assert not At().holds(STAFF, Row(division_path=""))
    assert Inside().holds(SYSTEM, Row())


def test_mine_and_not_mine_leave_nothing_to_who_is_nobody():
    assert Mine("typed_by_id").holds(COUNTY, Row())
    assert not NotMine("typed_by_id").holds(COUNTY, Row())
    assert NotMine("typed_by_id").holds(COUNTY, Row(typed_by_id=None))
    assert NotMine("typed_by_id").holds(COUNTY, Row(typed_by_id=OTHER))
    for nobody in (VISITOR, SYSTEM):
        assert not Mine("typed_by_id").holds(nobody, Row(typed_by_id=None))
        assert not NotMine("typed_by_id").holds(nobody, Row(typed_by_id=OTHER))


def test_an_organization_is_not_ours_because_both_have_none():
    assert OurOrganization().holds(STAFF, Row())
    assert not OurOrganization().holds(COUNTY, Row(organization_id=None))


def test_whose_turn_it_is_stands_in_the_row():
    assert MyRole("awaiting_role").holds(COUNTY, Row())
    assert not MyRole("awaiting_role").holds(STAFF, Row())


def test_states_and_values_are_compared():
    assert State(("draft",)).holds(COUNTY, Row())
    assert not State(("sent", "done")).holds(COUNTY, Row())
    assert Is("typed_by_id", value=None).holds(COUNTY, Row(typed_by_id=None))


@pytest.mark.parametrize(("left", "most", "holds"), [(2, 3, True), (3, 3, False), (None, 3, False), (2, None, False)])
def test_something_is_left_below_the_limit(left, most, holds):
    row = Row(left=None if left is None else Decimal(left), most=None if most is None else Decimal(most))
    assert Below("left", "most").holds(COUNTY, row) is holds


def test_conditions_are_joined():
    draft, mine = State(("draft",)), Mine("typed_by_id")
    assert (draft & mine).holds(COUNTY, Row())
    assert not (draft & mine).holds(COUNTY, Row(typed_by_id=OTHER))
    assert (draft | mine).holds(COUNTY, Row(state="sent"))
    assert not AnyOf(()).holds(COUNTY, Row())


def test_a_grant_names_roles_and_a_condition():
    always = grant("tests.row.see", (Role.COUNTY_OFFICE,))
    assert always.when == Always()
    assert always.allows(COUNTY, None)
    assert not always.allows(STAFF, None)
