"""需求登记表: a sheet that a household fills in by hand, drawn so that a photo of it can be read again.

Every cell has its place on the sheet in millimetres, and whoever reads a photo finds the printed labels first; from
where they lie on the picture follows where the cells lie, however the sheet was held.
"""

from dataclasses import dataclass
from typing import Final

from duijie.kernel.papers.pdf import typeset

TITLE: Final = "村民需求登记表"
POINT: Final = 25.4 / 72
"""Millimetres of a typographic point."""
LABEL_SIZE: Final = 16
LABEL_LEFT, BOX_LEFT, BOX_RIGHT = 22.0, 62.0, 190.0


@dataclass(frozen=True, slots=True)
class Cell:
    """One question: its key, its printed label, and its top and height in millimetres from the sheet's upper edge."""

    key: str
    label: str
    top: float
    height: float

    @property
    def label_centre(self) -> tuple[float, float]:
        """Where the middle of the printed label lies, in millimetres."""
        return LABEL_LEFT + len(self.label) * LABEL_SIZE * POINT / 2, self.top + 9

    def holds(self, x: float, y: float) -> bool:
        """Whether a point of the sheet lies in the box that is filled in."""
        return BOX_LEFT - 4 < x < BOX_RIGHT + 8 and self.top <= y < self.top + self.height


CELLS: Final = (
    Cell("village", "所在村", 62, 18),
    Cell("name", "姓名", 80, 18),
    Cell("phone", "手机号", 98, 18),
    Cell("house", "组和门牌", 116, 18),
    Cell("text", "需要什么", 134, 84),
)
_HINTS: Final = {
    "village": "县、乡镇、村",
    "phone": "没有可以不填",
    "house": "例如：二组 15 号",
    "text": "缺什么、在哪里、几个人用",
}
_TEMPLATE: Final = r"""
#let form = json("paper.json")
#set document(title: form.title)
#set page(paper: "a4", margin: 0mm)
#set text(font: ("FangSong", "FangSong_GB2312", "Noto Sans CJK SC"), size: 11pt, lang: "zh", region: "cn")
#let at(x, y, body) = place(top + left, dx: x * 1mm, dy: y * 1mm, body)
#at(0, 24, box(width: 210mm, align(center, text(size: 24pt, weight: "bold", form.title))))
#at(22, 42, box(width: 168mm, text(size: 12pt, form.lead)))
#for cell in form.cells {
  at(form.left, cell.top, rect(width: (form.right - form.left) * 1mm, height: cell.height * 1mm, stroke: 0.6pt))
  at(form.label_left, cell.top + 5.6, text(size: form.size * 1pt, weight: "bold", cell.label))
  at(form.label_left, cell.top + 12.5, text(size: 8pt, fill: luma(110), cell.hint))
}
#at(22, 226, box(width: 168mm, par(leading: 8pt, form.consent)))
#let blank(width) = box(width: width, line(start: (0mm, 2mm), length: width))
#at(22, 252, [本人签名：#blank(44mm) #h(6mm) 经办干部：#blank(34mm)])
#at(22, 264, [日期：　　　　年　　月　　日])
"""
_LEAD = "请用黑色笔写在框里，一格写一项。写好后交给村干部，或者拍一张照片发上来。"
_CONSENT = (
    "姓名、手机号和门牌只有村里和乡镇核实的人看得到，不会公开。本人同意村里和乡镇为核实和帮扶使用以上内容，随时可以撤回。"
    "请不要写身份证号和银行卡号。"
)


def request_form_pdf() -> bytes:
    """The empty sheet as PDF, A4."""
    return typeset(_TEMPLATE, _content())


def _content() -> dict[str, object]:
    return {
        "title": TITLE,
        "lead": _LEAD,
        "consent": _CONSENT,
        "left": BOX_LEFT,
        "right": BOX_RIGHT,
        "label_left": LABEL_LEFT,
        "size": LABEL_SIZE,
        "cells": [
            {"label": each.label, "hint": _HINTS.get(each.key, ""), "top": each.top, "height": each.height}
            for each in CELLS
        ],
    }
