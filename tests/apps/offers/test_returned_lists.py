"""An organization's offers go out as a spreadsheet and come back edited: every row is accounted for."""

from datetime import date
from decimal import Decimal

import pytest

from duijie.apps.offers.lists.exporting import export_offers
from duijie.apps.offers.lists.judging import review_of
from duijie.apps.offers.models import Offer
from duijie.apps.offers.selectors import offers_of
from duijie.apps.offers.services import adjust_capacity, edit_offer
from duijie.apps.offers.services.lists import accept_rows
from duijie.apps.offers.services.writing import content_of
from duijie.kernel.errors import Conflict, RuleBroken
from duijie.kernel.lists.verdicts import Review, Verdict
from tests.apps.needs.returned_lists import Sheet
from tests.factories.accounts import COUNTY
from tests.factories.matches import seat_of
from tests.factories.offers import content, draft, make_offer, submitted
from tests.factories.organizations import make_divisions, make_organization

pytestmark = pytest.mark.django_db


@pytest.fixture
def ours():
    make_divisions()
    return make_organization()


@pytest.fixture
def manager(ours):
    return seat_of(ours)


def downloaded(organization) -> Sheet:
    return Sheet(export_offers(offers_of(organization)))


def came_back(manager, organization, sheet: Sheet) -> Review:
    return review_of(manager, organization, sheet.sent())


def verdicts(review: Review) -> dict[str, int]:
    return {each.value: len(review.of(each)) for each in Verdict if review.of(each)}


def words(review: Review) -> list[str]:
    return [message.code for row in review.rows for message in row.messages]


def test_a_list_that_nobody_touched_changes_nothing(ours, manager):
    make_offer(ours, areas=(COUNTY.path,), budget_fen=1_234_500, qualifications=("medical", "law"))
    draft(ours, field="", subfield="", capacity=None, available_to=None)
    submitted(ours)
    assert verdicts(came_back(manager, ours, downloaded(ours))) == {"unchanged": 3}


def test_a_draft_is_changed_in_every_particular_and_a_published_offer_in_its_capacity(ours, manager):
    written, published = draft(ours), make_offer(ours, title="上门修水管")
    sheet = downloaded(ours)
    sheet.write(
        sheet.row_of(written.number),
        项目名称="修剪果树",
        领域="产业振兴",
        细分领域="",
        服务对象="全体村民",
        服务地区=COUNTY.name,
        承接能力=35,
        结束时间="2027年6月",
        预算="1.2万元",
    )
    sheet.write(sheet.row_of(published.number), 承接能力=50)
    review = came_back(manager, ours, sheet)
    assert verdicts(review) == {"changed": 2}
    assert accept_rows(actor=manager, organization=ours, review=review, everything=review.digest) == 2
    written.refresh_from_db()
    published.refresh_from_db()
    assert (written.title, written.field, written.subfield) == ("修剪果树", "industry", "")
    assert (written.areas, written.capacity, written.budget_fen) == ([COUNTY.path], Decimal(35), 1_200_000)
    assert written.available_to == date(2027, 6, 30)
    assert published.capacity == 50
    assert verdicts(came_back(manager, ours, sheet)) == {"unchanged": 2}


def test_a_row_that_was_added_becomes_a_draft_once(ours, manager):
    make_offer(ours)
    sheet = downloaded(ours)
    sheet.write(3, 项目名称="冬季送医下乡", 领域="卫生健康", 承接能力=4, 单位="次")
    review = came_back(manager, ours, sheet)
    assert verdicts(review) == {"added": 1, "unchanged": 1}
    accept_rows(actor=manager, organization=ours, review=review, keys=[review.of(Verdict.ADDED)[0].key])
    made = Offer.objects.get(title="冬季送医下乡")
    assert (made.state, made.organization, made.capacity) == ("draft", ours, 4)
    assert verdicts(came_back(manager, ours, sheet)) == {"unchanged": 2}


def test_a_conflict_names_who_changed_it_and_is_taken_only_by_itself(ours, manager):
    offer, colleague = make_offer(ours), seat_of(ours)
    sheet = downloaded(ours)
    adjust_capacity(actor=colleague, offer=offer, capacity=Decimal(30))
    sheet.write(2, 承接能力=40)
    review = came_back(manager, ours, sheet)
    [row] = review.of(Verdict.CONFLICT)
    assert (row.clashes, row.meanwhile.actor_id) == ({"capacity"}, colleague.id)
    assert not review.plain
    accept_rows(actor=manager, organization=ours, review=review, keys=[row.key])
    offer.refresh_from_db()
    assert offer.capacity == 40


def test_what_a_colleague_changed_in_other_cells_stays(ours, manager):
    offer = draft(ours)
    sheet = downloaded(ours)
    edit_offer(actor=seat_of(ours), offer=offer, content=content(text="自带推子，上门服务。"))
    sheet.write(2, 承接能力=9)
    review = came_back(manager, ours, sheet)
    accept_rows(actor=manager, organization=ours, review=review, everything=review.digest)
    offer.refresh_from_db()
    assert (content_of(offer).text, offer.capacity) == ("自带推子，上门服务。", 9)


@pytest.mark.parametrize(
    ("cells", "sentence"),
    [
        ({"项目名称": "换个名称"}, "It is published: a list changes its capacity, nothing else."),
        ({"状态": "已结束"}, "This column is for reading only; what you changed in it is not taken over."),
        ({"承接能力": "很多"}, "“%(text)s” is no quantity. Write one number, and the unit beside it."),
        ({"承接能力": "30次"}, "Write the number alone; “%(unit)s” belongs into the column of the unit."),
        ({"承接能力": ""}, "Please fill this in."),
        ({"领域": "天文"}, "“%(text)s” is none of the words known here: %(known)s."),
        ({"服务地区": "没有这个县"}, "There is no such place here: %(text)s"),
    ],
)
def test_what_a_list_cannot_change_is_said_beside_its_column(ours, manager, cells, sentence):
    make_offer(ours)
    sheet = downloaded(ours)
    sheet.write(2, **cells)
    review = came_back(manager, ours, sheet)
    assert verdicts(review) == {"broken": 1}
    assert sentence in words(review)
    assert {message.header for row in review.rows for message in row.messages} == set(cells)


def test_another_organizations_row_is_not_ours_to_change(ours, manager):
    sheet = downloaded(make_offer(make_organization()).organization)
    sheet.write(2, 承接能力=99)
    review = came_back(manager, ours, sheet)
    assert verdicts(review) == {"broken": 1}
    assert words(review) == ["There is no offer %(number)s of ours."]


def test_what_has_moved_on_since_it_was_looked_at_is_not_taken_over(ours, manager):
    offer = make_offer(ours)
    sheet = downloaded(ours)
    sheet.write(2, 承接能力=40)
    seen = came_back(manager, ours, sheet)
    adjust_capacity(actor=seat_of(ours), offer=offer, capacity=Decimal(33))
    now = came_back(manager, ours, sheet)
    with pytest.raises(Conflict):
        accept_rows(actor=manager, organization=ours, review=now, everything=seen.digest)
    with pytest.raises(RuleBroken) as refused:
        accept_rows(actor=manager, organization=ours, review=now, keys=[seen.rows[0].key])
    assert refused.value.field == "rows"


def test_a_list_that_never_went_out_is_refused_in_one_sentence(ours, manager):
    sheet = downloaded(ours)
    sheet.sheet.cell(1, len(sheet.heads)).value = "备注"
    with pytest.raises(RuleBroken, match="did not go out of the platform"):
        came_back(manager, ours, sheet)
