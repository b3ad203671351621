"""A county's list is read as it comes: titles, merged cells, totals, 万元, dates as text."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from duijie.apps.needs.importing.skipping import Reason
from duijie.apps.needs.rules.particulars import particulars_faults, particulars_of
from duijie.kernel.lists.messages import Severity
from tests.apps.needs.importing.lists import HEADERS, ROW, TODAY, read, resolve, row, xls, xlsx

TITLE = ["示例县2026年需求项目清单", *[None] * (len(HEADERS) - 1)]
TOTAL = ["合计", None, None, None, None, None, None, 358, 1246, None, None, None, None, 12, 3, 9, *[None] * 5]


def test_a_row_becomes_the_particulars_of_a_need() -> None:
    parsed = read(xlsx(HEADERS, row()))
    (need,) = parsed.ready
    assert parsed.messages == ()
    assert need.messages == ()
    assert need.number == 2
    assert dict(need.values) == {
        "title": "村内主干道安装路灯",
        "text": "主干道3.2公里无照明，拟安装太阳能路灯80盏。",
        "field": "livelihood",
        "division_code": "621121100201",
        "beneficiaries": ("villagers",),
        "households": 358,
        "persons": 1246,
        "form": "goods",
        "quantity": Decimal(80),
        "unit": "盏",
        "total_fen": 12_000_000,
        "secured_fen": 3_000_000,
        "policy_cover": "none",
        "urgency": "soon",
        "wanted_by": date(2027, 6, 30),
        "source": "import",
        "contact_office": "示例镇人民政府",
        "contact_phone": "0000-5550123",
    }
    assert list(particulars_faults(particulars_of(need.values), today=TODAY)) == []


@pytest.mark.parametrize("merged", [["A1:U1"], ["A1:H1"], []])
def test_title_rows_merged_or_not_stand_above_the_headers(merged: list[str]) -> None:
    notes = ["填报单位：示例县农业农村局", *[None] * 15, "2026年10月", *[None] * 4]
    parsed = read(xlsx(TITLE, notes, HEADERS, row(), merge=merged))
    assert parsed.mapping.header_row == 3
    assert [(need.number, need.is_ready) for need in parsed.rows] == [(4, True)]


def test_totals_examples_notes_headers_and_column_numbers_are_no_needs() -> None:
    numbers = list(range(1, len(HEADERS) + 1))
    example = row(序号="示例", 需求名称="示例：安装路灯")
    blank = [None] * len(HEADERS)
    prepared = [2, *[None] * 2, "示例县", "示例镇", *[None] * 16]
    note = ["注：1.带*为必填项；2.金额单位为万元。", *[None] * 20]
    signed = ["填报人：示例", *[None] * 9, "审核人：示例", *[None] * 10]
    parsed = read(
        xlsx(HEADERS, numbers, example, row(), prepared, blank, HEADERS, row(需求名称="修水窖"), TOTAL, note, signed)
    )
    assert [need.number for need in parsed.rows] == [4, 8]
    assert parsed.skipped == {
        2: Reason.NUMBERS,
        3: Reason.EXAMPLE,
        7: Reason.HEADER,
        9: Reason.TOTAL,
        10: Reason.NOTE,
        11: Reason.NOTE,
    }


def test_a_name_that_begins_like_a_total_is_a_need() -> None:
    parsed = read(xlsx(HEADERS, row(需求名称="合计300户厕所改造"), row(需求名称="例行义诊进村")))
    assert len(parsed.ready) == 2


def test_headers_in_two_rows_belong_together() -> None:
    upper = [
        "序号",
        "需求名称",
        "领域",
        "地点",
        None,
        None,
        "受益对象类别",
        "受益情况",
        None,
        "具体内容",
        "资金（万元）",
        None,
        None,
        "政策保障情况",
    ]
    lower = [None, None, None, "县", "乡镇", "村", None, "户数", "人数", None, "总额", "已落实", "缺口", None]
    need = [
        1,
        "修建水窖",
        "饮水",
        "示例县",
        "示例镇",
        "示例村",
        "村民",
        30,
        120,
        "修建集雨水窖30口",
        15,
        5,
        10,
        "部分保障：农村饮水安全",
    ]
    areas = ["A1:N1", "D2:F2", "H2:I2", "K2:M2", *(f"{letter}2:{letter}3" for letter in "ABCGJN")]
    parsed = read(xlsx(["需求清单"], upper, lower, need, merge=areas))
    assert parsed.mapping.header_row == 3
    (found,) = parsed.ready
    assert found.values["total_fen"] == 15_000_000
    assert (found.values["households"], found.values["persons"]) == (30, 120)
    assert (found.values["field"], found.values["subfield"]) == ("livelihood", "water")
    assert (found.values["policy_cover"], found.values["policy_name"]) == ("partly", "农村饮水安全")
    assert found.values["remaining_gap"] == "资金缺口100000元"
    assert parsed.mapping.of("total").header == "资金（万元） / 总额"


def test_the_unit_may_stand_in_the_header_above_it_or_in_the_cell() -> None:
    plain = [header.partition("（")[0] for header in HEADERS]
    above = ["单位：万元", *[None] * 20]
    assert read(xlsx(above, plain, row())).ready[0].values["total_fen"] == 12_000_000
    in_yuan = [header.replace("万元", "元") for header in HEADERS]
    mixed = read(xlsx(in_yuan, row(资金总额="12万元", 已落实="3,000.00", 缺口="￥１１７０００")))
    assert (mixed.ready[0].values["total_fen"], mixed.ready[0].values["secured_fen"]) == (12_000_000, 300_000)
    unsaid = read(xlsx(plain, row(资金总额=120000, 已落实=30000, 缺口=90000)))
    assert unsaid.ready[0].values["total_fen"] == 12_000_000
    assert [(message.severity, message.row) for message in unsaid.messages] == [(Severity.WARNING, 1)]


def test_a_place_merged_over_rows_counts_for_each_but_an_amount_does_not() -> None:
    parsed = read(xlsx(HEADERS, row(), row(需求名称="修水窖", 乡镇=None, 资金总额=None), merge=["E2:E3", "N2:N3"]))
    assert [need.values["division_code"] for need in parsed.rows] == ["621121100201", "621121100201"]
    assert [[message.column for message in need.messages] for need in parsed.rows] == [["N"], ["N"]]
    assert parsed.rows[0].messages[0].params == {"first": 2, "last": 3}


def test_a_place_in_one_column_is_cut_into_its_levels() -> None:
    headers = [
        "项目名称",
        "地点",
        "主要内容",
        "实施时间",
        "投资(万元)及资金来源",
        "实施单位",
        "预期受益",
        "监管单位",
        "监督电话",
    ]
    need = [
        "修路",
        "示例省示例市示例县示例镇示例村",
        "硬化村道2公里",
        "2026.3-2027.6",
        80,
        "示例村村委会",
        "受益358户1246人",
        "示例县交通运输局",
        "0000-5550123",
    ]
    parsed = read(xlsx(["示例县项目计划"], headers, need, merge=["A1:I1"]))
    (found,) = parsed.rows
    assert found.values["division_code"] == "621121100201"
    assert (found.values["households"], found.values["persons"]) == (358, 1246)
    assert found.values["wanted_by"] == date(2027, 6, 30)
    assert found.values["contact_office"] == "示例县交通运输局"
    assert {message.params["label"] for message in parsed.messages if message.severity is Severity.ERROR} == {
        "领域",
        "受益对象类别",
        "政策保障情况",
    }
    assert parsed.ready == ()


def test_an_xls_is_read_like_an_xlsx() -> None:
    parsed = read(xls(TITLE, HEADERS, row(期望完成时间=date(2027, 6, 30)), TOTAL))
    assert dict(parsed.ready[0].values) == dict(read(xlsx(HEADERS, row())).ready[0].values)


def test_a_second_sheet_with_instructions_is_passed_over_and_a_second_list_is_told() -> None:
    def add(book: openpyxl.Workbook) -> None:
        book.create_sheet("填写说明", 0).append(["需求名称", "一句话说清要什么"])
        second = book.create_sheet("第二批")
        second.append(list(HEADERS))
        hidden = book.create_sheet("旧表")
        hidden.append(list(HEADERS))
        hidden.sheet_state = "hidden"

    parsed = read(xlsx(HEADERS, row(), more=add))
    assert parsed.mapping.sheet == "需求清单"
    assert [message.params for message in parsed.messages] == [{"sheet": "第二批"}]
    assert len(parsed.ready) == 1
    assert parsed.sheets == ("填写说明", "需求清单", "第二批")
    other = read(xlsx(HEADERS, row(), more=add), sheet_name="第二批", mapping=parsed.mapping)
    assert (other.mapping.sheet, other.rows) == ("第二批", ())


def test_the_same_list_twice_has_the_same_keys_and_a_changed_row_the_same_key_only() -> None:
    first, again = read(xlsx(HEADERS, row())), read(xlsx(TITLE, HEADERS, row(序号=9)))
    assert (first.rows[0].key, first.rows[0].content) == (again.rows[0].key, again.rows[0].content)
    changed = read(xlsx(HEADERS, row(数量=90)))
    assert changed.rows[0].key == first.rows[0].key
    assert changed.rows[0].content != first.rows[0].content
    elsewhere = read(xlsx(HEADERS, row(村="另一村")))
    assert elsewhere.rows[0].key != first.rows[0].key


@pytest.mark.slow
def test_five_thousand_rows_are_read() -> None:
    rows = [row(序号=number, 需求名称=f"安装路灯第{number}处", 具体内容="说明" * 200) for number in range(5_000)]
    data = xlsx(HEADERS, *rows)
    parsed = read(data)
    assert len(parsed.ready) == 5_000


def test_two_thousand_rows_of_an_xls_are_read() -> None:
    parsed = read(xls(HEADERS, *(row(需求名称=f"安装路灯第{number}处") for number in range(2_000))))
    assert len(parsed.ready) == 2_000


@pytest.mark.slow
def test_more_rows_than_allowed_are_told() -> None:
    headers, short = HEADERS[:10], row()[:10]
    parsed = read(xlsx(headers, *(short for _ in range(10_001))))
    assert {"found": 10_001, "limit": 10_000} in [message.params for message in parsed.messages]
    assert parsed.ready == ()


def test_samples_show_what_a_column_holds() -> None:
    parsed = read(xlsx(HEADERS, *(row(需求名称=f"名称{number}") for number in range(9))))
    assert parsed.samples[1] == ("名称0", "名称1", "名称2")


def test_wide_and_empty_cells_around_the_list_do_no_harm() -> None:
    data = xlsx([], [], [None, *HEADERS], [None, *row()])
    book = openpyxl.load_workbook(io.BytesIO(data))
    book.active["AZ400"] = " "
    written = io.BytesIO()
    book.save(written)
    parsed = read(written.getvalue())
    assert [need.number for need in parsed.ready] == [4]
    assert parsed.mapping.of("title").letter == "C"


def test_the_usual_row_fits_its_headers() -> None:
    assert len(HEADERS) == len(ROW)
    assert resolve("", "", "示例县", "示例镇", "示例村")
