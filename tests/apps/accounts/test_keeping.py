import pytest
from django.db import IntegrityError, transaction

from duijie.apps.accounts.models import Account
from duijie.apps.accounts.selectors import actor_of, address_of
from duijie.apps.accounts.services import (
    activate_account,
    change_password,
    create_account,
    deactivate_account,
    set_password,
    set_preferences,
)
from duijie.kernel.access.actors import VISITOR, Actor, Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import Faults, NotAllowed, RuleBroken
from duijie.kernel.ids import new_id
from tests.factories.accounts import (
    COUNTY,
    OTHER_COUNTY,
    PASSWORD,
    TOWNSHIP,
    VILLAGE,
    make_account,
    make_actor,
    make_villager,
)

pytestmark = pytest.mark.django_db


def test_a_county_office_makes_the_account_of_a_township_in_its_county() -> None:
    office = make_actor(Role.COUNTY_OFFICE)
    account = make_account(Role.TOWNSHIP, actor=office, username="Zhen-01")
    assert account.username == "zhen-01"
    assert account.division_path == TOWNSHIP.path
    assert account.must_change_password
    entry = AuditEntry.objects.get(subject_id=account.pk)
    assert (entry.action, entry.actor_id, entry.division_path) == (
        "accounts.account.create",
        office.id,
        TOWNSHIP.path,
    )
    assert "zhen-01" not in str(entry.details)


def test_nobody_makes_accounts_outside_his_division() -> None:
    with pytest.raises(NotAllowed):
        make_account(Role.TOWNSHIP, actor=make_actor(Role.COUNTY_OFFICE, place=OTHER_COUNTY))


@pytest.mark.parametrize("role", [Role.COUNTY_OFFICE, Role.CIVIL_AFFAIRS, Role.AUDITOR, Role.ORGANIZATION_MANAGER])
def test_a_county_office_makes_no_account_of_its_own_rank_or_of_others_work(role: Role) -> None:
    with pytest.raises(NotAllowed):
        make_account(role, place=COUNTY, actor=make_actor(Role.COUNTY_OFFICE))


def test_a_manager_makes_accounts_for_his_own_organization_only() -> None:
    manager = actor_of(make_account(Role.ORGANIZATION_MANAGER))
    staff = make_account(Role.ORGANIZATION_STAFF, actor=manager, organization_id=manager.organization_id)
    assert staff.organization_id == manager.organization_id
    with pytest.raises(NotAllowed):
        make_account(Role.ORGANIZATION_STAFF, actor=manager, organization_id=new_id())
    with pytest.raises(NotAllowed):
        make_account(Role.ORGANIZATION_MANAGER, actor=manager, organization_id=manager.organization_id)


@pytest.mark.parametrize("role", [Role.VILLAGER, Role.VILLAGE, Role.TOWNSHIP, Role.ORGANIZATION_STAFF, Role.AUDITOR])
def test_those_who_look_after_nobody_make_no_accounts(role: Role) -> None:
    actor = actor_of(make_villager()) if role is Role.VILLAGER else make_actor(role)
    with pytest.raises(NotAllowed):
        make_account(Role.VILLAGE, actor=actor)
    with pytest.raises(NotAllowed):
        make_account(Role.VILLAGE, actor=VISITOR)


def test_faults_come_together_each_beside_its_field() -> None:
    with pytest.raises(Faults) as refused:
        create_account(
            actor=make_actor(), role=Role.TOWNSHIP, username="zhen", password="1234567890", label=" ", place=VILLAGE
        )
    assert {fault.field for fault in refused.value.faults} == {"label", "division", "password"}


def test_a_user_name_is_taken_once() -> None:
    make_account(username="zhen-office")
    with pytest.raises(RuleBroken) as refused:
        make_account(username="Zhen-Office")
    assert refused.value.field == "username"
    assert Account.objects.filter(username="zhen-office").count() == 1


def test_password_phone_and_mail_are_never_kept_in_the_clear() -> None:
    account = make_account(phone="138 0000 0009", email="jingban@example.test")
    account.refresh_from_db()
    assert (account.phone, account.email) == ("+8613800000009", "jingban@example.test")
    assert PASSWORD not in account.password
    assert account.password.startswith("argon2")
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute("SELECT phone, email, phone_digest FROM accounts_account WHERE id = %s", [account.pk])
        assert not any("13800000009" in text or "jingban" in text for text in cursor.fetchone())


def test_the_owner_changes_his_password_and_nobody_elses() -> None:
    account, other = make_account(), make_account()
    change_password(actor=actor_of(account), account=account, current=PASSWORD, password="流水不腐-户枢不蠹-22")
    account.refresh_from_db()
    assert account.check_password("流水不腐-户枢不蠹-22")
    assert not account.must_change_password
    with pytest.raises(NotAllowed):
        change_password(actor=actor_of(account), account=other, current=PASSWORD, password="流水不腐-户枢不蠹-22")


def test_a_new_password_needs_the_present_one_and_must_differ() -> None:
    account = make_account()
    with pytest.raises(RuleBroken) as refused:
        change_password(actor=actor_of(account), account=account, current="wrong", password="流水不腐-户枢不蠹-22")
    assert refused.value.field == "current_password"
    with pytest.raises(RuleBroken):
        change_password(actor=actor_of(account), account=account, current=PASSWORD, password=PASSWORD)


def test_an_office_gives_a_first_password_again_below_itself_only() -> None:
    office, town = make_actor(), make_account(Role.TOWNSHIP)
    set_password(actor=office, account=town, password="新的初始密码-2026-08")
    town.refresh_from_db()
    assert town.must_change_password
    with pytest.raises(NotAllowed):
        set_password(actor=office, account=make_account(Role.COUNTY_OFFICE), password="新的初始密码-2026-08")


def test_a_closed_account_opens_again_and_each_turn_is_noted_once() -> None:
    office, town = make_actor(), make_account(Role.TOWNSHIP)
    deactivate_account(actor=office, account=town)
    deactivate_account(actor=office, account=town)
    assert not Account.objects.get(pk=town.pk).is_active
    assert address_of(town.pk) is None
    activate_account(actor=office, account=town)
    assert Account.objects.get(pk=town.pk).is_active
    actions = AuditEntry.objects.filter(subject_id=town.pk).order_by("at").values_list("action", flat=True)
    assert [each.rpartition(".")[2] for each in actions] == ["create", "deactivate", "activate"]


def test_nobody_closes_an_account_of_another_county() -> None:
    town = make_account(Role.TOWNSHIP)
    with pytest.raises(NotAllowed):
        deactivate_account(actor=make_actor(place=OTHER_COUNTY), account=town)


def test_preferences_are_ones_own() -> None:
    account = make_account()
    set_preferences(actor=actor_of(account), account=account, elder=True, language="en", email="a@example.test")
    account.refresh_from_db()
    assert (account.prefers_elder, account.prefers_language, account.email) == (True, "en", "a@example.test")
    with pytest.raises(NotAllowed):
        set_preferences(actor=make_actor(), account=account, elder=False, language="")
    with pytest.raises(RuleBroken):
        set_preferences(actor=actor_of(account), account=account, elder=True, language="en", email="nonsense")


@pytest.mark.parametrize(
    "values",
    [
        {"role": "king", "username": "king"},
        {"role": "township", "username": "zhen", "division_path": ""},
        {"role": "township", "username": "zhen", "division_path": "/62"},
        {"role": "township", "division_path": "/62/"},
        {"role": "organization_staff", "username": "yuan"},
        {"role": "township", "username": "zhen", "division_path": "/62/", "organization_id": new_id()},
        {"role": "villager"},
    ],
)
def test_the_database_refuses_what_the_rules_refuse(values: dict[str, object]) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        Account.objects.create(label="示例", **values)


def test_officials_are_bounded_by_their_division_and_others_are_not() -> None:
    official, manager = make_account(Role.TOWNSHIP), make_account(Role.ORGANIZATION_MANAGER)
    assert actor_of(official).division_path == TOWNSHIP.path
    actor: Actor = actor_of(manager, device="d")
    assert (actor.division_path, actor.organization_id, actor.device) == ("", manager.organization_id, "d")
