"""Papers: the same content as Word and as PDF, by GB/T 9704-2012; what people typed is never read as markup."""

from datetime import date
from io import BytesIO

import pytest
from docx import Document
from docx.shared import Mm, Pt

from duijie.kernel.papers.content import Paper, Section, chinese_date, ordinal
from duijie.kernel.papers.pdf import as_pdf
from duijie.kernel.papers.word import as_word

TYPED = "#panic() $x$ *粗* <b>&amp;</b> \\ [链接](http://example.invalid) 二百亩"
PAPER = Paper(
    title="帮扶协议",
    number="P-2345678",
    sections=[
        Section("目的", [TYPED]),
        Section("各方", table=[("身份", "名称"), ("实施方", "示例县社工服务中心")]),
        *(Section(f"第{each}项", ["内容"]) for each in range(10)),
    ],
    signatures=["实施方：示例县社工服务中心", "接收方：示例村村民委员会"],
)


def text_of(document):
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return [*(paragraph.text for paragraph in document.paragraphs), *cells]


def test_the_word_paper_says_what_was_written_and_no_more():
    document = Document(BytesIO(as_word(PAPER)))
    lines = text_of(document)
    assert lines[:2] == ["帮扶协议", "P-2345678"]
    assert TYPED in lines
    assert "示例县社工服务中心" in lines
    assert any(line.startswith("十一、") for line in lines)
    assert sum("____" in line for line in lines) == 2


def test_the_word_paper_has_the_type_area_of_the_standard():
    section = Document(BytesIO(as_word(PAPER))).sections[0]
    width = section.page_width - section.left_margin - section.right_margin
    height = section.page_height - section.top_margin - section.bottom_margin
    assert (width, height) == pytest.approx((Mm(156), Mm(225)), abs=Mm(1) / 10)


def test_a_table_is_set_smaller_than_the_text_around_it():
    document = Document(BytesIO(as_word(PAPER)))
    cells = [cell for table in document.tables for row in table.rows for cell in row.cells]
    assert {paragraph.style.font.size for cell in cells for paragraph in cell.paragraphs} == {Pt(10.5)}
    assert document.styles["Normal"].font.size == Pt(16)


def test_the_pdf_is_set_from_data():
    pdf = as_pdf(PAPER)
    assert pdf.startswith(b"%PDF-")
    assert len(pdf) > 2_000


def test_a_paper_without_parts_is_a_paper():
    bare = Paper("收条", "P-1", [])
    assert as_pdf(bare).startswith(b"%PDF-")
    assert text_of(Document(BytesIO(as_word(bare)))) == ["收条", "P-1"]


@pytest.mark.parametrize(
    ("day", "words"),
    [(date(2026, 11, 21), "2026年11月21日"), (date(2026, 1, 2), "2026年1月2日"), (None, "—")],
)
def test_dates_are_written_out(day, words):
    assert chinese_date(day) == words


@pytest.mark.parametrize(("number", "words"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (34, "三十四")])
def test_parts_are_counted_in_chinese(number, words):
    assert ordinal(number) == words
