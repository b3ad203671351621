"""A paper as a Word document."""

from io import BytesIO

from duijie.kernel.papers.content import Paper, Section, ordinal

CELL_POINTS = 10.5
"""五号 in tables, as official lists have it: in the 三号 of the text a narrow column breaks after every second word."""
CELL_STYLE = "Table Text"


def as_word(paper: Paper) -> bytes:
    """The paper as .docx (A4, type area as in GB/T 9704-2012: 156 × 225 mm)."""
    from docx import Document  # noqa: PLC0415 - takes a third of a second to import
    from docx.enum.style import WD_STYLE_TYPE  # noqa: PLC0415
    from docx.enum.text import WD_ALIGN_PARAGRAPH  # noqa: PLC0415
    from docx.oxml.ns import qn  # noqa: PLC0415
    from docx.shared import Mm, Pt  # noqa: PLC0415

    document = Document()
    page = document.sections[0]
    page.page_width, page.page_height = Mm(210), Mm(297)
    page.top_margin, page.bottom_margin, page.left_margin, page.right_margin = Mm(37), Mm(35), Mm(28), Mm(26)
    style = document.styles["Normal"]
    style.font.name, style.font.size = "FangSong", Pt(16)
    style.element.rPr.rFonts.set(qn("w:eastAsia"), "仿宋")
    cell_style = document.styles.add_style(CELL_STYLE, WD_STYLE_TYPE.PARAGRAPH)
    cell_style.base_style, cell_style.font.size = style, Pt(CELL_POINTS)
    title = document.add_paragraph()
    title.alignment = WD_ALIGN_PARAGRAPH.CENTER
    run = title.add_run(paper.title)
    run.font.size, run.bold = Pt(22), True
    document.add_paragraph(paper.number).alignment = WD_ALIGN_PARAGRAPH.CENTER
    for position, section in enumerate(paper.sections, start=1):
        _add_section(document, ordinal(position), section)
    for line in paper.signatures:
        document.add_paragraph(f"{line}　　________________　　____年__月__日")
    stream = BytesIO()
    document.save(stream)
    return stream.getvalue()


def _add_section(document: "object", number: str, section: Section) -> None:
    document.add_paragraph().add_run(f"{number}、{section.title}").bold = True  # type: ignore[attr-defined]
    for text in section.paragraphs:
        document.add_paragraph(text)  # type: ignore[attr-defined]
    if section.table:
        table = document.add_table(rows=0, cols=len(section.table[0]), style="Table Grid")  # type: ignore[attr-defined]
        for row in section.table:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text, cell.paragraphs[0].style = text, CELL_STYLE
