"""Who stood on two sides of a project is asked about by the level above, and never shown to anybody else."""

from dataclasses import replace
from decimal import Decimal

import pytest

from duijie.apps.figures.rules import duties_in_conflict
from duijie.apps.figures.selectors.conflicts import flags_for
from duijie.apps.needs.services.needs import make_need, submit_need
from duijie.apps.projects.rules import Face
from duijie.apps.projects.services.codes import holder_of, issue_slip
from duijie.apps.projects.services.confirming import confirm_receipt
from duijie.apps.projects.services.opening import claim_wish
from duijie.kernel.access.actors import VISITOR, Role
from duijie.kernel.errors import NotAllowed
from tests.factories.accounts import OTHER_COUNTY
from tests.factories.matches import decided
from tests.factories.needs import make_seat, need_values, published_need, verified_request

pytestmark = pytest.mark.django_db
TYPED = ("needs.need.submit", "")
DELIVERED = ("projects.project.report_delivery", "")
CONFIRMED = ("projects.project.confirm", "")


@pytest.mark.parametrize(
    ("acts", "duties"),
    [
        ([TYPED, CONFIRMED], ("confirmed", "typed")),
        ([("matches.match.commit", ""), DELIVERED], ()),
        ([DELIVERED, CONFIRMED], ("confirmed", "delivered")),
        ([("needs.request.submit", ""), CONFIRMED], ()),
        ([("needs.request.submit", "spoken"), CONFIRMED], ("confirmed", "typed")),
        ([("needs.need.edit", ""), CONFIRMED], ()),
        ([], ()),
    ],
)
def test_duties_conflict_when_they_lie_on_two_sides(acts, duties):
    assert duties_in_conflict(acts) == duties


def confirmed(sides, confirmer, *, need=None):
    """A project as it should be, confirmed by somebody."""
    return sides.confirmed(by=confirmer, need=need or published_need(sides.offices))


def with_device(sides, device):
    """The same people, the village with a phone that is known."""
    return replace(sides, offices=replace(sides.offices, village=replace(sides.offices.village, device=device)))


def test_a_project_done_as_it_should_be_raises_no_flag(sides):
    confirmed(sides, make_seat(Role.TOWNSHIP))
    for office in (sides.offices.township, sides.offices.county, sides.offices.prefecture):
        assert flags_for(office) == []


def test_one_phone_on_two_sides_is_a_question_for_the_county_and_above(sides):
    sides = with_device(sides, "同一部手机")
    project = confirmed(sides, replace(make_seat(Role.TOWNSHIP), device="同一部手机"))
    [flag] = flags_for(sides.offices.county)
    assert (flag.project, flag.duties, flag.same) == (project, ("confirmed", "typed"), "device")
    assert flags_for(sides.offices.township) == []
    assert flags_for(sides.offices.prefecture) == [flag]
    assert flags_for(make_seat(Role.COUNTY_OFFICE, OTHER_COUNTY)) == []


def test_who_verified_and_confirmed_is_asked_about_above_his_own_office(sides):
    confirmed(sides, sides.offices.township)
    [flag] = flags_for(sides.offices.county)
    assert (flag.same, flag.duties) == ("person", ("confirmed", "verified"))
    assert flags_for(sides.offices.township) == []


def test_one_phone_in_an_office_and_an_organization_is_no_question_for_that_office(sides):
    office = replace(sides.offices, county=replace(sides.offices.county, device="县里的电脑"))
    shared = replace(sides, offices=office, manager=replace(sides.manager, device="县里的电脑"))
    confirmed(shared, make_seat(Role.TOWNSHIP))
    assert flags_for(sides.offices.county) == []
    [flag] = flags_for(sides.offices.prefecture)
    assert flag.duties == ("answered", "delivered", "verified")


def test_a_cadre_who_typed_for_a_household_and_confirms_with_its_code_is_asked_about(sides):
    sides = with_device(sides, "村里的手机")
    project = sides.deliver(claimed_for(sides))
    slip = issue_slip(actor=sides.offices.village_colleague, project=project)
    _, holder = holder_of(replace(VISITOR, device="村里的手机"), slip.code)
    confirm_receipt(actor=holder, project=project, face=Face.GOOD)
    [flag] = flags_for(sides.offices.county)
    assert (flag.project, flag.duties, flag.same) == (project, ("confirmed", "typed"), "device")


def claimed_for(sides):
    """A wheelchair that the village wrote down for a household, made a need by the township."""
    request = verified_request(sides.offices, sides.offices.village, text="父亲腿脚不便，想要一辆轮椅。")
    values = need_values(title="轮椅一辆", quantity=Decimal(1), unit="辆", total_fen=60_000, subfield="disability")
    need = make_need(actor=sides.offices.township, values=values, requests=[request])
    need = decided(sides.offices, submit_need(actor=sides.offices.township, need=need))
    return claim_wish(actor=sides.manager, need=need, quantity=Decimal(1))


def test_a_page_of_flags_costs_the_same_for_many_projects(sides, django_assert_max_num_queries):
    for _ in range(3):
        sides.confirmed()
    with django_assert_max_num_queries(3):
        flags_for(sides.offices.county)


def test_nobody_but_the_levels_above_asks_for_flags(sides):
    for stranger in (sides.manager, sides.offices.village, sides.offices.department, VISITOR):
        with pytest.raises(NotAllowed):
            flags_for(stranger)
