"""Hours of volunteer service: recorded by who organized them, counted when the receiving side has confirmed."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest

from duijie.apps.projects.models import Project, ServiceHours
from duijie.apps.projects.rules import Face
from duijie.apps.projects.selectors import confirmed_hours, hours_of
from duijie.apps.projects.services.confirming import confirm_receipt, report_problem
from duijie.apps.projects.services.hours import record_hours
from duijie.apps.projects.services.settlement import settle_problem
from duijie.apps.records.models import Leaf
from duijie.kernel.clock import today
from duijie.kernel.errors import Faults, NotAllowed
from tests.factories.projects import Sides

pytestmark = pytest.mark.django_db
GIVEN: dict[str, Any] = {"people": 5, "hours": Decimal("17.5"), "text": "搬运并安装路灯"}


def recorded(sides: Sides, project: Project, **changes: Any) -> ServiceHours:
    return record_hours(actor=sides.manager, project=project, **{"served_on": today(), **GIVEN, **changes})


def test_hours_count_once_the_receiving_side_has_confirmed_the_delivery(sides: Sides) -> None:
    project = sides.under_way()
    recorded(sides, project)
    recorded(sides, project, people=2, hours=Decimal(3))
    assert confirmed_hours(project.hours.all()).tenths == 0
    confirm_receipt(actor=sides.offices.township, project=sides.deliver(project), face=Face.GOOD)
    found = confirmed_hours(hours_of(sides.organization))
    assert (found.turns, found.hours) == (7, Decimal("20.5"))


def test_the_leaves_say_how_many_and_how_long_and_name_nobody(sides: Sides) -> None:
    project = sides.under_way()
    recorded(sides, project)
    need = project.need.number
    said = {"need": need, "day": today().isoformat(), "people": 5, "tenths": 175}
    assert Leaf.objects.get(kind="projects.project.record_hours").facts == said
    confirm_receipt(actor=sides.offices.township, project=sides.deliver(project), face=Face.GOOD)
    facts = Leaf.objects.get(kind="projects.project.confirm").facts
    assert facts is not None
    assert (facts["people"], facts["tenths"], facts["need"]) == (5, 175, need)


def test_without_hours_a_confirmation_says_nothing_of_them(sides: Sides) -> None:
    sides.confirmed()
    facts = Leaf.objects.get(kind="projects.project.confirm").facts
    assert facts is not None
    assert "tenths" not in facts


def test_what_is_taken_back_counts_no_more_until_it_is_confirmed_anew(sides: Sides) -> None:
    project = sides.under_way()
    recorded(sides, project)
    township = sides.offices.township
    project = confirm_receipt(actor=township, project=sides.deliver(project), face=Face.GOOD).project
    report_problem(actor=township, project=project, text="两盏不亮")
    assert confirmed_hours(project.hours.all()).tenths == 0
    settle_problem(actor=sides.offices.county, project=project, text="已修好", outcome="to_confirm")
    confirm_receipt(actor=township, project=project, face=Face.FAIR)
    assert confirmed_hours(project.hours.all()).tenths == 175


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"people": 0}, "people"),
        ({"hours": Decimal(0)}, "hours"),
        ({"hours": Decimal("120.1")}, "hours"),
        ({"hours": Decimal("1.25")}, "hours"),
        ({"served_on": today() + timedelta(days=2)}, "served_on"),
        ({"served_on": today() - timedelta(days=30)}, "served_on"),
        ({"text": "领队电话 13800000000"}, "text"),
        ({"text": ""}, "text"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(sides: Sides, changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Faults) as refused:
        recorded(sides, sides.under_way(), **changes)
    assert {fault.field for fault in refused.value.faults} == {field}


def test_only_the_organization_records_hours(sides: Sides) -> None:
    with pytest.raises(NotAllowed):
        record_hours(actor=sides.offices.village, project=sides.under_way(), served_on=today(), **GIVEN)
