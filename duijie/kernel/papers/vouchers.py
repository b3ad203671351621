"""A paper that proves itself: what was recorded, beside a small code (an address) and a dense one (the proof)."""

from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import Any, Final

import segno

from duijie.kernel.papers.pdf import typeset


@dataclass(frozen=True, slots=True, kw_only=True)
class Voucher:
    """The parts of the paper. `address` fills the small code, `proof` (an address and digits) the dense one."""

    title: str
    number: str
    lead: str
    facts: Sequence[tuple[str, str]]
    about: Sequence[tuple[str, str]]
    about_title: str
    notes: Sequence[str]
    address: str
    address_label: str
    proof: tuple[str, str]
    proof_label: str


# One A4 page: the dense code is 86 mm wide, which is 0.7 mm a module at version 25: a phone reads it from paper.
_TEMPLATE: Final = r"""
#let voucher = json("paper.json")
#set document(title: voucher.title)
#set page(paper: "a4", margin: (top: 26mm, bottom: 20mm, left: 26mm, right: 26mm))
#let fonts = ("FangSong", "FangSong_GB2312", "Noto Serif CJK SC", "Noto Sans CJK SC")
#set text(font: fonts, size: 12pt, lang: "zh", region: "cn")
#set par(leading: 8pt, spacing: 9pt)
#let shown(at, cell) = if calc.even(at) { text(fill: rgb("#4a5046"), cell) } else { cell }
#let rows(facts) = table(
  columns: (42mm, 1fr), inset: (x: 2mm, y: 2mm), stroke: (x, y) => (bottom: 0.4pt + rgb("#b9b3a2")),
  ..facts.flatten().enumerate().map(((at, cell)) => shown(at, cell)),
)
#align(center, text(size: 22pt, weight: "bold", fill: rgb("#17573f"), voucher.title))
#align(center, text(size: 11pt, voucher.number))
#line(length: 100%, stroke: 1.2pt + rgb("#17573f"))
#v(2mm)
#voucher.lead
#rows(voucher.facts)
#if voucher.about.len() > 0 [
  #v(2mm)
  #text(weight: "bold", voucher.about_title)
  #rows(voucher.about)
]
#v(1fr)
#grid(
  columns: (86mm, 1fr), column-gutter: 8mm, align: bottom,
  [#image(bytes(voucher.dense), format: "svg", width: 86mm) #text(size: 10pt, voucher.proof_label)],
  [
    #image(bytes(voucher.small), format: "svg", width: 30mm)
    #text(size: 10pt, voucher.address_label)
    #v(4mm)
    #for note in voucher.notes [#text(size: 10pt, note) #parbreak()]
  ],
)
"""


def voucher_pdf(voucher: Voucher) -> bytes:
    """The paper as PDF, one page of A4."""
    pairs = {
        "facts": [list(fact) for fact in voucher.facts],
        "about": [list(fact) for fact in voucher.about],
        "notes": list(voucher.notes),
    }
    texts = {
        name: getattr(voucher, name)
        for name in ("title", "number", "lead", "about_title", "address_label", "proof_label")
    }
    codes = {"small": _code(voucher.address, error="m"), "dense": _code(list(voucher.proof), error="l")}
    return typeset(_TEMPLATE, {**texts, **pairs, **codes})


def _code(content: Any, *, error: str) -> str:
    """A QR code as SVG; several parts are written each in its own, shortest mode."""
    stream = BytesIO()
    segno.make(content, error=error, boost_error=False, micro=False).save(stream, kind="svg", border=4, light="white")
    return stream.getvalue().decode()
