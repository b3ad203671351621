"""Which projects giver and receiver did not both state is shown to the level above, and only there."""

import pytest

from duijie.apps.figures.selectors.unmatched import unmatched_projects
from duijie.apps.records.unmatched import unmatched_totals
from duijie.kernel.access.actors import VISITOR, Role
from duijie.kernel.errors import NotAllowed
from tests.factories.accounts import OTHER_COUNTY
from tests.factories.needs import make_seat

pytestmark = pytest.mark.django_db


def test_a_delivery_that_nobody_confirmed_is_a_question_for_those_above(sides):
    project = sides.to_confirm()
    for office in (sides.offices.township, sides.offices.county, sides.offices.prefecture):
        assert [(each.project, each.pair.name) for each in unmatched_projects(office)] == [(project, "delivery")]
    assert unmatched_projects(make_seat(Role.COUNTY_OFFICE, OTHER_COUNTY)) == []
    for stranger in (VISITOR, sides.manager, sides.offices.village):
        with pytest.raises(NotAllowed):
            unmatched_projects(stranger)


def test_a_project_done_as_it_should_be_is_matched_on_both_sides(sides):
    sides.confirmed()
    assert unmatched_projects(sides.offices.county) == []
    assert {each.pair.name: each.matched for each in unmatched_totals()} == {"agreement": 1, "delivery": 1, "money": 0}
