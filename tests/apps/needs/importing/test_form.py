"""The empty form asks for what a list has, and what is filled in reads back without a question."""

import io
from typing import Any

import openpyxl
import pytest
from babel.messages.pofile import read_po
from django.conf import settings

from duijie.apps.needs.importing.form import FIRST_ROW, HEADER_ROW, empty_form
from duijie.apps.needs.importing.places import Place, split_place
from duijie.apps.needs.importing.skipping import Reason
from duijie.apps.needs.importing.vocabulary import choices, columns
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.fields import FIELDS, SUBFIELDS
from tests.apps.needs.importing.lists import read

PLACE = Place("示例省", "示例市", "示例县", "示例镇", "示例村")


def filled(*rows: dict[str, Any]) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(empty_form(place=PLACE, townships=["示例镇", "另一镇"])))
    sheet = book["需求清单"]
    labels = [cell.value.rstrip("*").removesuffix("(元)") for cell in sheet[HEADER_ROW]]
    example = [cell.value for cell in sheet[FIRST_ROW]]
    for number, changes in enumerate(rows, start=1):
        values = dict(zip(labels, example, strict=True)) | {"序号": number} | changes
        for place, label in enumerate(labels, start=1):
            sheet.cell(FIRST_ROW + number, place, values[label])
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def test_the_form_filled_in_reads_back_without_messages() -> None:
    parsed = read(filled({}, {"需求名称": "修水窖", "细分领域": "饮水"}))
    assert parsed.messages == ()
    assert [need.messages for need in parsed.rows] == [(), ()]
    assert parsed.skipped == {FIRST_ROW: Reason.EXAMPLE}
    first = parsed.ready[0].values
    assert (first["field"], first["subfield"], first["total_fen"]) == ("livelihood", "lighting", 12_000_000)
    assert first["division_code"] == "621121100201"
    assert parsed.ready[0].extra["verified_by"] == "示例镇驻村工作队"


@pytest.mark.parametrize("choice", ["field", "beneficiaries", "form", "policy_cover", "urgency", "source", "subfield"])
def test_every_word_of_a_drop_down_is_understood(choice: str) -> None:
    column = next(each for each in columns().values() if each.choices == choice)
    words = [each[0] for each in choices()[choice].values()]
    rows = [{"需求名称": f"名称{number}", "细分领域": None, column.label: word} for number, word in enumerate(words)]
    if choice == "subfield":
        rows = [changes | {"领域": None} for changes in rows]
    for need, code in zip(read(filled(*rows)).rows, choices()[choice], strict=True):
        value = need.values[column.name]
        assert value in (code, (code,))
        assert need.messages == ()


def test_an_untouched_form_has_no_rows() -> None:
    parsed = read(empty_form())
    assert parsed.rows == ()
    assert parsed.mapping.missing == ()


def test_the_form_has_drop_downs_instructions_and_marks_what_is_required() -> None:
    book = openpyxl.load_workbook(io.BytesIO(empty_form(townships=["示例镇"])))
    sheet = book["需求清单"]
    assert book.sheetnames == ["需求清单", "填写说明", "选项"]
    assert book["选项"].sheet_state == "hidden"
    headers = {cell.value for cell in sheet[HEADER_ROW]}
    assert {"需求名称*", "领域*", "县*", "受益对象类别*", "具体内容*", "政策保障情况*", "资金总额(元)"} <= headers
    assert len(sheet.data_validations.dataValidation) == 8
    told = {row[0].value for row in book["填写说明"].iter_rows()}
    assert headers - told == {"资金总额(元)", "已落实(元)", "缺口(元)"}
    for name, defined in book.defined_names.items():
        sheet_name, area = next(iter(defined.destinations))
        assert all(cell.value for (cell,) in book[sheet_name][area]), name


def test_the_first_word_of_a_choice_is_the_one_that_pages_show() -> None:
    shown: dict[str, str] = {}
    for path in (settings.BASE_DIR / "locale" / "zh_Hans").glob("*.po"):
        shown |= {message.id: message.string for message in read_po(path.open("rb")) if isinstance(message.id, str)}
    labels = {("field", field.code): field.label for field in FIELDS.values()}
    labels |= {("subfield", each.code): each.label for each in SUBFIELDS.values()}
    labels |= {("beneficiaries", code): label for code, label in BENEFICIARIES.items()}
    different = {
        code: (shown[label], choices()[choice][code][0])
        for (choice, code), label in labels.items()
        if shown.get(label) and shown[label] != choices()[choice][code][0]
    }
    assert different == {}


@pytest.mark.parametrize(
    ("text", "place"),
    [
        ("甘肃省定西市通渭县平襄镇瓦石坪村", Place("甘肃省", "定西市", "通渭县", "平襄镇", "瓦石坪村")),
        (
            "甘肃省 / 临夏回族自治州 / 东乡族自治县 / 达板镇",
            Place("甘肃省", "临夏回族自治州", "东乡族自治县", "达板镇"),
        ),
        ("重庆市城口县岚天乡", Place("重庆市", "", "城口县", "岚天乡")),
        ("平襄镇瓦石坪村", Place("", "", "", "平襄镇", "瓦石坪村")),
        ("通渭县", Place("", "", "通渭县")),
        ("内蒙古自治区兴安盟科尔沁右翼前旗", Place("内蒙古自治区", "兴安盟", "科尔沁右翼前旗")),
        ("广西壮族自治区百色市靖西市新靖镇", Place("广西壮族自治区", "百色市", "靖西市", "新靖镇")),
        ("", Place()),
    ],
)
def test_a_place_is_cut_at_its_levels(text: str, place: Place) -> None:
    assert split_place(text) == place
