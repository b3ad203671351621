"""The offices' pages of requests, needs, letters and lists, as officials use them."""

from decimal import Decimal
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duijie.apps.needs.models import ImportBatch, Need, Referral, Request, VerificationStep
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.progress import Part
from duijie.apps.needs.rules.requests import REQUEST
from duijie.apps.needs.services.decisions import return_need
from duijie.apps.needs.services.progress import reflect
from duijie.kernel.access.actors import OFFICIALS, Role
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id
from duijie.kernel.lifecycle.tables import Lifecycle, Transition, may
from duijie.web.office import needs as need_pages
from duijie.web.office import requests as request_pages
from tests.apps.needs.test_imports import row, workbook
from tests.factories.accounts import OTHER_COUNTY, VILLAGE
from tests.factories.desks import act, at_work, text_of
from tests.factories.needs import (
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


def form_values(**changes):
    values = need_values(**changes)
    values.pop("field")
    return {"maker": "village", "urgency": "normal", **values, "total_fen": "90000"}


def test_the_desk_shows_what_waits_and_what_is_late(offices):
    need = submitted_need(offices)
    Need.objects.filter(pk=need.pk).update(awaiting_until=need.created_at)
    page = text_of(at_work(offices.township).get("/office/"))
    assert need.title in page
    assert "已逾期" in page


def test_a_village_enters_a_need_and_sends_it(offices):
    village = at_work(offices.village)
    made = act(village, "/office/needs/new/", **form_values())
    need = Need.objects.get()
    assert made.headers["Location"] == f"/office/needs/{need.number}/"
    assert (need.total_fen, need.division_path) == (9_000_000, VILLAGE.path)
    assert act(village, f"/office/needs/{need.number}/submit/").status_code == 302
    need.refresh_from_db()
    assert need.state == "submitted"


def test_a_fault_stands_beside_its_field_and_nothing_typed_is_lost(offices):
    refused = act(at_work(offices.village), "/office/needs/new/", **form_values(contact_phone="13800000000", title=""))
    assert refused.status_code == 422
    page = text_of(refused)
    assert "村内主路晚上没有照明" in page
    assert 'href="#id_title"' in page
    refused = act(at_work(offices.village), "/office/needs/new/", **form_values(contact_phone="13800000000"))
    assert 'href="#id_contact_phone"' in text_of(refused)


def test_a_need_goes_from_draft_to_library_through_pages(offices):
    need = draft_need(offices)
    here = f"/office/needs/{need.number}/"
    assert act(at_work(offices.village), f"{here}submit/").status_code == 302
    assert act(at_work(offices.township), f"{here}verify/", opinion="情况属实").status_code == 302
    county = at_work(offices.county)
    refused = act(county, f"{here}publish/", opinion="同意")
    assert refused.status_code == 422
    assert act(county, f"{here}state_cover/", policy_cover="none").status_code == 302
    assert act(county, f"{here}publish/", opinion="同意").status_code == 302
    need.refresh_from_db()
    assert need.state == "published"
    assert "情况属实" in text_of(county.get(here))
    assert "情况属实" not in text_of(Client().get(f"/needs/{need.number}/"))


def test_a_joint_office_agrees_on_the_needs_page_and_both_read_how_it_stands(offices):
    VerificationStep.objects.filter(kind="need", position=1).update(joint_role="line_department", joint_level="county")
    need = submitted_need(offices)
    here = f"/office/needs/{need.number}/"
    township, department = at_work(offices.township), at_work(offices.department)
    page = text_of(township.get(here))
    assert "尚未同意" in page
    assert f"{here}verify/" not in page
    assert act(township, f"{here}verify/", opinion="情况属实").status_code == 403
    assert f"{here}agree/" in text_of(department.get(here))
    assert need.title in text_of(department.get("/office/"))
    assert act(department, f"{here}agree/", opinion="没有重复安排").status_code == 302
    page = text_of(township.get(here))
    assert "没有重复安排" in page
    assert f"{here}verify/" in page


def test_a_double_click_publishes_once_and_a_stale_page_says_so(offices):
    need = draft_need(offices)
    address = f"/office/needs/{need.number}/submit/"
    village, submission = at_work(offices.village), {"_submission": str(new_id())}
    assert (
        village.post(address, submission).headers["Location"] == village.post(address, submission).headers["Location"]
    )
    assert act(village, address).status_code == 409


def test_who_typed_has_no_button_to_verify(offices):
    request = send_request(offices.village).request
    page = text_of(at_work(offices.village).get(f"/office/requests/{request.number}/"))
    assert f"{request.number}/verify/" not in page
    assert at_work(offices.village).get(f"/office/requests/{request.number}/verify/").status_code == 403
    assert at_work(offices.village_colleague).get(f"/office/requests/{request.number}/verify/").status_code == 200


def test_who_asks_is_read_in_village_and_township_only(offices):
    request = send_request().request
    for actor, is_shown in ((offices.village, True), (offices.township, True), (offices.county, False)):
        page = text_of(at_work(actor).get(f"/office/requests/{request.number}/"))
        assert ("示例甲" in page) is is_shown
        assert ("138 0000 0001" in page) is is_shown
    assert at_work(offices.prefecture).get(f"/office/requests/{request.number}/").status_code == 403
    stranger = make_seat(Role.TOWNSHIP, OTHER_COUNTY)
    assert at_work(stranger).get(f"/office/requests/{request.number}/").status_code == 404


def test_several_verified_requests_become_one_need(offices):
    numbers = [verified_request(offices).number, verified_request(offices, text="二组路口要灯").number]
    village = at_work(offices.village)
    assert all(number in text_of(village.get("/office/requests/bundling/")) for number in numbers)
    address = f"/office/needs/new/?request={numbers[0]}&request={numbers[1]}"
    assert "二组路口要灯" in text_of(village.get(address))
    assert act(village, address, **form_values()).status_code == 302
    assert Need.objects.get().requests.count() == 2


def test_one_request_becomes_a_need_from_its_own_page(offices):
    request = verified_request(offices)
    address = f"/office/requests/{request.number}/bundle/"
    assert act(at_work(offices.village), address, **form_values()).headers["Location"].startswith("/office/needs/N-")


def test_a_referral_prints_a_letter(offices):
    request = verified_request(offices)
    village = at_work(offices.village)
    given = {"policy": "temporary_relief", "from_office": "示例村村民委员会", "explanation": "家中有急病。"}
    assert act(village, f"/office/requests/{request.number}/refer/", **given).status_code == 302
    referral = Referral.objects.get()
    page = text_of(village.get(f"/office/letters/{referral.number}/"))
    assert "示例村村民委员会" in page
    assert "示例甲" in page
    assert "示例甲" not in text_of(at_work(offices.county).get(f"/office/letters/{referral.number}/"))
    pdf = village.get(f"/office/letters/{referral.number}/pdf/")
    assert pdf.content.startswith(b"%PDF")
    assert at_work(offices.prefecture).get(f"/office/letters/{referral.number}/").status_code == 404
    again = text_of(village.get(f"/office/requests/{verified_request(offices).number}/refer/"))
    assert "示例村村民委员会" in again


def test_a_list_is_uploaded_looked_at_and_confirmed(offices):
    county = at_work(offices.county)
    file = SimpleUploadedFile("清单.xlsx", workbook(row(1), row(2, 领域="没有这个")))
    uploaded = act(county, "/office/imports/", file=file)
    batch = ImportBatch.objects.get()
    assert uploaded.headers["Location"] == f"/office/imports/{batch.number}/"
    page = text_of(county.get(f"/office/imports/{batch.number}/"))
    assert "没有这个" in page
    assert not Need.objects.exists()
    assert county.get(f"/office/imports/{batch.number}/columns/").status_code == 200
    assert act(county, f"/office/imports/{batch.number}/").status_code == 302
    assert Need.objects.count() == 1
    assert "1" in text_of(county.get(f"/office/imports/{batch.number}/"))
    assert county.get("/office/imports/form/").content.startswith(b"PK")
    assert BytesIO(county.get("/office/needs/export/").content).read(2) == b"PK"


def test_a_changed_row_is_read_with_what_was_and_what_is_and_taken_over_when_ticked(offices):
    county = at_work(offices.county)
    act(county, "/office/imports/", file=SimpleUploadedFile("清单.xlsx", workbook(row(1))))
    act(county, f"/office/imports/{ImportBatch.objects.get().number}/")
    need = return_need(actor=offices.prefecture, need=Need.objects.get(), reason="请核对数量")
    changed = workbook(row(1, 数量=25, 受益对象类别="老年人"))
    here = act(county, "/office/imports/", file=SimpleUploadedFile("更正.xlsx", changed)).headers["Location"]
    page = county.get(here)
    lines = [[str(cell) for cell in line] for line in page.context["changes"].rows]
    assert [line[3:6] for line in lines] == [["数量", "20", "25"], ["受益对象", "全体村民", "老年人"]]
    seen = page.context["form"]["seen"].initial
    assert act(county, here, updates="on", seen="otherwise").status_code in {409, 422}
    assert act(county, here, updates="on", seen=seen).status_code == 302
    need.refresh_from_db()
    assert (need.quantity, need.beneficiaries, need.state) == (25, ["elderly"], "submitted")


def test_a_bad_file_is_refused_beside_the_field(offices):
    county = at_work(offices.county)
    for name, data in (("空.xlsx", b""), ("假.xlsx", b"not a workbook")):
        refused = act(county, "/office/imports/", file=SimpleUploadedFile(name, data))
        assert refused.status_code == 422
        assert 'href="#id_file"' in text_of(refused)


def test_lists_are_narrowed(offices):
    published_need(offices)
    county = at_work(offices.county)
    assert "示例村安装太阳能路灯" in text_of(county.get("/office/needs/?state=published&text=路灯"))
    assert "示例村安装太阳能路灯" not in text_of(county.get("/office/needs/?state=draft"))
    assert county.get("/office/requests/?state=submitted").status_code == 200


CASES = [
    pytest.param(lifecycle, pages, each, id=f"{lifecycle.name}-{each.event}")
    for lifecycle, pages in ((REQUEST, request_pages), (NEED, need_pages))
    for each in lifecycle.transitions
    if each.who
]


@pytest.mark.parametrize(("lifecycle", "pages", "transition"), CASES)
def test_every_act_has_a_page_for_who_may_and_refuses_who_may_not(
    offices, lifecycle: Lifecycle, pages, transition: Transition
):
    kind = "requests" if lifecycle is REQUEST else "needs"
    actors = [actor for actor in vars(offices).values() if actor.role in OFFICIALS]
    opened = refused = 0
    for state in transition.sources:
        subject = _row(offices, lifecycle, state, transition.event)
        for actor in actors:
            response = at_work(actor).get(f"/office/{kind}/{subject.number}/{transition.event}/")
            allowed = may(transition, actor, subject)
            assert response.status_code == 200 if allowed else response.status_code in {403, 404}
            opened, refused = opened + allowed, refused + (not allowed)
    assert transition.event in pages.ACTS
    assert opened
    assert refused


def _row(offices, lifecycle: Lifecycle, state: str, event: str):
    """A row in a state, typed in the village, waiting (or last) at the township, or for a joint office."""
    joint = {"joint_role": "line_department", "joint_path": offices.department.division_path, "is_joint_open": True}
    joined = joint if event == "agree" else {}
    if lifecycle is REQUEST:
        subject = send_request(offices.village).request
        is_spoken = event == "write_down"
        changes = {"state": state, "has_open_report": True, "awaiting_role": "township", "is_unwritten": is_spoken}
        Request.objects.filter(pk=subject.pk).update(**changes, awaiting_path=offices.township.division_path, **joined)
    else:
        subject = submitted_need(offices)
        Need.objects.filter(pk=subject.pk).update(state=state, is_last_step=event == "publish", **joined)
    subject.refresh_from_db()
    return subject


def test_a_page_of_a_fulfilled_need_offers_the_revisit(offices):
    need = reflect(published_need(offices), [Part("confirmed", Decimal(60))], at=now())
    assert f"/office/needs/{need.number}/revisit/" in text_of(
        at_work(offices.county).get(f"/office/needs/{need.number}/")
    )
