"""会同: a step that two offices take together counts as done only when both have said so."""

import pytest

from duijie.apps.needs.models import VerificationStep
from duijie.apps.needs.selectors.queue import work_queue
from duijie.apps.needs.services.decisions import publish_need, return_need, state_cover, verify_need
from duijie.apps.needs.services.joint import agree_jointly
from duijie.apps.needs.services.needs import complete_need
from duijie.apps.needs.services.verification import verify_request
from duijie.apps.notices.models import Notice
from duijie.kernel.access.actors import Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import NotAllowed
from tests.factories.accounts import OTHER_COUNTY
from tests.factories.needs import make_offices, make_seat, send_request, submitted_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    return make_offices()


def joined(kind, position, role, level=""):
    VerificationStep.objects.filter(kind=kind, position=position).update(joint_role=role, joint_level=level)


def at_the_county(offices):
    """A need that the township has passed on to the county, whose step is taken jointly."""
    need = verify_need(actor=offices.township, need=submitted_need(offices), opinion="情况属实")
    state_cover(actor=offices.county, need=need, policy_cover="none")
    need.refresh_from_db()
    return need


def test_the_county_publishes_only_after_the_joint_office_has_agreed(offices):
    joined("need", 2, Role.CIVIL_AFFAIRS)
    civil_affairs = make_seat(Role.CIVIL_AFFAIRS)
    need = at_the_county(offices)
    assert need.is_joint_open
    with pytest.raises(NotAllowed):
        publish_need(actor=offices.county, need=need, opinion="同意入库")
    agree_jointly(actor=civil_affairs, row=need, opinion="会同核实，情况属实")
    need.refresh_from_db()
    assert (need.is_joint_open, need.joint_label) == (False, civil_affairs.label)
    assert publish_need(actor=offices.county, need=need, opinion="同意入库").state == "published"
    entry = AuditEntry.objects.get(action="needs.need.agree", subject_id=need.pk)
    assert (entry.actor_label, entry.details["opinion"]) == (civil_affairs.label, "会同核实，情况属实")


def test_the_joint_office_is_told_and_finds_the_need_on_its_desk_and_the_first_office_is_told_back(offices):
    joined("need", 2, Role.CIVIL_AFFAIRS)
    civil_affairs = make_seat(Role.CIVIL_AFFAIRS)
    need = at_the_county(offices)
    told = Notice.objects.filter(account_id=civil_affairs.id)
    assert [each.link for each in told] == [f"/office/needs/{need.number}/"]
    assert [(each.what, each.number) for each in work_queue(civil_affairs)] == [("Agree jointly", need.number)]
    assert "publish" not in work_queue(offices.county)[0].acts
    Notice.objects.all().delete()
    agree_jointly(actor=civil_affairs, row=need, opinion="同意")
    assert [each.account_id for each in Notice.objects.all()] == [offices.county.id]
    assert work_queue(civil_affairs) == []
    assert "publish" in work_queue(offices.county)[0].acts


def test_nobody_but_the_joint_office_of_the_place_agrees_and_only_once(offices):
    joined("need", 2, Role.CIVIL_AFFAIRS)
    civil_affairs = make_seat(Role.CIVIL_AFFAIRS)
    need = at_the_county(offices)
    for stranger in (offices.county, offices.department, make_seat(Role.CIVIL_AFFAIRS, OTHER_COUNTY)):
        with pytest.raises(NotAllowed):
            agree_jointly(actor=stranger, row=need, opinion="同意")
    agree_jointly(actor=civil_affairs, row=need, opinion="同意")
    with pytest.raises(NotAllowed):
        agree_jointly(actor=civil_affairs, row=need, opinion="同意")


def test_a_joint_office_that_does_not_agree_returns_the_need_and_agrees_to_the_new_words(offices):
    joined("need", 1, Role.LINE_DEPARTMENT, "county")
    need = submitted_need(offices)
    agree_jointly(actor=offices.department, row=need, opinion="同意")
    need.refresh_from_db()
    returned = return_need(actor=offices.township, need=need, reason="请写明灯型")
    completed = complete_need(actor=offices.village, need=returned, values={"text": "需要安装六米太阳能路灯。"})
    assert completed.is_joint_open
    assert return_need(actor=offices.department, need=completed, reason="与在建项目重复").state == "returned"


def test_without_a_seat_in_the_joint_office_the_step_is_taken_alone(offices):
    joined("need", 2, Role.CIVIL_AFFAIRS)
    need = at_the_county(offices)
    assert (need.joint_role, need.is_joint_open) == ("", False)
    assert publish_need(actor=offices.county, need=need, opinion="同意").state == "published"


def test_the_next_step_asks_no_joint_office_of_the_step_before(offices):
    joined("need", 1, Role.LINE_DEPARTMENT, "county")
    need = submitted_need(offices)
    agree_jointly(actor=offices.department, row=need, opinion="同意")
    need = verify_need(actor=offices.township, need=need, opinion="情况属实")
    assert (need.joint_role, need.joint_label) == ("", "")


def test_a_request_is_verified_by_the_village_after_the_township_has_agreed(offices):
    joined("request", 1, Role.TOWNSHIP, "township")
    request = send_request().request
    with pytest.raises(NotAllowed):
        verify_request(actor=offices.village, request=request, verified_how="上门看过")
    agree_jointly(actor=offices.township, row=request, opinion="同村里一起看过")
    assert verify_request(actor=offices.village, request=request, verified_how="上门看过").state == "verified"
