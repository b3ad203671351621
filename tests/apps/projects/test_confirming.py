"""Confirmation by the receiving side: by its code, its account, or a person above who neither typed nor delivered."""

from dataclasses import replace
from decimal import Decimal

import pytest
from procrastinate.contrib.django.models import ProcrastinateJob

from duijie.apps.accounts.selectors import actor_of
from duijie.apps.needs.models import Need, Request
from duijie.apps.notices.models import Notice
from duijie.apps.projects.models import Confirmation, Project
from duijie.apps.projects.rules import Face
from duijie.apps.projects.selectors import (
    confirmed_record,
    open_projects,
    project_by_number,
    projects_of_need,
    public_facts,
    public_projects_of,
    visible_projects,
)
from duijie.apps.projects.services.codes import holder_of, issue_slip
from duijie.apps.projects.services.confirming import confirm_receipt, report_problem
from duijie.apps.projects.services.settlement import close_project, settle_problem
from duijie.apps.projects.tasks import deliver_code
from duijie.apps.records.models import Leaf
from duijie.kernel.access.actors import VISITOR, Role
from duijie.kernel.access.checks import can
from duijie.kernel.codes import CodeKind, codes_in, new_code
from duijie.kernel.errors import Conflict, Faults, NotAllowed, NotFound, RuleBroken
from duijie.kernel.gateways.local import messages_to
from tests.factories.accounts import OTHER_COUNTY, PROVINCE, make_villager
from tests.factories.matches import seat_of
from tests.factories.needs import make_seat
from tests.factories.organizations import make_organization

pytestmark = pytest.mark.django_db
CONFIRM = "projects.project.confirm"


def code_sent(project):
    deliver_code(project.pk)
    text = messages_to("+8613800000001")[0].body
    (start, end), *_ = codes_in(text)
    return text[start:end]


def test_the_level_above_confirms_what_a_village_received(sides):
    project = sides.to_confirm()
    confirmation = confirm_receipt(actor=sides.offices.township, project=project, face=Face.GOOD)
    project.need.refresh_from_db()
    assert (confirmation.by, confirmation.quantity) == ("next_level", 20)
    assert (project.need.state, project.need.quantity_met) == ("matching", 20)
    leaf = Leaf.objects.get(kind=CONFIRM)
    assert leaf.facts == {"need": project.need.number, "quantity": "20", "unit": "盏", "by": "next_level"}


def test_a_colleague_in_the_receiving_village_confirms_and_the_typist_does_not(sides):
    project = sides.to_confirm()
    with pytest.raises(NotAllowed):
        confirm_receipt(actor=sides.offices.village, project=project, face=Face.GOOD)
    confirmation = confirm_receipt(actor=sides.offices.village_colleague, project=project, face=Face.GOOD)
    assert confirmation.by == "account"


def test_the_delivering_side_never_confirms(sides):
    project = sides.to_confirm()
    for actor in (sides.manager, seat_of(sides.organization, Role.ORGANIZATION_STAFF), seat_of(make_organization())):
        with pytest.raises(NotAllowed):
            confirm_receipt(actor=actor, project=project, face=Face.GOOD)


def test_offices_elsewhere_or_higher_up_do_not_confirm(sides):
    project = sides.to_confirm()
    for actor in (sides.offices.county, sides.offices.prefecture, make_seat(Role.TOWNSHIP, OTHER_COUNTY), VISITOR):
        with pytest.raises(NotAllowed):
            confirm_receipt(actor=actor, project=project, face=Face.GOOD)


def test_who_decided_on_the_need_does_not_confirm_it(sides):
    project = sides.to_confirm()
    Need.objects.filter(pk=project.need_id).update(verified_by_id=sides.offices.township.id)
    with pytest.raises(NotAllowed):
        confirm_receipt(actor=sides.offices.township, project=project, face=Face.GOOD)
    colleague = make_seat(Role.TOWNSHIP)
    assert confirm_receipt(actor=colleague, project=project, face=Face.GOOD).by == "next_level"


def test_the_province_stands_in_for_a_missing_prefecture(sides):
    project = sides.to_confirm()
    Project.objects.filter(pk=project.pk).update(confirming_path=PROVINCE.path)
    province = make_seat(Role.PROVINCE_OFFICE)
    project.refresh_from_db()
    assert can(province, CONFIRM, project)
    assert confirm_receipt(actor=province, project=project, face=Face.GOOD).by == "next_level"


def test_confirming_twice_counts_once(sides):
    project = sides.to_confirm()
    confirm_receipt(actor=sides.offices.township, project=project, face=Face.GOOD)
    with pytest.raises(Conflict):
        confirm_receipt(actor=sides.offices.village_colleague, project=project, face=Face.GOOD)
    assert Confirmation.objects.count() == 1


def test_all_that_was_asked_has_arrived(sides):
    project = sides.deliver(sides.claimed())
    _, holder = holder_of(VISITOR, code_sent(project))
    confirmation = confirm_receipt(actor=holder, project=project, face=Face.GOOD, text="很好用")
    project.need.refresh_from_db()
    assert (confirmation.by, project.need.state) == ("code", "fulfilled")
    assert project.need.confirmed_at is not None
    assert Request.objects.get(need=project.need).state == "fulfilled"


def test_a_code_goes_to_the_households_phone_only_and_is_forgotten(sides):
    project = sides.deliver(sides.claimed())
    assert project.code_to_send
    assert ProcrastinateJob.objects.filter(task_name="projects.send_code").count() == 1
    code = code_sent(project)
    project.refresh_from_db()
    assert project.code_to_send is None
    assert code not in str(Project.objects.filter(pk=project.pk).values())
    deliver_code(project.pk)
    assert messages_to("+8613800000001").count() == 1


def test_a_household_without_a_phone_gets_a_slip(sides):
    project = sides.deliver(sides.claimed(phone=""))
    assert project.code_to_send is None
    slip = issue_slip(actor=sides.offices.village, project=project)
    found, holder = holder_of(VISITOR, slip.code.lower().replace("-", " "))
    assert found == project
    assert confirm_receipt(actor=holder, project=project, face=Face.FAIR).by == "code"


def test_a_new_slip_makes_every_older_code_void(sides):
    project = sides.deliver(sides.claimed())
    first = issue_slip(actor=sides.offices.village, project=project).code
    second = issue_slip(actor=sides.offices.village, project=project).code
    with pytest.raises(NotFound):
        holder_of(VISITOR, first)
    assert holder_of(VISITOR, second)[0] == project
    sent = messages_to("+8613800000001").count()
    deliver_code(project.pk)
    assert messages_to("+8613800000001").count() == sent


def test_who_typed_the_need_prints_no_slip(sides):
    project = sides.deliver(sides.claimed())
    with pytest.raises(NotAllowed):
        issue_slip(actor=sides.offices.village_colleague, project=project)


FOLLOW_CODE = pytest.param(new_code(CodeKind.FOLLOW), id="a code of the other kind")


@pytest.mark.parametrize("typed", ["7QK2-M4TA-9XZ4", "", "12345678", FOLLOW_CODE])
def test_a_mistyped_code_is_told_from_a_wrong_one(sides, typed):
    with pytest.raises(RuleBroken) as refused:
        holder_of(VISITOR, typed)
    assert refused.value.field == "code"
    with pytest.raises(NotFound):
        holder_of(VISITOR, new_code(CodeKind.CONFIRM))


def test_a_holder_acts_on_his_own_delivery_only(sides):
    project = sides.deliver(sides.claimed())
    _, holder = holder_of(VISITOR, code_sent(project))
    assert holder.role is Role.HOLDER
    with pytest.raises(NotAllowed):
        confirm_receipt(actor=holder, project=sides.to_confirm(), face=Face.GOOD)
    assert list(visible_projects(holder)) == [project]


def test_a_villager_confirms_with_his_own_account(sides):
    project = sides.deliver(sides.claimed())
    villager = make_villager("+8613800000008")
    Project.objects.filter(pk=project.pk).update(receiver_account_id=villager.pk)
    assert confirm_receipt(actor=actor_of(villager), project=project, face=Face.GOOD).by == "account"
    with pytest.raises(NotAllowed):
        report_problem(actor=actor_of(make_villager("+8613800000007")), project=project, text="没有收到")


def test_a_village_does_not_confirm_for_a_household(sides):
    project = sides.deliver(sides.claimed())
    with pytest.raises(NotAllowed):
        confirm_receipt(actor=sides.offices.village, project=project, face=Face.GOOD)


def test_a_problem_takes_the_confirmation_back_until_it_is_settled(sides):
    project = sides.deliver(sides.claimed())
    _, holder = holder_of(VISITOR, code_sent(project))
    confirm_receipt(actor=holder, project=project, face=Face.GOOD)
    Notice.objects.all().delete()
    problem = report_problem(actor=holder, project=project, text="轮子坏了")
    project.need.refresh_from_db()
    assert (project.need.state, project.need.quantity_met) == ("under_way", 0)
    assert Confirmation.objects.get().revoked_at is not None
    assert Request.objects.get(need=project.need).state == "bundled"
    assert sides.offices.county.id in Notice.objects.values_list("account_id", flat=True)
    settle_problem(actor=sides.offices.county, project=project, text="已更换", outcome="to_confirm")
    problem.refresh_from_db()
    assert (problem.outcome, problem.settled_by_label) == ("to_confirm", sides.offices.county.label)
    confirm_receipt(actor=holder, project=project, face=Face.GOOD)
    project.need.refresh_from_db()
    assert (project.need.state, project.need.quantity_met) == ("fulfilled", 1)


def test_a_problem_may_end_the_project_and_open_the_need_again(sides):
    project = sides.to_confirm()
    report_problem(actor=sides.offices.township, project=project, text="没有送到")
    settle_problem(actor=sides.offices.county, project=project, text="机构无法继续", outcome="cancelled")
    project.need.refresh_from_db()
    project.refresh_from_db()
    assert (project.state, project.need.state, project.need.quantity_taken) == ("cancelled", "published", 0)


def test_a_problem_is_settled_in_one_of_three_ways_with_words(sides):
    project = sides.to_confirm()
    report_problem(actor=sides.offices.township, project=project, text="没有送到")
    with pytest.raises(RuleBroken) as refused:
        settle_problem(actor=sides.offices.county, project=project, text="好", outcome="confirmed")
    assert refused.value.field == "outcome"
    with pytest.raises(Faults):
        settle_problem(actor=sides.offices.county, project=project, text="", outcome="under_way")
    with pytest.raises(NotAllowed):
        settle_problem(actor=sides.manager, project=project, text="好", outcome="under_way")


def test_a_confirmed_project_is_closed_with_a_sentence(sides):
    project = sides.confirmed()
    closed = close_project(actor=sides.offices.county, project=project, text="二十盏路灯都亮了")
    assert (closed.state, closed.match.stage) == ("closed", "confirmed")
    with pytest.raises(Conflict):
        report_problem(actor=sides.offices.township, project=closed, text="晚了")


def test_the_public_reads_a_project_from_signature_on_and_no_problem(sides):
    drafting, disputed = sides.drafting(), sides.to_confirm()
    report_problem(actor=sides.offices.township, project=disputed, text="没有送到")
    disputed.refresh_from_db()
    assert not projects_of_need(VISITOR, drafting.need).exists()
    assert list(public_projects_of(sides.organization)) == [disputed]
    assert public_facts(disputed)["state"] == "under_way"
    assert project_by_number(VISITOR, disputed.number) is None
    assert list(open_projects(sides.manager)) == [disputed, drafting]


def test_the_record_of_an_organization_is_what_receivers_confirmed(sides):
    project = sides.confirmed()
    assert [each.project for each in confirmed_record(sides.organization)] == [project]
    report_problem(actor=sides.offices.township, project=project, text="灯不亮")
    assert confirmed_record(sides.organization) == []


def test_a_voice_from_another_device_is_on_record(sides):
    project = sides.deliver(sides.claimed())
    _, holder = holder_of(replace(VISITOR, device="手机甲"), code_sent(project))
    confirmation = confirm_receipt(actor=holder, project=project, face=Face.POOR)
    assert (confirmation.device, confirmation.actor_role) == ("手机甲", "holder")
    assert confirmation.quantity == Decimal(1)
