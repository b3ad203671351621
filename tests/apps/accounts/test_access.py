import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duijie.apps.accounts import rules
from duijie.apps.accounts.models import Account
from duijie.apps.accounts.rules import COUNTRY, Place
from duijie.apps.accounts.selectors import accounts_for, accounts_of_organization, actor_of, visible_accounts
from duijie.apps.accounts.services import deactivate_account
from duijie.kernel.access.actors import ASSIGNABLE, OFFICIALS, ORGANIZATION_ROLES, SYSTEM, VISITOR, Actor, Role
from duijie.kernel.access.checks import can, visible
from duijie.kernel.ids import new_id
from tests.factories.accounts import (
    COUNTY,
    OTHER_COUNTY,
    PREFECTURE,
    PROVINCE,
    TOWNSHIP,
    VILLAGE,
    make_account,
    make_villager,
)

pytestmark = pytest.mark.django_db
PLACES = (COUNTRY, PROVINCE, PREFECTURE, COUNTY, OTHER_COUNTY, TOWNSHIP, VILLAGE)
ORGANIZATIONS = (new_id(), new_id())
ACTIONS = (rules.SEE, rules.CREATE, rules.DEACTIVATE, rules.ACTIVATE, rules.SET_PASSWORD, rules.CHANGE_OWN)


def unsaved(role: Role, place: Place, organization: int) -> Account:
    belongs = role in ORGANIZATION_ROLES
    return Account(
        username=None if role is Role.VILLAGER else f"u{new_id().hex}",
        phone_digest=new_id().hex if role is Role.VILLAGER else "",
        role=role.value,
        label="示例",
        division_code=place.code,
        division_path=place.path,
        organization_id=ORGANIZATIONS[organization] if belongs else None,
    )


accounts = st.builds(unsaved, st.sampled_from(ASSIGNABLE), st.sampled_from(PLACES), st.integers(0, 1))


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(rows=st.lists(accounts, min_size=1, max_size=6), acting=accounts, action=st.sampled_from(ACTIONS))
def test_the_list_never_disagrees_with_the_single_account(rows: list[Account], acting: Account, action: str) -> None:
    Account.objects.all().delete()
    Account.objects.bulk_create([*rows, acting])
    actor = actor_of(acting)
    listed = set(visible(actor, action, Account.objects.all()).values_list("pk", flat=True))
    assert listed == {row.pk for row in Account.objects.all() if can(actor, action, row)}


@given(role=st.sampled_from(ASSIGNABLE), place=st.sampled_from(PLACES), row=accounts)
def test_whoever_makes_an_account_stands_above_it_in_place_and_role(role: Role, place: Place, row: Account) -> None:
    acting = unsaved(role, place, 0)
    actor = actor_of(acting)
    if can(actor, rules.CREATE, row):
        assert Role(row.role) in rules.roles_created_by(role)
        if role in OFFICIALS:
            assert row.division_path.startswith(actor.division_path)
        else:
            assert row.organization_id == actor.organization_id


@pytest.mark.parametrize("action", ACTIONS)
def test_a_visitor_sees_and_does_nothing(action: str) -> None:
    make_account()
    assert not visible(VISITOR, action, Account.objects.all()).exists()


def test_everybody_sees_himself_and_villagers_are_seen_by_nobody_else() -> None:
    villager, town = make_villager(), make_account(Role.TOWNSHIP)
    assert set(visible_accounts(actor_of(villager))) == {villager}
    assert set(visible_accounts(actor_of(town))) == {town}
    for role in sorted(OFFICIALS):
        assert villager not in visible_accounts(actor_of(make_account(role)))


def test_the_auditor_reads_officials_and_changes_nothing() -> None:
    auditor, town = make_account(Role.AUDITOR), make_account(Role.TOWNSHIP)
    manager = make_account(Role.ORGANIZATION_MANAGER)
    assert set(visible_accounts(actor_of(auditor))) == {auditor, town}
    assert manager not in visible_accounts(actor_of(auditor))
    for action in ACTIONS[1:-1]:
        assert not can(actor_of(auditor), action, town)


def test_those_to_be_told_are_the_active_seats_at_exactly_that_division() -> None:
    first, second = make_account(Role.TOWNSHIP), make_account(Role.TOWNSHIP)
    make_account(Role.COUNTY_OFFICE)
    make_account(Role.VILLAGE)
    assert list(accounts_for(Role.TOWNSHIP, TOWNSHIP.path)) == [first, second]
    deactivate_account(actor=SYSTEM, account=first)
    assert list(accounts_for(Role.TOWNSHIP, TOWNSHIP.path)) == [second]
    assert not accounts_for(Role.TOWNSHIP, COUNTY.path).exists()


def test_the_people_of_an_organization() -> None:
    manager = make_account(Role.ORGANIZATION_MANAGER)
    staff = make_account(Role.ORGANIZATION_STAFF, organization_id=manager.organization_id)
    make_account(Role.ORGANIZATION_STAFF)
    assert manager.organization_id
    assert list(accounts_of_organization(manager.organization_id)) == [manager, staff]


def test_the_system_may_make_every_account() -> None:
    actor: Actor = SYSTEM
    for role in ASSIGNABLE:
        assert can(actor, rules.CREATE, unsaved(role, PROVINCE, 0))
