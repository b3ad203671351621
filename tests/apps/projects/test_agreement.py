"""The agreement: written by either side, signed by both; platform and civil affairs never sign."""

from datetime import timedelta
from decimal import Decimal

import pytest

from duijie.apps.needs.services.decisions import publish_need
from duijie.apps.needs.services.needs import make_need, submit_need
from duijie.apps.notices.models import Notice
from duijie.apps.projects.rules import PartyKind
from duijie.apps.projects.services.agreement import (
    FurtherParty,
    PlannedMilestone,
    draft_agreement,
    sign_for_organization,
    sign_for_receiver,
)
from duijie.apps.projects.services.opening import claim_wish
from duijie.apps.projects.services.settlement import cancel_project
from duijie.apps.records.models import Leaf
from duijie.kernel.access.actors import Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import today
from duijie.kernel.errors import Conflict, Faults, NotAllowed, RuleBroken
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, TOWNSHIP, VILLAGE
from tests.factories.matches import interest, seat_of
from tests.factories.needs import make_seat, need_values, published_need
from tests.factories.organizations import civil_affairs, make_organization

pytestmark = pytest.mark.django_db
BEGIN, END = today(), today() + timedelta(days=90)


def test_a_commitment_opens_a_project_with_its_parties(sides):
    project = sides.drafting()
    assert (project.state, project.track, project.quantity) == ("drafting", "general", 20)
    assert (project.receiver_path, project.confirming_path) == (VILLAGE.path, TOWNSHIP.path)
    assert not project.receiver_is_household
    assert sorted(project.parties.values_list("kind", flat=True)) == ["funder", "implementer", "receiver"]
    assert Leaf.objects.filter(kind="projects.project.open").count() == 1


def test_a_project_of_the_county_is_confirmed_by_the_prefecture(sides):
    offices = sides.offices
    need = make_need(
        actor=offices.county, values=need_values(maker="county", policy_cover="none", division_code=COUNTY.code)
    )
    need = submit_need(actor=offices.county, need=need)
    need = publish_need(actor=offices.prefecture, need=need, opinion="同意")
    project = sides.drafting(need)
    assert (project.receiver_path, project.confirming_path) == (COUNTY.path, PREFECTURE.path)


def test_a_small_wish_is_claimed_by_staff_and_begins_at_once(sides):
    staff = seat_of(sides.organization, Role.ORGANIZATION_STAFF)
    project = claim_wish(actor=staff, need=sides.wish(), quantity=Decimal(1))
    project.need.refresh_from_db()
    assert (project.state, project.track, project.receiver_is_household) == ("under_way", "wish", True)
    assert (project.need.state, project.need.quantity_agreed) == ("under_way", 1)


def test_only_small_wishes_are_claimed(sides):
    with pytest.raises(RuleBroken):
        claim_wish(actor=sides.manager, need=published_need(sides.offices), quantity=Decimal(1))


def test_either_side_writes_the_agreement_and_the_other_is_told(sides):
    project = sides.drafting()
    Notice.objects.all().delete()
    sides.draft(project, sides.manager)
    assert {each.account_id for each in Notice.objects.all()} == {
        sides.offices.village.id,
        sides.offices.village_colleague.id,
        sides.offices.township.id,
    }
    Notice.objects.all().delete()
    sides.draft(project, sides.offices.village)
    assert [each.account_id for each in Notice.objects.all()] == [sides.manager.id]


def test_both_sides_sign_and_the_need_follows(sides):
    project = sign_for_organization(actor=sides.manager, project=sides.drafted())
    assert project.state == "drafting"
    project = sign_for_receiver(actor=sides.offices.village, project=project, signatory="示例村村民委员会")
    project.need.refresh_from_db()
    assert (project.state, project.need.state, project.need.quantity_agreed) == ("signed", "signed", 20)
    assert project.need.agreed_at is not None
    leaves = Leaf.objects.filter(kind__startswith="projects.project.sign")
    assert [leaf.facts["amount_fen"] for leaf in leaves] == [3_000_000, 3_000_000]


def test_the_order_of_signing_does_not_matter(sides):
    project = sign_for_receiver(actor=sides.offices.village, project=sides.drafted(), signatory="示例村村民委员会")
    assert project.state == "drafting"
    assert sign_for_organization(actor=sides.manager, project=project).state == "signed"


def test_a_side_signs_a_text_once(sides):
    project = sign_for_organization(actor=sides.manager, project=sides.drafted())
    with pytest.raises(NotAllowed):
        sign_for_organization(actor=sides.manager, project=project)


def test_who_changes_the_text_takes_both_signatures_away(sides):
    project = sign_for_organization(actor=sides.manager, project=sides.drafted())
    project = sides.draft(project, sides.offices.village_colleague)
    assert (project.signed_giving_at, project.signed_giving_by_id) == (None, None)
    assert sign_for_organization(actor=sides.manager, project=project).state == "drafting"


def test_nobody_signs_for_the_receiver_what_he_wrote_himself(sides):
    project = sides.draft(sides.drafting(), sides.offices.village)
    with pytest.raises(NotAllowed):
        sign_for_receiver(actor=sides.offices.village, project=project, signatory="示例村村民委员会")
    signed = sign_for_receiver(actor=sides.offices.village_colleague, project=project, signatory="示例村村民委员会")
    assert signed.receiver_signatory == "示例村村民委员会"


def test_platform_and_civil_affairs_never_sign(sides):
    project = sides.drafted()
    for stranger in (
        civil_affairs(),
        sides.offices.township,
        sides.offices.county,
        make_seat(Role.VILLAGE, OTHER_COUNTY),
        seat_of(make_organization()),
    ):
        with pytest.raises(NotAllowed):
            sign_for_receiver(actor=stranger, project=project, signatory="某办公室")
    with pytest.raises(NotAllowed):
        sign_for_organization(actor=seat_of(sides.organization, Role.ORGANIZATION_STAFF), project=project)


def test_nothing_is_signed_before_purpose_and_dates_stand(sides):
    with pytest.raises(RuleBroken):
        sign_for_organization(actor=sides.manager, project=sides.drafting())


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"ends_on": BEGIN - timedelta(days=1)}, "ends_on"),
        ({"milestones": [PlannedMilestone(END + timedelta(days=1), "验收")]}, "milestones"),
        ({"purpose": "请联系 13800000000"}, "purpose"),
        ({"purpose": ""}, "purpose"),
    ],
)
def test_faults_of_an_agreement_stand_beside_their_fields(sides, changes, field):
    given = {"purpose": "安装路灯", "starts_on": BEGIN, "ends_on": END, **changes}
    with pytest.raises(Faults) as refused:
        draft_agreement(actor=sides.manager, project=sides.drafting(), **given)
    assert {fault.field for fault in refused.value.faults} == {field}


def test_further_parties_and_milestones_are_written_anew_each_time(sides):
    project = sides.drafting()
    for name in ("示例社工站", "示例设计院"):
        draft_agreement(
            actor=sides.manager,
            project=project,
            purpose="安装路灯",
            starts_on=BEGIN,
            ends_on=END,
            parties=[FurtherParty(PartyKind.PARTNER, name, 100_000)],
            milestones=[PlannedMilestone(END, "全部点亮")],
        )
    assert list(project.parties.filter(kind="partner").values_list("name", flat=True)) == ["示例设计院"]
    assert project.parties.count() == 4
    assert project.milestones.count() == 1


def test_a_cancelled_project_gives_its_part_back(sides):
    project = sides.signed()
    cancel_project(actor=sides.offices.county, project=project, reason="资金未到位")
    project.refresh_from_db()
    project.need.refresh_from_db()
    project.match.refresh_from_db()
    assert (project.state, project.match.state, project.match.stage) == ("cancelled", "withdrawn", "withdrawn")
    assert (project.need.state, project.need.quantity_taken) == ("published", 0)
    again = interest(sides.organization, project.need)
    assert again.state == "interested"


def test_a_cancellation_is_told_once(sides):
    project = sides.signed()
    Notice.objects.all().delete()
    cancel_project(actor=sides.manager, project=project, reason="资金未到位")
    told = list(Notice.objects.values_list("account_id", flat=True))
    assert len(told) == len(set(told))
    assert sides.offices.county.id in told


def test_an_act_leaves_one_entry_on_its_project(sides):
    project = sides.drafted()
    entries = AuditEntry.objects.filter(subject_id=project.pk).values_list("action", flat=True)
    assert list(entries) == ["projects.project.open", "projects.project.draft"]


def test_what_has_begun_is_not_drafted_any_more(sides):
    with pytest.raises(Conflict):
        sides.draft(sides.signed(), sides.manager)
