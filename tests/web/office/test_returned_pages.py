"""A list that came back, as its clerk sees it: what is old and new, what cannot be taken over, and what has been."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile

from duijie.apps.needs.models import ImportBatch, Need
from duijie.apps.needs.services.needs import edit_need, make_need
from tests.apps.needs.returned_lists import download
from tests.factories.accounts import COUNTY
from tests.factories.desks import act, at_work, text_of
from tests.factories.needs import make_offices, need_values, published_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    return make_offices()


def county_need(offices, **changes):
    values = need_values(division_code=COUNTY.code, policy_cover="none", **changes)
    return make_need(actor=offices.county, values=values)


def sent_back(client, sheet):
    file = SimpleUploadedFile("改好.xlsx", sheet.sent())
    return act(client, "/office/imports/", file=file).headers["Location"]


def test_old_and_new_stand_side_by_side_and_a_ticked_row_is_taken_over(offices):
    first, second = county_need(offices), county_need(offices, title="示例县修桥")
    sheet = download(offices.county)
    sheet.write(2, 数量=80)
    sheet.write(3, 单位="座")
    county = at_work(offices.county)
    here = sent_back(county, sheet)
    page = county.get(here)
    assert all(words in text_of(page) for words in ("有改动 2", "60", "80", "数量", first.title, second.title))
    key = page.context["rows"][0].key
    assert act(county, here, rows=[key], chosen="1").headers["Location"] == here
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.quantity, second.unit) == (80, "盏")
    page = county.get(here)
    assert "有改动 1" in text_of(page)
    seen = page.context["form"]["seen"].initial
    act(county, here, seen=seen, all="1")
    second.refresh_from_db()
    assert second.unit == "座"
    act(county, here, finish="1")
    assert "改动需求 2 项" in text_of(county.get(here))
    assert here in text_of(county.get("/office/imports/"))


def test_a_conflict_names_who_changed_it_and_is_not_taken_with_the_others(offices):
    need = county_need(offices)
    sheet = download(offices.county)
    edit_need(actor=offices.county, need=need, values={"title": need.title, "text": need.text, "quantity": 7})
    sheet.write(2, 数量=80)
    county = at_work(offices.county)
    here = sent_back(county, sheet)
    page = county.get(here)
    assert offices.county.label in text_of(page)
    assert "采用没有冲突" not in text_of(page)
    act(county, here, rows=[page.context["rows"][0].key], chosen="1")
    need.refresh_from_db()
    assert need.quantity == 80


def test_nothing_chosen_nothing_lost_and_a_reason_is_asked_beside_its_field(offices):
    published_need(offices)
    sheet = download(offices.county)
    sheet.write(2, 数量=80)
    county = at_work(offices.county)
    here = sent_back(county, sheet)
    assert 'href="#id_rows"' in text_of(act(county, here, chosen="1"))
    key = county.get(here).context["rows"][0].key
    refused = act(county, here, rows=[key], chosen="1")
    assert refused.status_code == 422
    assert 'href="#id_reason"' in text_of(refused)
    assert f'value="{key}" checked' in text_of(refused)
    assert act(county, here, rows=[key], chosen="1", reason="村民又登记了二十盏").status_code == 302
    assert Need.objects.get().quantity == 80


def test_a_broken_row_says_which_column_and_why(offices):
    county_need(offices)
    sheet = download(offices.county)
    sheet.write(2, 期望完成时间="下个月")
    county = at_work(offices.county)
    page = text_of(county.get(sent_back(county, sheet)))
    assert all(words in page for words in ("要更正 1", "期望完成时间", "下个月"))
    assert 'name="rows"' not in page


def test_a_line_department_sends_its_list_back_and_has_no_empty_form(offices):
    published_need(offices)
    department = at_work(offices.department)
    page = text_of(department.get("/office/imports/"))
    assert "imports/form/" not in page
    here = sent_back(department, download(offices.department))
    assert "没有改动 1" in text_of(department.get(here))
    act(department, here, drop="1")
    assert ImportBatch.objects.get().state == "dropped"
    assert at_work(offices.county).get(here).status_code == 404
