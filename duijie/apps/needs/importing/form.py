"""The empty form: an .xlsx with drop-downs, an example and instructions, which reads back without a question."""

from collections.abc import Sequence
from io import BytesIO

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from duijie.apps.needs.importing.places import Place
from duijie.apps.needs.importing.vocabulary import Column, choices, columns
from duijie.kernel.fields import FIELDS

TITLE, LIST, INSTRUCTIONS, OPTIONS = "需求清单", "需求清单", "填写说明", "选项"
HEADER_ROW, FIRST_ROW, LAST_ROW = 2, 3, 2_000
_EXAMPLE_MARK = "示例"
_LINE = Side(style="thin", color="BFBFBF")
_FRAME = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
_HEADER_FILL = PatternFill("solid", fgColor="E4EDE6")
_EXAMPLE_FILL = PatternFill("solid", fgColor="F2F2F2")
_RULES = (
    "带*的必须填写；其余有则填写。",
    "不要改动第2行的表头；可以不填的列请留空，不要删除。",
    "每行一个需求项目；序号为“示例”的一行导入时会跳过，可以删除。",
    "有下拉的单元格请从下拉中选择。",
    "金额以元为单位填数字；也可以写“12万元”。",
    "任何一格都不要写个人姓名、手机号、身份证号、银行账号、收款码或收款方式。",
    "同一地点的需求名称不要重复。同一份表再次上传不会重复入库。",
    "填好后直接上传，.xlsx、.xls、.et 都可以。上传后先核对，经确认才会导入。",
)


def empty_form(*, place: Place = Place(), townships: Sequence[str] = ()) -> bytes:  # noqa: B008
    """The form as .xlsx; `place` stands in the example, `townships` become a drop-down."""
    book = Workbook()
    sheet = book.active
    if not isinstance(sheet, Worksheet):
        raise TypeError("a new workbook has a work sheet")
    sheet.title = LIST
    shown = [column for column in columns().values() if column.in_form]
    _write_head(sheet, shown)
    _write_example(sheet, shown, place)
    _write_instructions(book.create_sheet(INSTRUCTIONS), shown)
    _add_drop_downs(book, sheet, shown, townships)
    written = BytesIO()
    book.save(written)
    return written.getvalue()


def _write_head(sheet: Worksheet, shown: Sequence[Column]) -> None:
    sheet.append([TITLE])
    sheet.merge_cells(start_row=1, start_column=1, end_row=1, end_column=len(shown))
    sheet["A1"].font = Font(size=16, bold=True)
    sheet["A1"].alignment = Alignment(horizontal="center")
    sheet.append([_header(column) for column in shown])
    for number, column in enumerate(shown, start=1):
        cell = sheet.cell(HEADER_ROW, number)
        cell.font = Font(bold=True, color="A33B20" if column.is_required else "1F1F1F")
        cell.fill, cell.border = _HEADER_FILL, _FRAME
        cell.alignment = Alignment(horizontal="center", vertical="center", wrap_text=True)
        sheet.column_dimensions[get_column_letter(number)].width = column.width
    sheet.row_dimensions[HEADER_ROW].height = 32
    sheet.freeze_panes = f"C{FIRST_ROW}"


def _write_example(sheet: Worksheet, shown: Sequence[Column], place: Place) -> None:
    of_place = {**place._asdict(), "number": _EXAMPLE_MARK}
    for number, column in enumerate(shown, start=1):
        cell = sheet.cell(FIRST_ROW, number)
        cell.value = of_place.get(column.name) or column.example or None
        cell.fill, cell.border = _EXAMPLE_FILL, _FRAME
        cell.alignment = Alignment(vertical="top", wrap_text=True)
    for number, column in enumerate(shown, start=1):
        if column.is_date or column.name == "contact_phone":
            for row in range(FIRST_ROW, FIRST_ROW + 300):
                sheet.cell(row, number).number_format = "@"


def _write_instructions(sheet: Worksheet, shown: Sequence[Column]) -> None:
    sheet.append([INSTRUCTIONS])
    sheet["A1"].font = Font(size=14, bold=True)
    for number, rule in enumerate(_RULES, start=1):
        sheet.append([f"{number}. {rule}"])
    sheet.append([])
    sheet.append(["列", "怎么填", "可选内容"])
    for column in shown:
        known = choices().get(column.choices, {})
        options = "、".join(words[0] for words in known.values()) if column.name != "subfield" else ""
        sheet.append([column.label + ("*" if column.is_required else ""), column.help, options])
    for letter, width in (("A", 18), ("B", 60), ("C", 60)):
        sheet.column_dimensions[letter].width = width
    for cells in sheet.iter_rows(min_row=len(_RULES) + 3):
        for each in cells:
            each.alignment = Alignment(vertical="top", wrap_text=True)


def _add_drop_downs(book: Workbook, sheet: Worksheet, shown: Sequence[Column], townships: Sequence[str]) -> None:
    options = book.create_sheet(OPTIONS)
    options.sheet_state = "hidden"
    lists = {name: [words[0] for words in known.values()] for name, known in choices().items()}
    for name, values in lists.items():
        _name_list(book, options, f"list_{name}", values)
    for code, field in FIELDS.items():
        words = choices()["subfield"]
        _name_list(book, options, choices()["field"][code][0], [words[each.code][0] for each in field.subfields])
    if townships:
        _name_list(book, options, "list_townships", townships)
    for number, column in enumerate(shown, start=1):
        letter = get_column_letter(number)
        if formula := _formula(column, shown, has_townships=bool(townships)):
            rule = DataValidation(type="list", formula1=formula, allow_blank=True)
            rule.showErrorMessage = column.name not in {"beneficiaries", "township"}
            rule.error, rule.errorTitle = "请从下拉中选择。", column.label
            rule.add(f"{letter}{FIRST_ROW}:{letter}{LAST_ROW}")
            sheet.add_data_validation(rule)


def _formula(column: Column, shown: Sequence[Column], *, has_townships: bool) -> str:
    if column.name == "subfield":
        names = [each.name for each in shown]
        return f"INDIRECT(${get_column_letter(names.index('field') + 1)}{FIRST_ROW})"
    if column.name == "township":
        return "list_townships" if has_townships else ""
    return f"list_{column.choices}" if column.choices else ""


def _name_list(book: Workbook, options: Worksheet, name: str, values: Sequence[str]) -> None:
    """Put the values into a column of the hidden sheet and give the range a name."""
    number = 1 if options.max_column == 1 and options["A1"].value is None else options.max_column + 1
    for row, value in enumerate(values, start=1):
        options.cell(row, number, value)
    letter = get_column_letter(number)
    book.defined_names[name] = DefinedName(name, attr_text=f"'{OPTIONS}'!${letter}$1:${letter}${len(values)}")


def _header(column: Column) -> str:
    return column.label + ("(元)" if column.is_money else "") + ("*" if column.is_required else "")
