"""One rule behind pages and lists: what `can` says of a row, `visible` says of the table."""

from collections.abc import Iterator

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules import GRANTS, ORGANIZATION
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import can, visible
from duijie.kernel.ids import new_id
from tests.factories.accounts import COUNTRY, COUNTY, OTHER_COUNTY, PROVINCE, TOWNSHIP, VILLAGE

ELSEWHERE = {"organizations.organization.submit", "organizations.commendation.withdraw"}
"""Asked of no organization: there is none yet, or it is a commendation's."""
ACTIONS = sorted({grant.action for grant in GRANTS} - ELSEWHERE)
PATHS = tuple(place.path for place in (COUNTRY, PROVINCE, COUNTY, OTHER_COUNTY, TOWNSHIP, VILLAGE))
PEOPLE = tuple(new_id() for _ in range(3))
ORGANIZATIONS = tuple(new_id() for _ in range(3))

actors = st.builds(
    Actor,
    id=st.sampled_from((*PEOPLE, None)),
    role=st.sampled_from(Role),
    label=st.just("某人"),
    division_path=st.sampled_from(("", *PATHS)),
    organization_id=st.sampled_from((*ORGANIZATIONS, None)),
)


@st.composite
def rows(draw: st.DrawFn) -> list[Organization]:
    return list(_rows(draw))


def _rows(draw: st.DrawFn) -> Iterator[Organization]:
    for number, pk in enumerate(ORGANIZATIONS):
        is_filed = draw(st.booleans())
        yield Organization(
            pk=pk,
            number=f"O-{number}",
            name="示例",
            kind="filed_community" if is_filed else "association",
            registration_level="filed" if is_filed else "county",
            credit_code=None if is_filed else f"code{number}",
            registrar_path=draw(st.sampled_from(PATHS)),
            division_path=draw(st.sampled_from(PATHS)),
            state=draw(st.sampled_from(sorted(ORGANIZATION.states))),
            typed_by_id=draw(st.sampled_from((*PEOPLE, None))),
            is_vouched=draw(st.booleans()),
            holder_id=PEOPLE[number],
            vouched_by_id=draw(st.sampled_from((*PEOPLE, None))),
        )


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actor=actors, organizations=rows())
def test_a_list_never_disagrees_with_a_page(actor: Actor, organizations: list[Organization]) -> None:
    Organization.objects.all().delete()
    Organization.objects.bulk_create(organizations)
    for action in ACTIONS:
        shown = set(visible(actor, action, Organization.objects.all()).values_list("pk", flat=True))
        assert shown == {row.pk for row in organizations if can(actor, action, row)}, action


def test_every_event_can_be_caused_by_somebody() -> None:
    assert all(transition.who for transition in ORGANIZATION.transitions)


def test_every_state_can_be_reached_and_left_unless_final() -> None:
    reached = {ORGANIZATION.initial}
    for _ in ORGANIZATION.states:
        reached |= {
            target
            for state in reached
            for each in ORGANIZATION.events_from(state)
            for target in each.possible_targets(state)
        }
    assert reached == set(ORGANIZATION.states)
    assert {state for state in ORGANIZATION.states if not ORGANIZATION.events_from(state)} == ORGANIZATION.final
