"""Everything that is wrong is said beside its row and column, and only once."""

import openpyxl
import pytest

from duijie.kernel.lists.messages import Message, Severity
from tests.apps.needs.importing.lists import HEADERS, read, row, xlsx


def messages(**changes: object) -> tuple[Message, ...]:
    (need,) = read(xlsx(HEADERS, row(**changes))).rows
    return need.messages


def errors(**changes: object) -> list[tuple[int, str, str]]:
    return [
        (message.row, message.column, message.header)
        for message in messages(**changes)
        if message.severity is Severity.ERROR
    ]


@pytest.mark.parametrize(
    ("changes", "column", "header"),
    [
        ({"需求名称": None, "具体内容": "x"}, "B", "需求名称"),
        ({"需求名称": "长" * 61}, "B", "需求名称"),
        ({"领域": "航天"}, "C", "领域"),
        ({"领域": None}, "C", "领域"),
        ({"村": "不存在村"}, "D", "县"),
        ({"受益对象类别": "外星人"}, "G", "受益对象类别"),
        ({"受益对象类别": "无"}, "G", "受益对象类别"),
        ({"受益户数": "很多"}, "H", "受益户数"),
        ({"受益人数": 12.5}, "I", "受益人数"),
        ({"具体内容": "长" * 501}, "J", "具体内容"),
        ({"具体内容": "联系13800138000"}, "J", "具体内容"),
        ({"具体内容": "扫描收款码"}, "J", "具体内容"),
        ({"具体内容": '=HYPERLINK("http://x")'}, "J", "具体内容"),
        ({"需求名称": "@SUM(A1)"}, "B", "需求名称"),
        ({"需求形式": "魔法"}, "K", "需求形式"),
        ({"数量": "若干"}, "L", "数量"),
        ({"数量": 0}, "L", "数量"),
        ({"数量": -3}, "L", "数量"),
        ({"资金总额": "约十万"}, "N", "资金总额（万元）"),
        ({"资金总额": -1}, "N", "资金总额（万元）"),
        ({"已落实": 20, "缺口": None}, "O", "已落实（万元）"),
        ({"政策保障情况": "不好说"}, "Q", "政策保障情况"),
        ({"政策保障情况": None}, "Q", "政策保障情况"),
        ({"政策保障情况": "部分保障"}, "Q", "政策保障情况"),
        ({"期望完成时间": "尽快"}, "S", "期望完成时间"),
        ({"期望完成时间": "2020年"}, "S", "期望完成时间"),
        ({"联系电话": "13800138000"}, "U", "联系电话"),
    ],
)
def test_a_fault_stands_beside_its_cell(changes: dict[str, object], column: str, header: str) -> None:
    assert errors(**changes) == [(2, column, header)]


def test_several_faults_of_a_row_are_all_named() -> None:
    assert errors(领域="航天", 受益户数="x", 期望完成时间="y") == [
        (2, "C", "领域"),
        (2, "H", "受益户数"),
        (2, "S", "期望完成时间"),
    ]


def test_a_word_that_is_not_known_comes_with_those_that_are() -> None:
    (message,) = messages(需求形式="魔法")
    assert message.params == {"text": "魔法", "known": "资金、物资、服务、技术、人才、销售"}


@pytest.mark.parametrize(
    ("changes", "columns"),
    [
        ({"缺口": 5}, ["P"]),
        ({"资金总额": 120_000, "已落实": 0, "缺口": 120_000}, ["N"]),
        ({"资金总额": 0.005, "已落实": 0, "缺口": 0.005}, ["N"]),
        ({"需求形式": None}, ["K"]),
        ({"具体内容": "请写信给 office@example.org"}, ["J"]),
    ],
)
def test_what_the_clerk_should_look_at_does_not_keep_the_row_out(
    changes: dict[str, object], columns: list[str]
) -> None:
    (need,) = read(xlsx(HEADERS, row(**changes))).rows
    assert [(message.column, message.severity) for message in need.messages] == [
        (each, Severity.WARNING) for each in columns
    ]
    assert need.is_ready


def test_a_formula_is_read_as_its_value_and_one_without_a_value_is_told() -> None:
    (message,) = messages(资金总额="=1+11", 缺口=None)
    assert (message.column, "formula" in message.code) == ("N", True)


def test_a_formula_is_blamed_on_its_own_cell_among_formatted_empty_ones() -> None:
    def format_empty_cells(book: openpyxl.Workbook) -> None:
        for letter in "MOP":
            book.active[f"{letter}2"].value = None
            book.active[f"{letter}2"].font = openpyxl.styles.Font(bold=True)

    (need,) = read(xlsx(HEADERS, row(资金总额="=6*2", 单位=None, 缺口=None), more=format_empty_cells)).rows
    assert [message.column for message in need.messages] == ["N"]


def test_two_rows_of_one_name_and_place_are_told() -> None:
    parsed = read(xlsx(HEADERS, row(), row(数量=5), row(村="另一村")))
    assert [need.is_ready for need in parsed.rows] == [True, False, True]
    assert parsed.rows[1].messages[0].params == {"row": 2}


def test_a_list_without_rows_or_columns_is_told_as_a_whole() -> None:
    empty = read(xlsx(HEADERS))
    assert [(message.row, message.severity) for message in empty.messages] == [(1, Severity.ERROR)]
    narrow = read(xlsx(["需求名称", "领域", "具体内容"], ["修路", "道路", "硬化村道"]))
    labels = [message.params["label"] for message in narrow.messages if message.severity is Severity.ERROR]
    assert labels == ["县", "受益对象类别", "政策保障情况"]
    assert narrow.ready == ()


@pytest.mark.parametrize(
    ("text", "field", "subfield"),
    [
        ("民生保障/路灯照明", "livelihood", "lighting"),
        ("民生保障—饮水安全", "livelihood", "water"),
        ("乡村旅游", "industry", "tourism"),
        ("产业发展", "industry", None),
        ("养老", "livelihood", "elderly"),
        ("义诊", "health", "medical_visits"),
        ("人居环境整治", "ecology", "village_look"),
    ],
)
def test_fields_are_understood_in_the_words_of_offices(text: str, field: str, subfield: str | None) -> None:
    (need,) = read(xlsx(HEADERS, row(领域=text))).rows
    assert (need.values["field"], need.values.get("subfield")) == (field, subfield)


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("老年人、残疾人", ("elderly", "disabled")),
        ("监测对象和脱贫户", ("monitored", "low_income")),
        ("全村群众", ("villagers",)),
        ("留守儿童；困境儿童", ("children",)),
    ],
)
def test_classes_of_people_are_understood(text: str, codes: tuple[str, ...]) -> None:
    (need,) = read(xlsx(HEADERS, row(受益对象类别=text))).rows
    assert need.values["beneficiaries"] == codes


@pytest.mark.parametrize(
    ("text", "code"), [("紧急（汛期前）", "urgent"), ("不紧急", "normal"), ("较为紧迫", "soon"), ("", "normal")]
)
def test_urgency_is_understood(text: str, code: str) -> None:
    (need,) = read(xlsx(HEADERS, row(紧迫程度=text))).rows
    assert need.values["urgency"] == code
