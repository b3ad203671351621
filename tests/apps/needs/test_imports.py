"""A county's list from Excel: looked at first, imported once, read out again."""

from io import BytesIO
from time import perf_counter, process_time

import pytest
from openpyxl import Workbook, load_workbook

from duijie.apps.needs.exporting import export_needs
from duijie.apps.needs.models import ImportBatch, ImportMapping, Need
from duijie.apps.needs.selectors.imports import batch_by_number, batches_of, form_for, read_batch
from duijie.apps.needs.selectors.needs import office_needs
from duijie.apps.needs.services.imports import choose_columns, confirm_import, drop_import, prepare_import
from duijie.apps.regions.models import Division
from duijie.kernel.access.actors import Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import Conflict, NotAllowed, NotFound, RuleBroken
from tests.factories.accounts import COUNTY, OTHER_COUNTY, TOWNSHIP
from tests.factories.needs import make_offices, make_seat, published_need

pytestmark = pytest.mark.django_db

HEADERS = [
    "需求名称",
    "领域",
    "县",
    "乡镇",
    "村",
    "受益对象类别",
    "受益户数",
    "具体内容",
    "需求形式",
    "数量",
    "单位",
    "资金总额（元）",
    "已落实",
    "政策保障情况",
]


def row(number, **changes):
    given = dict(
        zip(
            HEADERS,
            [
                f"示例需求{number}",
                "民生保障",
                COUNTY.name,
                "",
                "",
                "全体村民",
                60,
                f"第{number}项：主路晚上没有照明，需要安装路灯。",
                "物资",
                20,
                "盏",
                30_000,
                0,
                "无政策保障",
            ],
            strict=True,
        )
    )
    return list((given | changes).values())


def workbook(*rows, headers=HEADERS, title="示例县需求清单"):
    book = Workbook()
    sheet = book.active
    sheet.append([title])
    sheet.append(headers)
    for each in rows:
        sheet.append(each)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


@pytest.fixture
def offices():
    return make_offices()


def test_nothing_is_imported_before_the_clerk_confirms(offices):
    batch = prepare_import(actor=offices.county, data=workbook(row(1), row(2)), name="清单.xlsx")
    assert (batch.found, batch.faulty, Need.objects.count()) == (2, 0, 0)
    outcome = confirm_import(actor=offices.county, batch=batch)
    assert outcome == (2, 0, 0)
    needs = list(office_needs(offices.county))
    assert {need.state for need in needs} == {"submitted"}
    assert {need.awaiting_role for need in needs} == {"prefecture_office"}
    assert {need.maker for need in needs} == {"county"}
    assert needs[0].policy_checked_by_label == offices.county.label
    assert AuditEntry.objects.filter(action="needs.need.import").count() == 2


def test_the_same_list_twice_changes_nothing(offices):
    data = workbook(row(1), row(2))
    confirm_import(actor=offices.county, batch=prepare_import(actor=offices.county, data=data, name="a.xlsx"))
    before = set(Need.objects.values_list("pk", "title"))
    again = prepare_import(actor=offices.county, data=data, name="a.xlsx")
    assert confirm_import(actor=offices.county, batch=again) == (0, 2, 0)
    longer = prepare_import(actor=offices.county, data=workbook(row(2), row(3)), name="b.xlsx")
    assert confirm_import(actor=offices.county, batch=longer) == (1, 1, 0)
    assert before < set(Need.objects.values_list("pk", "title"))


def test_a_confirmed_list_is_not_confirmed_again_and_forgets_its_file(offices):
    batch = prepare_import(actor=offices.county, data=workbook(row(1)), name="a.xlsx")
    confirm_import(actor=offices.county, batch=batch)
    with pytest.raises(Conflict):
        confirm_import(actor=offices.county, batch=batch)
    assert ImportBatch.objects.get().content is None


def test_bad_rows_stay_out_and_are_named(offices):
    data = workbook(row(1), row(2, 领域="不存在的领域"), row(3, 县="不存在县"), row(4, 具体内容="联系 13800000000"))
    batch = prepare_import(actor=offices.county, data=data, name="a.xlsx")
    parsed = read_batch(batch)
    assert {each.number: {message.header for message in each.messages} for each in parsed.faulty} == {
        4: {"领域"},
        5: {"县"},
        6: {"具体内容"},
    }
    assert confirm_import(actor=offices.county, batch=batch) == (1, 0, 0)


def test_columns_are_mapped_once_and_remembered(offices):
    headers = ["事情", *HEADERS[1:]]
    batch = prepare_import(actor=offices.county, data=workbook(row(1), headers=headers), name="a.xlsx")
    assert not read_batch(batch).ready
    batch = choose_columns(actor=offices.county, batch=batch, names={0: "title"})
    assert len(read_batch(batch).ready) == 1
    assert ImportMapping.objects.get().office_path == COUNTY.path
    again = prepare_import(actor=offices.county, data=workbook(row(2), headers=headers), name="b.xlsx")
    assert len(read_batch(again).ready) == 1
    elsewhere = make_seat(Role.COUNTY_OFFICE, OTHER_COUNTY)
    theirs = prepare_import(actor=elsewhere, data=workbook(row(3), headers=headers), name="c.xlsx")
    with pytest.raises(RuleBroken):
        confirm_import(actor=elsewhere, batch=theirs)


def test_a_townships_list_goes_to_the_county_and_names_its_own_places(offices):
    data = workbook(row(1, 乡镇=TOWNSHIP.name), row(2, 县=OTHER_COUNTY.name))
    batch = prepare_import(actor=offices.township, data=data, name="a.xlsx")
    assert [each.number for each in read_batch(batch).faulty] == [4]
    confirm_import(actor=offices.township, batch=batch)
    need = Need.objects.get()
    assert (need.awaiting_role, need.maker, need.policy_checked_at) == ("county_office", "township", None)


def test_lists_are_for_counties_and_townships_and_seen_by_their_own_office(offices):
    with pytest.raises(NotAllowed):
        prepare_import(actor=offices.village, data=workbook(row(1)), name="a.xlsx")
    batch = prepare_import(actor=offices.county, data=workbook(row(1)), name="a.xlsx")
    with pytest.raises(NotFound):
        batch_by_number(make_seat(Role.COUNTY_OFFICE, OTHER_COUNTY), batch.number)
    assert batches_of(offices.county).get() == batch
    drop_import(actor=offices.county, batch=batch)
    assert not batches_of(offices.county)


def test_no_list_is_refused_beside_the_file(offices):
    for data in (b"", b"PK\x03\x04nonsense", b"text"):
        with pytest.raises(RuleBroken) as refused:
            prepare_import(actor=offices.county, data=data, name="a.xlsx")
        assert refused.value.field == "file"


def test_the_empty_form_names_the_offices_townships(offices):
    Division.objects.filter(code=TOWNSHIP.code).update(parent_code=COUNTY.code)
    book = load_workbook(BytesIO(form_for(offices.county)))
    shown = {str(cell.value) for sheet in book for line in sheet.iter_rows() for cell in line if cell.value}
    assert {TOWNSHIP.name, COUNTY.name} <= shown


def test_what_goes_out_comes_back_without_a_change(offices):
    published_need(offices, secured_fen=1_000_000)
    batch = prepare_import(actor=offices.county, data=workbook(row(1), row(2)), name="a.xlsx")
    confirm_import(actor=offices.county, batch=batch)
    data = export_needs(offices.county, office_needs(offices.county))
    batch = prepare_import(actor=offices.county, data=data, name="out.xlsx")
    parsed = read_batch(batch)
    assert not parsed.faulty
    assert not parsed.messages
    assert confirm_import(actor=offices.county, batch=batch) == (0, 3, 0)


def test_formulas_go_out_as_text(offices):
    published_need(offices, title="=HYPERLINK(1)", implementer="@示例")
    sheet = load_workbook(BytesIO(export_needs(offices.county, Need.objects.all()))).active
    assert "'=HYPERLINK(1)" in [cell.value for line in sheet.iter_rows() for cell in line]
    assert all(cell.data_type != "f" for line in sheet.iter_rows() for cell in line)


def test_an_export_holds_only_what_its_reader_looks_after(offices):
    published_need(offices)
    stranger = make_seat(Role.COUNTY_OFFICE, OTHER_COUNTY)
    sheet = load_workbook(BytesIO(export_needs(stranger, Need.objects.all()))).active
    assert sheet.max_row == 1


@pytest.mark.slow
def test_five_thousand_rows_are_imported_at_once(offices, capsys):
    data = workbook(*(row(each) for each in range(5000)))
    begun, begun_work = perf_counter(), process_time()
    batch = prepare_import(actor=offices.county, data=data, name="a.xlsx")
    read = perf_counter()
    assert confirm_import(actor=offices.county, batch=batch) == (5000, 0, 0)
    done = perf_counter()
    work = process_time() - begun_work
    with capsys.disabled():
        print(  # noqa: T201 - a measured figure
            f"\n5 000 rows: read in {read - begun:.1f} s, imported in {done - read:.1f} s; {work:.1f} s of work"
        )
