"""What stands in the register and who keeps it up to date."""

from datetime import date

import pytest

from duijie.apps.organizations.rules.particulars import Profile, Qualifications, grade_on, qualification_faults
from duijie.apps.organizations.selectors import public_organizations
from duijie.apps.organizations.services import record_standing, suspend_organization, update_profile
from duijie.kernel.errors import Faults, NotAllowed
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE
from tests.factories.organizations import civil_affairs, make_organization, manager_of, new_credit_code, staff_of

GRADED = Qualifications(
    grade=4, grade_valid_until=date(2029, 12, 31), inspection_conclusion="passed", inspection_year=2025
)


def test_a_grade_counts_until_its_last_day() -> None:
    assert grade_on(date(2029, 12, 31), 4, date(2029, 12, 31)) == 4
    assert grade_on(date(2030, 1, 1), 4, date(2029, 12, 31)) == 0
    assert grade_on(date(2026, 1, 1), 0, None) == 0


def test_findings_without_their_proof_are_refused() -> None:
    given = Qualifications(grade=6, has_fundraising_qualification=True, inspection_conclusion="passed")
    assert {fault.field for fault in qualification_faults(given)} == {
        "grade",
        "grade_valid_until",
        "fundraising_certificate",
        "inspection_year",
    }
    assert not tuple(qualification_faults(GRADED))


@pytest.mark.django_db
def test_the_registrar_enters_the_years_findings() -> None:
    organization = make_organization()
    assert record_standing(actor=civil_affairs(), organization=organization, qualifications=GRADED).grade == 4
    for stranger in (manager_of(organization), civil_affairs(OTHER_COUNTY)):
        with pytest.raises(NotAllowed):
            record_standing(actor=stranger, organization=organization, qualifications=GRADED)


@pytest.mark.django_db
def test_the_manager_changes_the_profile_and_his_staff_do_not() -> None:
    organization = make_organization()
    profile = Profile(office_phone="0932-1111111", introduction="为老人服务", service_paths=(OTHER_COUNTY.path,))
    changed = update_profile(actor=manager_of(organization), organization=organization, profile=profile)
    assert (changed.introduction, changed.service_paths) == ("为老人服务", [OTHER_COUNTY.path])
    with pytest.raises(NotAllowed):
        update_profile(actor=staff_of(organization), organization=organization, profile=profile)
    with pytest.raises(NotAllowed):
        update_profile(actor=manager_of(make_organization()), organization=organization, profile=profile)


@pytest.mark.django_db
def test_a_registered_organization_keeps_a_phone_of_its_office() -> None:
    organization = make_organization()
    with pytest.raises(Faults):
        update_profile(actor=manager_of(organization), organization=organization, profile=Profile(office_phone=""))


@pytest.mark.django_db
def test_a_visitor_finds_organizations_by_name_code_number_place_and_kind() -> None:
    ours = make_organization(name="示例县夕阳红助老协会", service_paths=(OTHER_COUNTY.path,))
    foundation = make_organization(
        name="示例乡村教育基金会",
        kind="foundation",
        credit_code=new_credit_code("foundation"),
        registration_level="prefecture",
        registrar_path=PREFECTURE.path,
    )
    assert public_organizations(query="助老").get() == ours
    assert public_organizations(query=str(ours.credit_code)[:4] + " " + str(ours.credit_code)[4:]).get() == ours
    assert public_organizations(query=foundation.number.lower()).get() == foundation
    assert public_organizations(kind="foundation").get() == foundation
    assert public_organizations(registration_level="county").get() == ours
    assert public_organizations(division_path=OTHER_COUNTY.path).get() == ours
    assert public_organizations(division_path=COUNTY.path).count() == 2
    assert not public_organizations(is_hub=True).exists()


@pytest.mark.django_db
def test_a_suspended_organization_is_not_found() -> None:
    ours = make_organization()
    suspend_organization(actor=civil_affairs(), organization=ours, reason="未按期年检")
    assert not public_organizations(query=ours.name).exists()
