"""Lists as offices send them, made with the programs that write such files."""

import io
from collections.abc import Callable, Sequence
from datetime import date
from typing import Any

import openpyxl
import xlwt

from duijie.apps.needs.importing.places import FoundPlace
from duijie.apps.needs.importing.reading import ParsedList, read_workbook

HEADERS = (
    "序号",
    "需求名称",
    "领域",
    "县",
    "乡镇",
    "村",
    "受益对象类别",
    "受益户数",
    "受益人数",
    "具体内容",
    "需求形式",
    "数量",
    "单位",
    "资金总额（万元）",
    "已落实（万元）",
    "缺口（万元）",
    "政策保障情况",
    "紧迫程度",
    "期望完成时间",
    "联系单位",
    "联系电话",
)
ROW = (
    1,
    "村内主干道安装路灯",
    "民生保障",
    "示例县",
    "示例镇",
    "示例村",
    "全体村民",
    358,
    1246,
    "主干道3.2公里无照明，拟安装太阳能路灯80盏。",
    "物资",
    80,
    "盏",
    12,
    3,
    9,
    "无",
    "较急",
    "2027年6月",
    "示例镇人民政府",
    "0000-5550123",
)
TODAY = date(2026, 11, 21)
CODES = {
    ("", "", "示例县", "示例镇", "示例村"): "621121100201",
    ("", "", "示例县", "示例镇", "另一村"): "621121100202",
    ("", "", "示例县", "示例镇", ""): "621121100000",
    ("", "", "示例县", "", ""): "621121000000",
    ("示例省", "示例市", "示例县", "示例镇", "示例村"): "621121100201",
}


def resolve(*names: str) -> FoundPlace | None:
    code = CODES.get(names)  # type: ignore[call-overload]
    return FoundPlace(code, code) if code else None


def row(**changes: Any) -> list[Any]:
    """The usual row with some cells changed, by header without its unit."""
    names = [header.partition("（")[0] for header in HEADERS]
    assert set(changes) <= set(names), changes
    return [changes.get(name, value) for name, value in zip(names, ROW, strict=True)]


def xlsx(
    *rows: Sequence[Any], merge: Sequence[str] = (), more: Callable[[openpyxl.Workbook], None] | None = None
) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "需求清单"
    for each in rows:
        sheet.append(list(each))
    for area in merge:
        sheet.merge_cells(area)
    if more:
        more(book)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def xls(*rows: Sequence[Any]) -> bytes:
    book = xlwt.Workbook(encoding="utf-8")
    sheet = book.add_sheet("需求清单")
    day = xlwt.easyxf(num_format_str="YYYY-MM-DD")
    for number, each in enumerate(rows):
        for column, value in enumerate(each):
            if value is not None:
                sheet.write(number, column, value, *([day] if isinstance(value, date) else []))
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def read(data: bytes, **how: Any) -> ParsedList:
    return read_workbook(data, resolve_division=resolve, today=TODAY, **how)
