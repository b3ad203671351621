"""A paper as PDF, set by typst from data, so that nothing a person typed is read as markup."""

import json
from collections.abc import Mapping
from importlib.util import find_spec
from pathlib import Path
from tempfile import TemporaryDirectory

from duijie.kernel.papers.content import Paper

_TEMPLATE = r"""
#let paper = json("paper.json")
#set document(title: paper.title)
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm), numbering: "— 1 —")
#set text(font: ("FangSong", "FangSong_GB2312", "Noto Sans CJK SC"), size: 16pt, lang: "zh", region: "cn")
#set par(leading: 12pt, first-line-indent: (amount: 2em, all: true))
#align(center)[#text(size: 22pt, weight: "bold")[#paper.title] #linebreak() #text(size: 14pt)[#paper.number]]
#v(10mm)
#for (position, part) in paper.sections.enumerate() [
  #par(first-line-indent: 0em)[#text(weight: "bold")[#numbering("一、", position + 1)#part.title]]
  #for line in part.paragraphs [#par[#line]]
  #if part.table.len() > 0 {
    let cells = part.table.flatten().map(cell => par(first-line-indent: 0em, text(size: 12pt, cell)))
    table(columns: part.table.at(0).len(), inset: 7pt, ..cells)
  }
]
#v(12mm)
#for signature in paper.signatures [
  #grid(columns: (1fr, 38mm, 52mm), signature, line(length: 36mm, start: (0mm, 5mm)), [　　年　　月　　日])
  #v(8mm)
]
"""


def as_pdf(paper: Paper) -> bytes:
    """The paper as PDF, A4, with the type area of GB/T 9704-2012 (156 × 225 mm)."""
    content = {
        "title": paper.title,
        "number": paper.number,
        "sections": [
            {"title": part.title, "paragraphs": list(part.paragraphs), "table": [list(row) for row in part.table]}
            for part in paper.sections
        ],
        "signatures": list(paper.signatures),
    }
    return typeset(_TEMPLATE, content)


def typeset(template: str, content: Mapping[str, object]) -> bytes:
    """A typst template, which reads `paper.json`, as PDF."""
    import typst  # noqa: PLC0415 - loads a typesetter

    with TemporaryDirectory() as folder:
        Path(folder, "paper.json").write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8")
        source = Path(folder, "paper.typ")
        source.write_text(template, encoding="utf-8")
        compiled = typst.Compiler(root=folder, font_paths=[_font_folder()]).compile(input=str(source), format="pdf")
    if not isinstance(compiled, bytes):
        raise TypeError("a PDF is one file")
    return compiled


def _font_folder() -> Path:
    """The substitute font that stands in where 仿宋 is not installed."""
    spec = find_spec("manimgx_fonts_cjk")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package manimgx-fonts-cjk is missing; install requirements.lock")
    return Path(spec.origin).parent
