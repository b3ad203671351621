"""A downloaded list is edited and sent back: every row is accounted for, and every change is an act of the platform."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile

import pytest

from duijie.apps.needs.models import Need, Opinion
from duijie.apps.needs.selectors.imports import batch_by_number, batches_of
from duijie.apps.needs.selectors.returned import review_of
from duijie.apps.needs.services.decisions import return_need
from duijie.apps.needs.services.imports import confirm_import, prepare_import
from duijie.apps.needs.services.needs import edit_need
from duijie.apps.needs.services.returned import accept_rows, finish_list
from duijie.kernel.access.actors import Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from duijie.kernel.lists.verdicts import Verdict
from tests.apps.needs.importing.lists import xls
from tests.apps.needs.returned_lists import download, messages, send_back, verdicts
from tests.apps.needs.test_imports import row, workbook
from tests.factories.accounts import COUNTY, OTHER_COUNTY
from tests.factories.needs import draft_need, make_offices, make_seat, published_need, submitted_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    return make_offices()


def county_drafts(offices, count):
    """Drafts that the county has typed, by way of a list."""
    batch = prepare_import(actor=offices.county, data=workbook(*(row(each) for each in range(count))), name="a.xlsx")
    confirm_import(actor=offices.county, batch=batch)
    Need.objects.update(state="draft")
    return list(Need.objects.order_by("created_at", "id"))


def test_a_list_that_nobody_touched_changes_nothing(offices):
    published_need(offices, title="=1+1", quantity=Decimal("2.50"), secured_fen=1_000_050, wanted_by=date(2030, 6, 30))
    draft_need(offices, beneficiaries=[], total_fen=None, contact_phone="")
    county_drafts(offices, 3)
    batch = send_back(offices.county, download(offices.county))
    assert batch.is_returned
    assert verdicts(offices.county, batch) == {"unchanged": 5}
    with pytest.raises(RuleBroken):
        accept_rows(actor=offices.county, batch=batch)


@pytest.mark.slow
def test_two_thousand_rows_go_out_and_every_one_is_accounted_for(offices):
    needs = county_drafts(offices, 2000)
    sheet = download(offices.county)
    for line in range(2, 152):
        sheet.write(line, 数量=21)
    for line, cells in enumerate(
        (
            {"数量": "=A1+1"},
            {"领域": "不存在的领域"},
            {"期望完成时间": "下个月"},
            {"资金总额": "很多钱"},
            {"具体内容": "联系 13800000000"},
        ),
        start=2,
    ):
        sheet.write(line, **cells)
    sheet.write(20, 期望完成时间="2030年6月", 资金总额="12万元")
    sheet.sheet.delete_rows(2001)
    sheet.sheet.append(["", "", *[""] * (len(sheet.heads) - 2)])
    sheet.write(
        2001, 需求名称="新增的一项", 领域="民生保障", 县=COUNTY.name, 受益对象类别="全体村民", 具体内容="需要路灯。"
    )
    sheet.write(2001, 需求形式="物资", 数量=5, 单位="盏", 政策保障情况="无政策保障")
    colleague = make_seat(Role.COUNTY_OFFICE)
    for need in needs[100:110]:
        Need.objects.filter(pk=need.pk).update(typed_by_id=colleague.id)
        edit_need(actor=colleague, need=need, values={"title": need.title, "text": need.text, "quantity": 33})
    Need.objects.update(typed_by_id=offices.county.id)

    batch = send_back(offices.county, sheet)
    review = review_of(offices.county, batch)
    assert verdicts(offices.county, batch) == {
        "added": 1,
        "changed": 135,
        "conflict": 10,
        "broken": 5,
        "unchanged": 1849,
    }
    assert review.missing == 1
    assert {each.row.number: {m.header for m in each.messages} for each in review.of(Verdict.BROKEN)} == {
        2: {"数量"},
        3: {"领域"},
        4: {"期望完成时间"},
        5: {"资金总额(元)"},
        6: {"具体内容"},
    }
    conflict = review.of(Verdict.CONFLICT)[0]
    assert conflict.meanwhile.actor_label == colleague.label
    assert conflict.meanwhile.at > conflict.row.mark.at
    assert [(each.name, each.before, each.after) for each in conflict.differences] == [("quantity", 33, 21)]

    assert accept_rows(actor=offices.county, batch=batch, everything=review.digest) == (136, 0)
    assert Need.objects.filter(quantity=21).count() == 135
    assert Need.objects.filter(quantity=33).count() == 10
    assert AuditEntry.objects.filter(action="needs.need.edit", actor_id=offices.county.id).count() == 135
    changed = Need.objects.get(number=sheet.sheet.cell(20, 1).value)
    assert (changed.wanted_by, changed.total_fen) == (date(2030, 6, 30), 12_000_000)
    assert verdicts(offices.county, batch) == {"conflict": 10, "broken": 5, "unchanged": 1985}

    again = prepare_import(actor=offices.county, data=sheet.sent(), name="再来.xlsx")
    assert verdicts(offices.county, again) == {"conflict": 10, "broken": 5, "unchanged": 1985}
    one = review_of(offices.county, again).of(Verdict.CONFLICT)[0]
    assert accept_rows(actor=offices.county, batch=again, keys=[one.key]) == (1, 0)
    assert Need.objects.filter(quantity=33).count() == 9


def test_rows_are_accepted_one_by_one_and_the_others_wait(offices):
    county_drafts(offices, 3)
    sheet = download(offices.county)
    for line in (2, 3, 4):
        sheet.write(line, 单位="套")
    batch = send_back(offices.county, sheet)
    first = review_of(offices.county, batch).rows[0]
    assert accept_rows(actor=offices.county, batch=batch, keys=[first.key]) == (1, 0)
    assert verdicts(offices.county, batch) == {"changed": 2, "unchanged": 1}
    finish_list(actor=offices.county, batch=batch)
    batch.refresh_from_db()
    assert (batch.content, batch.updated, Need.objects.filter(unit="套").count()) == (None, 1, 1)
    with pytest.raises(Conflict):
        accept_rows(actor=offices.county, batch=batch, keys=[first.key])


def test_what_an_act_refuses_is_told_and_holds_up_nothing_else(offices):
    first, second = county_drafts(offices, 2)
    sheet = download(offices.county)
    sheet.write(2, 单位="套")
    sheet.write(3, 单位="套")
    batch = send_back(offices.county, sheet)
    keys = [each.key for each in review_of(offices.county, batch).rows]
    Need.objects.filter(pk=first.pk).update(state="submitted")
    assert accept_rows(actor=offices.county, batch=batch, keys=keys) == (1, 1)
    assert list(batch_by_number(offices.county, batch.number).refused) == ["2"]
    assert verdicts(offices.county, batch) == {"broken": 1, "unchanged": 1}
    second.refresh_from_db()
    assert second.unit == "套"


def test_a_colleagues_change_in_another_cell_is_no_conflict(offices):
    (need,) = county_drafts(offices, 1)
    sheet = download(offices.county)
    edit_need(actor=offices.county, need=need, values={"title": need.title, "text": need.text, "quantity": 7})
    sheet.write(2, 单位="套")
    batch = send_back(offices.county, sheet)
    (judged,) = review_of(offices.county, batch).rows
    assert (judged.verdict, judged.meanwhile.actor_label) == (Verdict.CHANGED, offices.county.label)
    accept_rows(actor=offices.county, batch=batch, keys=[judged.key])
    need.refresh_from_db()
    assert (need.quantity, need.unit) == (7, "套")


def test_the_county_states_policy_cover_of_a_whole_list(offices):
    need = submitted_need(offices)
    sheet = download(offices.department)
    sheet.write(2, 政策保障情况="部分保障", 已有政策名称="财政奖补", 政策后仍缺什么="仍缺二十盏")
    batch = send_back(offices.department, sheet)
    (judged,) = review_of(offices.department, batch).rows
    assert judged.acts == ("state_cover",)
    accept_rows(actor=offices.department, batch=batch, keys=[judged.key])
    need.refresh_from_db()
    assert (need.policy_cover, need.policy_checked_by_label) == ("partly", offices.department.label)
    assert Opinion.objects.count() == 1


def test_quantity_and_day_of_a_need_in_the_library_change_by_their_own_acts_with_a_reason(offices):
    need = published_need(offices, wanted_by=date(2030, 1, 31))
    sheet = download(offices.county)
    sheet.write(2, 数量=80, 期望完成时间="2031-01-31")
    batch = send_back(offices.county, sheet)
    (judged,) = review_of(offices.county, batch).rows
    assert judged.acts == ("revise", "extend")
    with pytest.raises(RuleBroken) as refused:
        accept_rows(actor=offices.county, batch=batch, keys=[judged.key])
    assert refused.value.field == "reason"
    accept_rows(actor=offices.county, batch=batch, keys=[judged.key], reason="村民又登记了二十盏")
    need.refresh_from_db()
    assert (need.quantity, need.wanted_by) == (80, date(2031, 1, 31))
    sheet = download(offices.county)
    sheet.write(2, 具体内容="换一个说法。", 数量=81)
    review = review_of(offices.county, send_back(offices.county, sheet))
    assert review.rows[0].verdict is Verdict.BROKEN
    assert [header for header, _ in messages(review)] == ["具体内容"]


def test_a_returned_need_is_completed_and_goes_on(offices):
    need = submitted_need(offices)
    return_need(actor=offices.township, need=need, reason="请核对数量")
    sheet = download(offices.village)
    sheet.write(2, 数量=50)
    batch = send_back(offices.village, sheet)
    accept_rows(actor=offices.village, batch=batch, everything=review_of(offices.village, batch).digest)
    need.refresh_from_db()
    assert (need.quantity, need.state) == (50, "submitted")


def test_cells_that_nobody_may_change_are_named(offices):
    county_drafts(offices, 1)
    for cells, header in (({"状态": "已办结"}, "状态"), ({"缺口": 5}, "缺口(元)"), ({"需求来源": "走访"}, "需求来源")):
        sheet = download(offices.county)
        sheet.write(2, **cells)
        review = review_of(offices.county, send_back(offices.county, sheet))
        assert {each for each, _ in messages(review)} == {header}
        assert review.rows[0].verdict is Verdict.BROKEN


def test_marks_that_do_not_belong_are_refused_row_by_row(offices):
    county_drafts(offices, 4)
    sheet = download(offices.county)
    last = len(sheet.heads)
    sheet.sheet.cell(2, last).value = "N-1~1~1~x~y"
    sheet.sheet.cell(3, 1).value = sheet.sheet.cell(4, 1).value
    for column in range(1, last):
        sheet.sheet.cell(4, column).value = None
    copied = [cell.value for cell in sheet.sheet[5]]
    sheet.sheet.append(copied)
    sheet.sheet.append(["", "", "另外一项", *copied[3:]])
    review = review_of(offices.county, send_back(offices.county, sheet))
    assert [each.verdict.value for each in review.rows] == ["broken"] * 3 + ["unchanged", "broken", "added"]
    assert ["hidden mark" in code or "emptied" in code or "copy" in code for _, code in messages(review)] == [True] * 4


def test_another_offices_needs_and_lists_are_nobodys(offices):
    draft_need(offices)
    sheet = download(offices.county)
    sheet.write(2, 数量=7)
    stranger = make_seat(Role.COUNTY_OFFICE, OTHER_COUNTY)
    batch = send_back(stranger, sheet)
    assert verdicts(stranger, batch) == {"broken": 1}
    assert verdicts(offices.department, send_back(offices.department, sheet)) == {"broken": 1}
    with pytest.raises(NotFound):
        batch_by_number(offices.county, batch.number)
    with pytest.raises(NotAllowed):
        accept_rows(actor=offices.county, batch=batch, everything="x")
    with pytest.raises(NotAllowed):
        prepare_import(actor=make_seat(Role.AUDITOR, COUNTY), data=sheet.sent(), name="a.xlsx")


@pytest.mark.parametrize("role", [Role.VILLAGE, Role.PREFECTURE_OFFICE, Role.PROVINCE_OFFICE, Role.MINISTRY])
def test_every_office_sends_back_what_it_has_downloaded(offices, role):
    published_need(offices, wanted_by=date(2030, 1, 31))
    seat = offices.village if role is Role.VILLAGE else make_seat(role)
    sheet = download(seat)
    sheet.write(2, 政策保障情况="部分保障")
    batch = send_back(seat, sheet)
    assert verdicts(seat, batch) == {"broken": 1}
    assert list(batches_of(seat)) == [batch]
    assert not batches_of(offices.department)


def test_what_is_added_by_an_office_that_makes_no_lists_stays_out(offices):
    draft_need(offices)
    sheet = download(offices.village)
    sheet.sheet.append([None, None, *[cell.value for cell in sheet.sheet[2]][2:-1]])
    sheet.write(3, 需求名称="另外一项")
    assert verdicts(offices.village, send_back(offices.village, sheet)) == {"unchanged": 1, "broken": 1}


def test_hostile_and_old_files_are_refused_or_read_by_their_content(offices):
    draft_need(offices)
    sheet = download(offices.county)
    sheet.write(2, 单位="套")
    lines = [[cell.value for cell in line] for line in sheet.sheet.iter_rows()]
    old = prepare_import(actor=offices.county, data=xls(*lines), name="旧格式.xlsx")
    assert verdicts(offices.county, old) == {"broken": 1}
    assert messages(review_of(offices.county, old))[0][1].startswith("Another seat")
    bomb = BytesIO()
    with ZipFile(bomb, "w", ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"0" * 200 * 1024 * 1024)
    with pytest.raises(RuleBroken):
        prepare_import(actor=offices.county, data=bomb.getvalue(), name="a.xlsx")
