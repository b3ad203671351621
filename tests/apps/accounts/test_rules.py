import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.apps.accounts import rules
from duijie.apps.accounts.rules import COUNTRY, Level, Place, binding_faults, level_of, password_faults
from duijie.kernel.access.actors import ASSIGNABLE, OFFICIALS, ORGANIZATION_ROLES, Role
from duijie.kernel.errors import RuleBroken
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PLACES, PREFECTURE, TOWNSHIP, VILLAGE


@pytest.mark.parametrize(
    ("path", "level"),
    [
        ("/", Level.COUNTRY),
        ("/62/", Level.PROVINCE),
        ("/62/6211/", Level.PREFECTURE),
        ("/62/6211/621121/", Level.COUNTY),
        ("/46/469001/", Level.COUNTY),
        ("/44/4419/441900003/", Level.TOWNSHIP),
        ("/62/6211/621121/621121100/621121100201/", Level.VILLAGE),
    ],
)
def test_the_last_code_of_a_path_tells_the_level_also_without_a_prefecture(path: str, level: Level) -> None:
    assert level_of(path) is level


@pytest.mark.parametrize(
    "typed",
    [
        "13800000001",
        "138 0000 0001",
        "+86 138-0000-0001",
        "008613800000001",
        "１３８０００００００１",
        "86-13800000001",
    ],
)
def test_a_phone_number_is_understood_however_it_is_typed(typed: str) -> None:
    assert rules.phone_of(typed) == "+8613800000001"


@pytest.mark.parametrize(
    "typed", ["", "12345", "1380000000", "138000000011", "09321234567", "abc13800000001", "12800000001"]
)
def test_other_numbers_are_refused_beside_the_phone(typed: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        rules.phone_of(typed)
    assert refused.value.field == "phone"


def test_names_that_look_the_same_are_the_same() -> None:
    assert rules.username_of(" Ｚhen-Office.01 ") == "zhen-office.01"


@pytest.mark.parametrize("typed", ["", "ab", "a" * 61, "有中文", "a b c", ".abc", "аdmin"])
def test_malformed_user_names_are_refused(typed: str) -> None:
    with pytest.raises(RuleBroken):
        rules.username_of(typed)


def test_a_pasted_code_may_have_spaces_and_words_around_it() -> None:
    assert rules.code_of(" 123 456\n") == "123456"
    assert rules.code_of("验证码：１２３４５６") == "123456"


@given(st.text(max_size=200))
def test_short_passwords_never_pass(password: str) -> None:
    faults = list(password_faults(password, "zhen-office"))
    assert faults or (rules.PASSWORD_LEAST <= len(password) <= rules.PASSWORD_MOST)


@pytest.mark.parametrize("password", ["short", "aaaaaaaaaaaa", "ababababababab", "zhen-office-2026", "x" * 129])
def test_weak_passwords_are_refused(password: str) -> None:
    assert list(password_faults(password, "zhen-office"))


def test_a_long_sentence_is_a_good_password() -> None:
    assert not list(password_faults("青山不老绿水长流春风", "zhen-office"))


@pytest.mark.parametrize("role", sorted(PLACES))
def test_each_role_fits_its_level(role: Role) -> None:
    assert not list(binding_faults(role, PLACES[role], has_organization=role in ORGANIZATION_ROLES))


@pytest.mark.parametrize(
    ("role", "place"),
    [
        (Role.VILLAGE, TOWNSHIP),
        (Role.TOWNSHIP, VILLAGE),
        (Role.COUNTY_OFFICE, TOWNSHIP),
        (Role.PREFECTURE_OFFICE, COUNTY),
        (Role.PROVINCE_OFFICE, COUNTRY),
        (Role.MINISTRY, PREFECTURE),
    ],
)
def test_a_role_cannot_be_bound_to_another_level(role: Role, place: Place) -> None:
    assert [fault.field for fault in binding_faults(role, place, has_organization=False)] == ["division"]


def test_offices_need_a_division_and_organizations_people_an_organization() -> None:
    for role in OFFICIALS:
        assert [fault.field for fault in binding_faults(role, None, has_organization=False)] == ["division"]
    for role in ORGANIZATION_ROLES:
        assert [fault.field for fault in binding_faults(role, None, has_organization=False)] == ["organization_id"]
    assert not list(binding_faults(Role.VILLAGER, None, has_organization=False))
    assert list(binding_faults(Role.TOWNSHIP, TOWNSHIP, has_organization=True))


def test_nobody_becomes_a_visitor_or_the_system() -> None:
    for role in set(Role) - set(ASSIGNABLE):
        assert list(binding_faults(role, OTHER_COUNTY, has_organization=False))


def test_nobody_looks_after_his_own_role_or_one_above() -> None:
    below = {role: set(rules.roles_created_by(role)) for role in Role if role is not Role.SYSTEM}
    for role, looked_after in below.items():
        assert role not in looked_after
        for each in looked_after:
            assert role not in below[each]


def test_every_assignable_role_but_two_can_be_made_by_somebody() -> None:
    made = {each for role in Role if role is not Role.SYSTEM for each in rules.roles_created_by(role)}
    assert set(ASSIGNABLE) - made == {Role.VILLAGER, Role.MINISTRY}
