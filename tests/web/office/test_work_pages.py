"""A clerk's day: what waits by clock and age, one thing beside the list, several at once, and the way back."""

from datetime import timedelta

import pytest
import time_machine

from duijie.apps.accounts.models import SavedFilter
from duijie.apps.needs.models import Need, Request
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import now
from tests.factories.desks import act, at_work, text_of
from tests.factories.needs import decidable_need, make_offices, send_request, submitted_need, verified_request

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    return make_offices()


def rows(response):
    return [row.number for row in response.context["rows"]]


def test_what_waits_stands_by_its_clock_or_by_its_age_with_both_visible(offices):
    old, urgent = submitted_need(offices), submitted_need(offices, title="示例村修桥")
    Need.objects.filter(pk=old.pk).update(submitted_at=now() - timedelta(days=3))
    Need.objects.filter(pk=urgent.pk).update(awaiting_until=now() - timedelta(hours=1))
    township = at_work(offices.township)
    page = township.get("/office/")
    assert rows(page) == [urgent.number, old.number]
    assert all(words in text_of(page) for words in ("3 天", "0 小时", "已逾期"))
    assert rows(township.get("/office/?order=age")) == [old.number, urgent.number]
    assert rows(township.get("/office/?late=on")) == [urgent.number]
    assert rows(township.get("/office/?text=修桥")) == [urgent.number]
    assert rows(township.get("/office/?what=request")) == []
    assert rows(at_work(offices.county).get("/office/?what=need")) == []


def test_a_filter_is_kept_by_name_for_its_owner_alone(offices):
    submitted_need(offices)
    township = at_work(offices.township)
    assert "/office/filters/new/?late=on" in text_of(township.get("/office/?late=on"))
    for _ in range(2):
        assert (
            act(township, "/office/filters/new/?late=on&nonsense=1", name="已超期的")
            .headers["Location"]
            .endswith("/office/?late=on")
        )
    saved = SavedFilter.objects.get()
    assert 'href="/office/?late=on"' in text_of(township.get("/office/"))
    assert "已超期的" not in text_of(at_work(offices.county).get("/office/"))
    assert act(at_work(offices.county), f"/office/filters/{saved.pk}/drop/").status_code == 404
    assert act(township, f"/office/filters/{saved.pk}/drop/").status_code == 302
    assert not SavedFilter.objects.exists()


def test_one_thing_stands_beside_the_list_and_the_next_follows_it(offices):
    first, second = submitted_need(offices), submitted_need(offices, title="示例村修桥")
    township = at_work(offices.township)
    here = f"/office/work/needs/{first.number}/"
    page = township.get(here)
    assert rows(page) == [first.number, second.number]
    assert [each.key for each in page.context["quick"]] == ["v", "r"]
    assert here in text_of(township.get("/office/"))
    done = act(township, f"{here}verify/", opinion="情况属实")
    assert done.headers["Location"] == f"/office/work/needs/{second.number}/?done={first.number}"
    page = township.get(done.headers["Location"])
    assert f"{first.number} 已办理" in text_of(page)
    assert "情况属实" in text_of(page), "the words of last time stand in the form"
    last = act(township, f"/office/work/needs/{second.number}/return/", reason="请写明户数")
    assert last.headers["Location"] == f"/office/?done={second.number}"


def test_policy_cover_comes_first_where_the_need_would_be_published(offices):
    need = decidable_need(offices)
    Need.objects.filter(pk=need.pk).update(policy_checked_at=None)
    here = f"/office/work/needs/{need.number}/"
    county = at_work(offices.county)
    assert [(act.event, key) for act, key in county.get(here).context["first"]] == [("state_cover", "c")]
    Need.objects.filter(pk=need.pk).update(policy_checked_at=now())
    assert county.get(here).context["first"] == []
    passed_on = submitted_need(offices, title="示例村修桥")
    assert at_work(offices.township).get(f"/office/work/needs/{passed_on.number}/").context["first"] == []


def test_a_refused_act_keeps_its_words_and_leads_back_to_the_list(offices):
    need = submitted_need(offices)
    township = at_work(offices.township)
    refused = act(township, f"/office/work/needs/{need.number}/return/?late=on", reason="请找 13800000000")
    assert refused.status_code == 422
    assert "13800000000" in text_of(refused)
    assert f"/office/work/needs/{need.number}/?late=on" in text_of(refused)


def test_who_asks_stands_beside_the_list_for_village_and_township_only(offices):
    request = send_request().request
    here = f"/office/work/requests/{request.number}/"
    assert "示例甲" in text_of(at_work(offices.village).get(here))
    assert "示例甲" not in text_of(at_work(offices.county).get(here))
    assert at_work(offices.prefecture).get(here).status_code in {403, 404}


def test_several_are_looked_at_before_they_are_decided_on(offices):
    ready, uncovered = decidable_need(offices), decidable_need(offices, title="示例村修桥")
    Need.objects.filter(pk=uncovered.pk).update(policy_checked_at=None)
    county = at_work(offices.county)
    address = f"/office/work/together/?event=verify&item=need:{ready.number}&item=need:{uncovered.number}&item=need:N-1"
    page = county.get(address)
    assert [each.title for each in page.context["planned"]] == [f"{ready.title} {ready.number}"]
    assert len(page.context["left_out"]) == 2
    assert "办理后不能撤销" in text_of(page)
    done = act(county, address, opinion="同意入库")
    ready.refresh_from_db()
    uncovered.refresh_from_db()
    assert (ready.state, uncovered.state) == ("published", "submitted")
    page = text_of(county.get(done.headers["Location"]))
    assert ready.title in page
    assert "全部撤销" not in page


def test_returns_are_undone_for_ten_minutes_and_every_step_is_on_record(offices):
    needs = [submitted_need(offices), submitted_need(offices, title="示例村修桥")]
    township = at_work(offices.township)
    address = "/office/work/together/?event=return" + "".join(f"&item=need:{need.number}" for need in needs)
    assert "十分钟内可以撤销" in text_of(township.get(address))
    done = act(township, address, reason="请写明户数").headers["Location"]
    assert set(Need.objects.values_list("state", flat=True)) == {"returned"}
    assert "全部撤销" in text_of(township.get(done))
    with time_machine.travel(now() + timedelta(minutes=11)):
        assert "全部撤销" not in text_of(at_work(offices.township).get(done))
        assert act(at_work(offices.township), done).status_code == 422
    undone = act(township, done)
    assert set(Need.objects.values_list("state", flat=True)) == {"submitted"}
    assert AuditEntry.objects.filter(action="needs.need.take_back").count() == 2
    assert "已撤销退回" in text_of(township.get(undone.headers["Location"]))
    assert at_work(offices.county).get(done).status_code == 404


def test_requests_are_returned_together_merged_together_and_verified_one_by_one(offices):
    request = send_request().request
    village = at_work(offices.village)
    address = f"/office/work/together/?event={{}}&item=request:{request.number}"
    assert village.get(address.format("verify")).context["planned"] == []
    assert act(village, address.format("verify"), opinion="属实").status_code == 422
    assert act(village, address.format("return"), reason="请写明哪一段路").status_code == 302
    assert Request.objects.get().state == "returned"
    other = verified_request(offices)
    merged = village.get(f"/office/work/together/?event=bundle&item=request:{other.number}&item=need:N-1")
    assert merged.headers["Location"] == f"/office/needs/new/?request={other.number}"
    assert village.get("/office/work/together/?event=nonsense").status_code == 404


def test_the_sheet_names_every_key(offices):
    page = text_of(at_work(offices.township).get("/office/keys/"))
    assert all(f"<kbd>{key}</kbd>" in page for key in ("j", "k", "v", "r", "m", "?"))
