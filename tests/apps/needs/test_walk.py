"""The main way of a request and a need, through every office, in a real database."""

from decimal import Decimal

import pytest

from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules.progress import Part
from duijie.apps.needs.services.bundling import unbundle_request
from duijie.apps.needs.services.decisions import decline_need, publish_need, return_need, state_cover, verify_need
from duijie.apps.needs.services.follow import holder_of
from duijie.apps.needs.services.needs import (
    ask_review_of_need,
    complete_need,
    edit_need,
    make_need,
    submit_need,
    withdraw_need,
)
from duijie.apps.needs.services.progress import reflect
from duijie.apps.needs.services.requests import (
    answer_report,
    ask_review_of_request,
    complete_request,
    report_problem,
    withdraw_request,
)
from duijie.apps.needs.services.verification import decline_request, return_request, verify_request
from duijie.apps.notices.models import Notice
from duijie.apps.records.models import Leaf
from duijie.kernel.access.actors import VISITOR, Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, Faults, NotAllowed, RuleBroken
from tests.factories.accounts import COUNTY, OTHER_COUNTY, TOWNSHIP, VILLAGE
from tests.factories.needs import (
    decidable_need,
    draft_need,
    make_offices,
    make_seat,
    need_values,
    published_need,
    send_request,
    submitted_need,
    verified_request,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    return make_offices()


def faults_of(refused):
    refusal = refused.value
    return {fault.field for fault in (refusal.faults if isinstance(refusal, Faults) else (refusal,))}


def test_a_request_waits_for_its_village_and_names_nobody(offices):
    sent = send_request()
    request = sent.request
    assert (request.awaiting_role, request.awaiting_path) == ("village", VILLAGE.path)
    assert (request.field, request.subfield) == ("livelihood", "lighting")
    assert "示例甲" not in str(AuditEntry.objects.filter(subject_id=request.pk).values_list())
    assert {each.account_id for each in Notice.objects.all()} == {offices.village.id, offices.village_colleague.id}
    assert not Leaf.objects.exists()


def test_a_cadre_names_the_consent_he_was_given(offices):
    with pytest.raises(Faults) as refused:
        send_request(offices.village, consent="self")
    assert faults_of(refused) == {"consent"}
    with pytest.raises(Faults):
        send_request(consent="spoken")
    assert send_request(offices.village).request.account_id is not None


def test_a_cadre_cannot_verify_what_he_typed(offices):
    request = send_request(offices.village).request
    with pytest.raises(NotAllowed):
        verify_request(actor=offices.village, request=request, verified_how="我看过")
    verified = verify_request(actor=offices.village_colleague, request=request, verified_how="看过")
    assert verified.state == "verified"


def test_a_village_elsewhere_types_for_nobody_here(offices):
    elsewhere = make_seat(Role.TOWNSHIP, OTHER_COUNTY)
    with pytest.raises(NotAllowed):
        send_request(elsewhere)


def test_what_others_must_not_read_is_refused_beside_the_text(offices):
    for text in ("请打 13800000000 联系我", "身份证 110101199003070134 的老人", "请转账到 6222021234567890123"):
        with pytest.raises(Faults) as refused:
            send_request(text=text)
        assert faults_of(refused) == {"text"}


def test_a_text_of_ten_thousand_characters_is_refused_beside_the_text(offices):
    with pytest.raises(Faults) as refused:
        send_request(text="灯" * 10_000)
    assert faults_of(refused) == {"text"}


def test_a_returned_request_comes_back_completed_to_the_same_office(offices):
    request = return_request(actor=offices.village, request=send_request().request, reason="请写明哪条路")
    again = complete_request(actor=holder_of(request, VISITOR), request=request, text="三组到学校的路没有灯")
    assert (again.state, again.awaiting_role, again.reason) == ("submitted", "village", "")
    assert again.awaiting_until is not None


def test_a_review_goes_one_level_up_and_ends_at_the_county(offices):
    request = decline_request(actor=offices.village, request=send_request().request, reason="不属于范围")
    holder = holder_of(request, VISITOR)
    request = ask_review_of_request(actor=holder, request=request, reason="确实需要")
    assert request.awaiting_role == "township"
    request = decline_request(actor=offices.township, request=request, reason="不属于范围")
    request = ask_review_of_request(actor=holder, request=request, reason="请县里再看")
    assert request.awaiting_role == "county_office"
    request = decline_request(actor=offices.county, request=request, reason="另有渠道")
    with pytest.raises(NotAllowed):
        ask_review_of_request(actor=holder, request=request, reason="再看")


def test_a_reported_problem_is_answered_above_the_village(offices):
    request = send_request().request
    report = report_problem(actor=holder_of(request, VISITOR), request=request, text="两个月没有人来")
    request.refresh_from_db()
    with pytest.raises(NotAllowed):
        answer_report(actor=offices.village, request=request, text="已处理")
    assert not answer_report(actor=offices.township, request=request, text="已请村里上门").has_open_report
    report.refresh_from_db()
    assert report.answer


def test_a_request_is_withdrawn_without_a_reason(offices):
    request = send_request().request
    assert withdraw_request(actor=holder_of(request, VISITOR), request=request).state == "withdrawn"


def test_verified_requests_become_one_need_and_are_fulfilled_with_it(offices):
    requests = [verified_request(offices), verified_request(offices, text="二组路口也要装一盏灯")]
    need = make_need(actor=offices.village, values=need_values(quantity=Decimal(2)), requests=requests)
    assert need.source == "requests"
    assert {each.state for each in need.requests.all()} == {"bundled"}
    need = verify_need(actor=offices.township, need=submit_need(actor=offices.village, need=need), opinion="属实")
    state_cover(actor=offices.county, need=need, policy_cover="none")
    need = publish_need(actor=offices.county, need=need, opinion="同意")
    need = reflect(need, [Part("confirmed", Decimal(2))], at=now())
    assert need.state == "fulfilled"
    assert {each.state for each in need.requests.all()} == {"fulfilled"}
    need = reflect(need, [Part("disputed", Decimal(2))], at=now())
    assert need.state == "under_way"
    assert {each.state for each in need.requests.all()} == {"bundled"}


def test_a_request_outside_the_needs_place_is_not_bundled(offices):
    request = verified_request(offices, division_code=TOWNSHIP.code)
    with pytest.raises(RuleBroken):
        make_need(actor=offices.township, values=need_values(), requests=[request])


def test_a_need_shows_nothing_of_the_household_behind_it(offices):
    request = verified_request(offices)
    for changes in ({"title": "为示例甲家装路灯"}, {"text": "示例村一组 3 号门口需要路灯。"}):
        with pytest.raises(Faults) as refused:
            make_need(actor=offices.village, values=need_values(**changes), requests=[request])
        assert faults_of(refused) == set(changes)
    assert not Need.objects.exists()


def test_a_request_leaves_its_need_by_an_office_above(offices):
    request = verified_request(offices)
    make_need(actor=offices.village, values=need_values(), requests=[request])
    assert unbundle_request(actor=offices.township, request=request, reason="另办").state == "verified"


def test_a_withdrawn_need_frees_its_requests(offices):
    request = verified_request(offices)
    need = make_need(actor=offices.village, values=need_values(), requests=[request])
    withdraw_need(actor=offices.village, need=need, reason="重新整理")
    assert Request.objects.get(pk=request.pk).state == "verified"


def test_a_need_is_edited_while_it_is_a_draft(offices):
    need = draft_need(offices)
    edited = edit_need(actor=offices.village, need=need, values={"title": "新标题", "text": need.text})
    assert edited.title == "新标题"
    assert edited.quantity == need.quantity
    need = submit_need(actor=offices.village, need=edited)
    with pytest.raises(Conflict):
        edit_need(actor=offices.village, need=need, values={"title": "x", "text": "y"})


def test_a_villages_need_passes_the_township_and_is_decided_by_the_county(offices):
    need = submitted_need(offices)
    assert (need.awaiting_role, need.is_last_step) == ("township", False)
    with pytest.raises(NotAllowed):
        publish_need(actor=offices.township, need=need, opinion="同意")
    need = verify_need(actor=offices.township, need=need, opinion="属实")
    assert (need.awaiting_role, need.is_last_step, need.state) == ("county_office", True, "submitted")


def test_policy_cover_is_stated_before_anything_is_published(offices):
    need = verify_need(actor=offices.township, need=submitted_need(offices), opinion="属实")
    with pytest.raises(Faults) as refused:
        publish_need(actor=offices.county, need=need, opinion="同意")
    assert faults_of(refused) == {"opinion"}
    state_cover(actor=offices.department, need=need, policy_cover="covered", policy_name="农村道路照明专项")
    with pytest.raises(Faults):
        publish_need(actor=offices.county, need=need, opinion="同意")
    state_cover(actor=offices.county, need=need, policy_cover="partly", policy_name="专项", remaining_gap="还差四十盏")
    published = publish_need(actor=offices.county, need=need, opinion="同意")
    assert published.state == "published"
    assert published.verified_by_id == offices.county.id


def test_partial_cover_names_policy_and_gap(offices):
    need = submitted_need(offices)
    with pytest.raises(Faults) as refused:
        state_cover(actor=offices.county, need=need, policy_cover="partly")
    assert faults_of(refused) == {"policy_name", "remaining_gap"}


def test_what_a_village_says_of_policy_cover_is_a_claim(offices):
    need = verify_need(actor=offices.township, need=submitted_need(offices, policy_cover="none"), opinion="属实")
    with pytest.raises(Faults):
        publish_need(actor=offices.county, need=need, opinion="同意")


def test_a_published_need_names_no_village_and_leaves_a_leaf(offices):
    need = published_need(offices)
    assert need.public_place == TOWNSHIP.name
    assert need.county_path == COUNTY.path
    leaf = Leaf.objects.get(kind="needs.need.publish")
    assert leaf.facts["quantity"] == "60"
    assert leaf.division == COUNTY.code[:6]


def test_a_county_made_need_is_decided_by_the_prefecture(offices):
    need = make_need(actor=offices.county, values=need_values(maker="county", policy_cover="none"))
    need = submit_need(actor=offices.county, need=need)
    assert (need.awaiting_role, need.is_last_step) == ("prefecture_office", True)
    assert publish_need(actor=offices.prefecture, need=need, opinion="同意").state == "published"


def test_a_returned_need_is_completed_and_decided_by_the_same_office(offices):
    need = return_need(actor=offices.township, need=submitted_need(offices), reason="请补充户数")
    need = complete_need(actor=offices.village, need=need, values={"text": need.text, "households": 130})
    assert (need.state, need.awaiting_role, need.households) == ("submitted", "township", 130)


def test_a_declined_need_may_be_reviewed_one_level_up(offices):
    need = decline_need(actor=offices.township, need=submitted_need(offices), reason="重复")
    need = ask_review_of_need(actor=offices.village, need=need, reason="不是重复")
    assert (need.awaiting_role, need.is_last_step) == ("county_office", True)


def test_small_amounts_are_small_wishes(offices):
    assert draft_need(offices, total_fen=200_000).track == "wish"
    assert draft_need(offices, total_fen=200_001).track == "general"


def test_faults_of_a_need_stand_beside_their_fields(offices):
    with pytest.raises(Faults) as refused:
        make_need(
            actor=offices.village,
            values=need_values(
                title="", quantity=0, form="money", contact_phone="13800000000", subfield="water", field="industry"
            ),
        )
    assert faults_of(refused) == {"title", "quantity", "form", "contact_phone", "subfield"}
    assert not Need.objects.exists()
    assert decidable_need(offices).is_last_step
