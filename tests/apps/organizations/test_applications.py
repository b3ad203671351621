"""From an application to good standing, and who may say so."""

import pytest
from django.db import transaction

from duijie.apps.accounts.models import Account
from duijie.apps.notices.models import Notice
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.selectors import (
    application_of_code,
    full_history,
    organization_by_number,
    public_organizations,
    reason_of_return,
    standing_history,
    to_review,
)
from duijie.apps.organizations.services import (
    FirstManager,
    approve_organization,
    complete_organization,
    end_organization,
    restore_organization,
    return_organization,
    submit_organization,
    suspend_organization,
    vouch_for_organization,
)
from duijie.kernel.access.actors import VISITOR, Actor, Role
from duijie.kernel.errors import Conflict, Faults, NotAllowed, NotFound, RuleBroken
from tests.factories.accounts import COUNTRY, COUNTY, OTHER_COUNTY, PASSWORD, PREFECTURE, TOWNSHIP, make_account
from tests.factories.organizations import (
    apply,
    civil_affairs,
    filed_particulars,
    make_divisions,
    make_organization,
    manager_of,
    new_credit_code,
    official,
    particulars,
    staff_of,
)

pytestmark = pytest.mark.django_db


def faults_of(refused: pytest.ExceptionInfo[Faults]) -> set[str | None]:
    return {fault.field for fault in refused.value.faults}


def test_an_application_waits_for_the_office_that_registered_the_organization() -> None:
    organization = apply()
    assert organization.state == "submitted"
    assert list(to_review(civil_affairs(COUNTY))) == [organization]
    assert not to_review(civil_affairs(OTHER_COUNTY)).exists()
    assert not to_review(civil_affairs(PREFECTURE)).exists()
    assert not to_review(official(Role.COUNTY_OFFICE)).exists()


def test_an_application_is_not_public_before_it_is_confirmed() -> None:
    organization = apply()
    assert not public_organizations().exists()
    with pytest.raises(NotFound):
        organization_by_number(VISITOR, organization.number)


def test_the_registrar_confirms_and_the_first_manager_can_sign_in() -> None:
    organization = apply(with_manager=True)
    account = Account.objects.get(organization_id=organization.pk)
    assert not account.is_active
    approve_organization(actor=civil_affairs(), organization=organization)
    account.refresh_from_db()
    assert account.is_active
    assert account.role == Role.ORGANIZATION_MANAGER
    assert public_organizations().get() == organization
    assert Notice.objects.get(account_id=account.pk).params == {"number": organization.number}


def test_another_office_cannot_confirm() -> None:
    organization = apply()
    for stranger in (civil_affairs(OTHER_COUNTY), civil_affairs(PREFECTURE), official(Role.COUNTY_OFFICE), VISITOR):
        with pytest.raises(NotAllowed):
            approve_organization(actor=stranger, organization=organization)


def test_the_ministry_confirms_what_it_registered_and_nothing_else() -> None:
    national = apply(registration_level="national", registrar_path="/", credit_code=new_credit_code("foundation"))
    ministry = official(Role.MINISTRY, COUNTRY, "部机关")
    with pytest.raises(NotAllowed):
        approve_organization(actor=ministry, organization=apply())
    assert approve_organization(actor=ministry, organization=national).state == "in_good_standing"


def test_nobody_reviews_what_he_typed() -> None:
    typist, colleague = civil_affairs(), civil_affairs()
    organization = apply(actor=typist)
    with pytest.raises(NotAllowed):
        approve_organization(actor=typist, organization=organization)
    assert not to_review(typist).exists()
    assert approve_organization(actor=colleague, organization=organization).state == "in_good_standing"


def test_two_offices_deciding_at_once_decide_once() -> None:
    organization = apply()
    approve_organization(actor=civil_affairs(), organization=organization)
    with pytest.raises(Conflict):
        return_organization(actor=civil_affairs(), organization=organization, reason="章程缺页")


def test_an_application_given_back_says_why_and_its_applicant_mends_it() -> None:
    make_divisions()
    given = particulars()
    application = submit_organization(actor=VISITOR, particulars=given)
    returned = return_organization(
        actor=civil_affairs(), organization=application.organization, reason="请补充业务范围"
    )
    assert reason_of_return(returned) == "请补充业务范围"
    assert application_of_code(application.follow_code) == returned
    holder = Actor(id=returned.holder_id, role=Role.HOLDER, label="申请人")
    mended = complete_organization(actor=holder, organization=returned, particulars=given)
    assert mended.state == "submitted"


def test_a_wrong_code_opens_nothing() -> None:
    apply()
    assert application_of_code("0000-0000-0000") is None
    assert application_of_code("nonsense") is None


def test_giving_back_needs_a_reason() -> None:
    with pytest.raises(Faults) as refused:
        return_organization(actor=civil_affairs(), organization=apply(), reason="")
    assert faults_of(refused) == {"reason"}


def test_all_that_is_missing_is_said_at_once() -> None:
    make_divisions()
    given = particulars(name="", credit_code="5132", is_directly_registered=False, office_phone="", established_on=None)
    with pytest.raises(Faults) as refused:
        submit_organization(actor=VISITOR, particulars=given)
    assert faults_of(refused) == {"name", "credit_code", "business_supervisor", "office_phone", "established_on"}
    assert not Organization.objects.exists()


def test_level_and_place_of_the_registrar_must_fit() -> None:
    for changes in ({"registration_level": "province"}, {"registrar_path": "/"}, {"registrar_path": PREFECTURE.path}):
        with pytest.raises(Faults) as refused:
            apply(**changes)
        assert faults_of(refused) == {"registrar_path"}


def test_an_unknown_place_is_refused() -> None:
    with pytest.raises(Faults) as refused:
        apply(division_code="990000000000")
    assert faults_of(refused) == {"division_code"}


def test_a_phone_number_of_a_person_does_not_get_into_a_public_text() -> None:
    with pytest.raises(Faults) as refused:
        apply(introduction="联系人手机 13800000000")
    assert faults_of(refused) == {"introduction"}


def test_a_credit_code_stands_once() -> None:
    code = make_organization().credit_code
    with pytest.raises(RuleBroken) as refused:
        apply(credit_code=code)
    assert refused.value.field == "credit_code"


def test_an_application_not_pursued_frees_its_credit_code() -> None:
    first = apply()
    end_organization(actor=civil_affairs(), organization=first, reason="非本机关登记")
    assert apply(credit_code=first.credit_code).state == "submitted"


def test_a_taken_user_name_leaves_no_organization_behind() -> None:
    apply(with_manager=True)
    name = Account.objects.get().username or ""
    with pytest.raises(RuleBroken) as refused, transaction.atomic():
        submit_organization(
            actor=VISITOR, particulars=particulars(), manager=FirstManager(username=name, password=PASSWORD)
        )
    assert refused.value.field == "username"
    assert Organization.objects.count() == 1


def filed(actor: Actor = VISITOR) -> Organization:
    make_divisions()
    return submit_organization(actor=actor, particulars=filed_particulars()).organization


def test_the_township_vouches_and_the_county_records() -> None:
    group, township, county = filed(), official(Role.TOWNSHIP, TOWNSHIP), civil_affairs()
    assert list(to_review(township)) == [group]
    with pytest.raises(NotAllowed):
        approve_organization(actor=county, organization=group)
    vouched = vouch_for_organization(actor=township, organization=group)
    assert list(to_review(county)) == [vouched]
    assert not to_review(township).exists()
    assert approve_organization(actor=county, organization=vouched).state == "in_good_standing"


def test_a_township_vouches_for_no_registered_organization_and_none_elsewhere() -> None:
    with pytest.raises(NotAllowed):
        vouch_for_organization(actor=official(Role.TOWNSHIP, TOWNSHIP), organization=apply())
    with pytest.raises(NotAllowed):
        vouch_for_organization(actor=official(Role.TOWNSHIP, OTHER_COUNTY), organization=filed())


def test_a_township_cannot_vouch_for_what_it_typed_itself() -> None:
    typist = official(Role.TOWNSHIP, TOWNSHIP)
    group = filed(typist)
    with pytest.raises(NotAllowed):
        vouch_for_organization(actor=typist, organization=group)
    vouch_for_organization(actor=official(Role.TOWNSHIP, TOWNSHIP), organization=group)


def test_a_mended_application_is_vouched_for_anew() -> None:
    group = filed()
    vouched = vouch_for_organization(actor=official(Role.TOWNSHIP, TOWNSHIP), organization=group)
    returned = return_organization(actor=civil_affairs(), organization=vouched, reason="请写明成员人数")
    holder = Actor(id=group.holder_id, role=Role.HOLDER, label="申请人")
    mended = complete_organization(actor=holder, organization=returned, particulars=filed_particulars())
    assert not mended.is_vouched


def test_a_filed_group_has_no_code_and_files_with_its_own_county() -> None:
    make_divisions()
    for changes, field in (
        ({"credit_code": new_credit_code()}, "credit_code"),
        ({"registrar_path": OTHER_COUNTY.path}, "registrar_path"),
        ({"registration_level": "county"}, "kind"),
    ):
        with pytest.raises(Faults) as refused:
            submit_organization(actor=VISITOR, particulars=filed_particulars(**changes))
        assert faults_of(refused) == {field}


def test_suspension_ends_what_the_public_finds_and_restoring_brings_it_back() -> None:
    organization = make_organization()
    suspended = suspend_organization(actor=civil_affairs(), organization=organization, reason="未按期年检")
    assert not public_organizations().exists()
    assert organization_by_number(VISITOR, organization.number).state == "suspended"
    restore_organization(actor=civil_affairs(), organization=suspended, reason="已补检")
    assert public_organizations().exists()


def test_the_public_reads_which_office_gave_standing_but_not_why_it_was_taken() -> None:
    organization = make_organization()
    suspend_organization(actor=civil_affairs(), organization=organization, reason="未按期年检")
    acts = [entry.action.rpartition(".")[2] for entry in standing_history(organization)]
    assert acts == ["approve", "suspend"]
    assert not full_history(VISITOR, organization).exists()
    assert full_history(manager_of(organization), organization).count() == 3
    assert full_history(civil_affairs(), organization).count() == 3
    assert not full_history(staff_of(make_organization()), organization).exists()


def test_the_accounts_of_an_organization_that_is_no_more_are_closed() -> None:
    organization = make_organization(with_manager=True)
    end_organization(actor=civil_affairs(), organization=organization, reason="已注销")
    assert not Account.objects.get(organization_id=organization.pk).is_active


def test_the_office_is_told_that_somebody_waits() -> None:
    seat = make_account(Role.CIVIL_AFFAIRS)
    organization = apply()
    assert Notice.objects.get(account_id=seat.pk).link == f"/office/organizations/{organization.number}/"
