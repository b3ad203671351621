"""A list that comes again: what has changed is shown, and taken over only where a need may still be changed."""

from io import BytesIO

import pytest
from openpyxl import load_workbook

from duijie.apps.needs.exporting import export_needs
from duijie.apps.needs.models import Need
from duijie.apps.needs.selectors.changes import compare
from duijie.apps.needs.selectors.imports import read_batch
from duijie.apps.needs.services.decisions import return_need
from duijie.apps.needs.services.imports import confirm_import, prepare_import
from duijie.apps.needs.services.needs import make_need
from duijie.apps.regions.models import Division
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import Conflict, RuleBroken
from tests.apps.needs.test_imports import HEADERS, row, workbook
from tests.factories.accounts import COUNTY, TOWNSHIP, VILLAGE
from tests.factories.needs import make_offices, need_values

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    return make_offices()


def upload(actor, *rows):
    return prepare_import(actor=actor, data=workbook(*rows), name="清单.xlsx")


def import_rows(actor, *rows):
    return confirm_import(actor=actor, batch=upload(actor, *rows))


def comparison(actor, batch):
    return compare(actor, batch, read_batch(batch))


def returned_need(offices, *rows):
    import_rows(offices.county, *rows)
    need = Need.objects.get()
    return return_need(actor=offices.prefecture, need=need, reason="请核对数量")


def test_a_changed_row_is_shown_and_changes_nothing_before_the_clerk_says_so(offices):
    need = returned_need(offices, row(1))
    batch = upload(offices.county, row(1, 数量=25, 具体内容="主路和学校门口需要安装路灯。"))
    found = comparison(offices.county, batch)
    assert {each.name: (each.before, each.after) for each in found.changes[0].differences} == {
        "quantity": (20, 25),
        "text": (need.text, "主路和学校门口需要安装路灯。"),
    }
    assert confirm_import(actor=offices.county, batch=batch) == (0, 1, 0)
    need.refresh_from_db()
    assert need.quantity == 20


def test_a_returned_need_is_brought_up_to_date_and_goes_on(offices):
    need = returned_need(offices, row(1))
    batch = upload(offices.county, row(1, 数量=25), row(2))
    seen = comparison(offices.county, batch).digest
    assert confirm_import(actor=offices.county, batch=batch, seen=seen) == (1, 0, 1)
    need.refresh_from_db()
    assert (need.quantity, need.state, need.reason) == (25, "submitted", "")
    assert AuditEntry.objects.filter(action="needs.need.complete").count() == 1
    again = comparison(offices.county, upload(offices.county, row(1, 数量=25), row(2)))
    assert (again.new, again.unchanged, again.changes) == ((), 2, ())


def test_a_draft_typed_by_hand_goes_out_and_comes_back_changed(offices):
    values = need_values(division_code=COUNTY.code, policy_cover="none", total_fen=None)
    need = make_need(actor=offices.county, values=values)
    book = load_workbook(BytesIO(export_needs(offices.county, Need.objects.all())))
    sheet = book.active
    headers = [cell.value for cell in sheet[1]]
    sheet.cell(row=2, column=headers.index("数量") + 1).value = 80
    written = BytesIO()
    book.save(written)
    batch = prepare_import(actor=offices.county, data=written.getvalue(), name="出.xlsx")
    found = comparison(offices.county, batch)
    assert [(each.name, each.after) for each in found.changes[0].differences] == [("quantity", 80)]
    assert confirm_import(actor=offices.county, batch=batch, seen=found.digest) == (0, 0, 1)
    need.refresh_from_db()
    assert (need.quantity, need.state) == (80, "draft")


def test_a_need_that_is_being_verified_stays_and_the_row_says_why(offices):
    import_rows(offices.county, row(1))
    batch = upload(offices.county, row(1, 数量=25))
    found = comparison(offices.county, batch)
    assert "return it" in found.changes[0].obstacle
    assert found.updatable == ()
    assert confirm_import(actor=offices.county, batch=batch, seen=found.digest) == (0, 1, 0)
    assert Need.objects.get().quantity == 20


def test_a_need_in_the_library_is_changed_by_no_list(offices):
    import_rows(offices.county, row(1))
    Need.objects.update(state="published")
    found = comparison(offices.county, upload(offices.county, row(1, 数量=25)))
    assert "decided on" in found.changes[0].obstacle


def test_what_another_office_typed_stays_and_the_row_says_why(offices):
    import_rows(offices.township, row(1, 乡镇=TOWNSHIP.name))
    return_need(actor=offices.county, need=Need.objects.get(), reason="请核对数量")
    found = comparison(offices.county, upload(offices.county, row(1, 乡镇=TOWNSHIP.name, 数量=25)))
    assert "Another seat" in found.changes[0].obstacle


def test_an_unchanged_row_does_not_overrule_what_was_corrected_meanwhile(offices):
    returned_need(offices, row(1))
    Need.objects.update(quantity=18)
    found = comparison(offices.county, upload(offices.county, row(1, 单位="套")))
    assert [each.name for each in found.changes[0].differences] == ["unit"]
    assert comparison(offices.county, upload(offices.county, row(1))).unchanged == 1


def test_an_emptied_cell_empties_the_need_but_a_missing_column_says_nothing(offices):
    returned_need(offices, row(1))
    found = comparison(offices.county, upload(offices.county, row(1, 受益户数="")))
    assert [(each.name, each.after) for each in found.changes[0].differences] == [("households", None)]
    headers = [each for each in HEADERS if each != "受益户数"]
    short = [value for header, value in zip(HEADERS, row(1), strict=True) if header in headers]
    batch = prepare_import(actor=offices.county, data=workbook(short, headers=headers), name="短表.xlsx")
    assert comparison(offices.county, batch).changes == ()


def test_a_change_that_was_not_looked_at_is_not_taken_over(offices):
    returned_need(offices, row(1))
    batch = upload(offices.county, row(1, 数量=25))
    seen = comparison(offices.county, batch).digest
    Need.objects.update(quantity=22)
    with pytest.raises(Conflict):
        confirm_import(actor=offices.county, batch=batch, seen=seen)


def test_a_change_that_does_not_fit_stops_the_whole_list(offices):
    returned_need(offices, row(1))
    Need.objects.update(subfield="lighting")
    batch = upload(offices.county, row(1, 领域="产业振兴"), row(2))
    seen = comparison(offices.county, batch).digest
    with pytest.raises(RuleBroken) as refused:
        confirm_import(actor=offices.county, batch=batch, seen=seen)
    assert refused.value.params["row"] == 3
    assert Need.objects.count() == 1


def test_a_village_that_is_not_on_record_is_kept_by_its_name_with_a_warning(offices):
    here = {"县": COUNTY.name, "乡镇": TOWNSHIP.name}
    batch = upload(offices.county, row(1, **here, 村="石坪村"), row(2, **here, 村=VILLAGE.name))
    parsed = read_batch(batch)
    (message,) = parsed.rows[0].messages
    assert (message.severity, message.header, message.params["village"]) == ("warning", "村", "石坪村")
    assert not parsed.rows[1].messages
    import_rows(offices.county, row(1, **here, 村="石坪村"))
    need = Need.objects.get()
    assert (need.division_code, need.village_name) == (TOWNSHIP.code, "石坪村")
    assert "石坪村" not in need.public_place


def test_names_on_record_that_resemble_the_villages_are_suggested(offices):
    name = VILLAGE.name.replace("村", "") + "庄村"
    batch = upload(offices.county, row(1, 县=COUNTY.name, 乡镇=TOWNSHIP.name, 村=name))
    assert VILLAGE.name in read_batch(batch).rows[0].messages[0].params["similar"]


def test_a_village_put_on_record_later_is_a_change_of_place_and_no_second_need(offices):
    here = {"县": COUNTY.name, "乡镇": TOWNSHIP.name, "村": "石坪村"}
    returned_need(offices, row(1, **here))
    village = Division.objects.get(code=VILLAGE.code)
    code = VILLAGE.code[:-3] + "398"
    path = f"{TOWNSHIP.path}{code}/"
    Division.objects.create(
        code=code,
        name="石坪村",
        stem="石坪",
        level="village",
        path=path,
        parent_code=TOWNSHIP.code,
        full_name=f"{TOWNSHIP.name}石坪村",
        origin=village.origin,
    )
    batch = upload(offices.county, row(1, **here))
    found = comparison(offices.county, batch)
    assert [each.name for each in found.changes[0].differences] == ["division_code", "village_name"]
    assert confirm_import(actor=offices.county, batch=batch, seen=found.digest) == (0, 0, 1)
    need = Need.objects.get()
    assert (need.division_path, need.village_name) == (path, "")
