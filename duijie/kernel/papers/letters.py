"""An official letter (函) by GB/T 9704-2012: to whom, what, from whom and when. Set from data, never from markup."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Final

from duijie.kernel.papers.pdf import typeset


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """The parts of a letter, each as it is printed; `facts` are lines of a table between the paragraphs."""

    sender: str
    number: str
    title: str
    addressee: str
    paragraphs: Sequence[str]
    facts: Sequence[tuple[str, str]] = ()
    closing: str = ""
    date: str = ""
    footnote: str = ""


# A4, type area 156 × 225 mm: margins 37 (top), 28 (left), 26 (right), 35 mm; 22 lines of 28 characters in 三号 (16 pt);
# the sender's name above a double line as letters have it, the number at the right, the title in 二号 (22 pt).
_TEMPLATE: Final = r"""
#let letter = json("paper.json")
#let song = ("FangSong", "FangSong_GB2312", "Noto Serif CJK SC", "Noto Sans CJK SC")
#set document(title: letter.title)
#set page(paper: "a4", margin: (top: 37mm, bottom: 35mm, left: 28mm, right: 26mm))
#set text(font: song, size: 16pt, lang: "zh", region: "cn")
#set par(leading: 14pt, spacing: 14pt, justify: false, first-line-indent: (amount: 2em, all: true))
#let flat(body) = par(first-line-indent: 0em, body)
#align(center, flat(text(size: 22pt, weight: "bold", fill: rgb("#b3261e"), letter.sender)))
#line(length: 100%, stroke: 2pt + rgb("#b3261e"))
#v(-12pt)
#line(length: 100%, stroke: 0.7pt + rgb("#b3261e"))
#align(right, flat(letter.number))
#v(6mm)
#align(center, flat(text(size: 22pt, weight: "bold", letter.title)))
#v(6mm)
#flat[#letter.addressee：]
#for paragraph in letter.paragraphs [#par[#paragraph]]
#if letter.facts.len() > 0 {
  let cells = letter.facts.flatten().map(cell => par(first-line-indent: 0em, text(size: 14pt, cell)))
  table(columns: (34mm, 1fr), inset: 8pt, ..cells)
}
#if letter.closing != "" [#par[#letter.closing]]
#v(14mm)
#align(right, pad(right: 4em, flat(letter.sender)))
#align(right, pad(right: 4em, flat(letter.date)))
#if letter.footnote != "" {
  v(1fr)
  line(length: 100%, stroke: 0.5pt)
  flat(text(size: 12pt, letter.footnote))
}
"""


def letter_pdf(letter: Letter) -> bytes:
    """The letter as PDF, A4."""
    return typeset(_TEMPLATE, {**asdict(letter), "facts": [list(fact) for fact in letter.facts]})
