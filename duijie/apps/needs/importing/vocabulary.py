"""The Chinese words of need lists: columns, choices and the words of rows that are no needs. All data, in `data/`."""

import json
import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

_DATA = Path(__file__).with_name("data")
_IN_BRACKETS = re.compile(r"[（(\[【][^）)\]】]*[）)\]】]")
_NO_WORD = re.compile(r"[\s*＊:：、,，/／+＋与及和·]+")
_SHORT = 2


@dataclass(frozen=True, slots=True)
class Column:
    """One column that a need list can have; `name` is a particular of a need or a part of one."""

    name: str
    label: str
    words: frozenset[str]
    is_exact: bool
    is_required: bool
    is_money: bool
    is_date: bool
    choices: str
    in_form: bool
    width: int
    example: str | int
    help: str


def folded(text: str) -> str:
    """A text for comparing: one width, no brackets, no signs, no spaces."""
    plain = unicodedata.normalize("NFKC", text)
    return _NO_WORD.sub("", _IN_BRACKETS.sub("", plain)) or _NO_WORD.sub("", plain)


@lru_cache(maxsize=1)
def columns() -> Mapping[str, Column]:
    """All columns by name, in the order of the empty form."""
    return {each["name"]: _column(each) for each in _read("columns.json")}


@lru_cache(maxsize=1)
def choices() -> Mapping[str, Mapping[str, tuple[str, ...]]]:
    """For each choice its codes with their words; the first word is the one that the empty form offers."""
    read: dict[str, dict[str, list[str]]] = _read("choices.json")
    return {name: {code: tuple(words) for code, words in codes.items()} for name, codes in read.items()}


@lru_cache(maxsize=1)
def words() -> Mapping[str, frozenset[str]]:
    """Words that mark rows: `totals`, `examples`, `notes`."""
    read: dict[str, list[str]] = _read("words.json")
    return {name: frozenset(each) for name, each in read.items()}


@lru_cache(maxsize=4096)
def code_of(choice: str, text: str) -> str | None:
    """The code that a word stands for: equal, or else holding the longest known word (“紧急（汛期前）” is urgent)."""
    wanted = folded(text)
    by_word = _by_word(choice)
    if wanted in by_word:
        return by_word[wanted]
    held = [word for word in by_word if len(word) >= _SHORT and word in wanted]
    return by_word[max(held, key=len)] if held else None


@lru_cache(maxsize=16)
def _by_word(choice: str) -> Mapping[str, str]:
    return {folded(word): code for code, known in choices()[choice].items() for word in known}


def _column(read: Mapping[str, Any]) -> Column:
    return Column(
        name=read["name"],
        label=read["label"],
        words=frozenset(folded(word) for word in (read["label"], *read["synonyms"])),
        is_exact=read.get("exact", False),
        is_required=read.get("required", False),
        is_money=read.get("money", False),
        is_date=read.get("date", False),
        choices=read.get("choices", ""),
        in_form=read.get("form", True),
        width=read.get("width", 12),
        example=read.get("example", ""),
        help=read.get("help", ""),
    )


def _read(name: str) -> Any:
    return json.loads((_DATA / name).read_text(encoding="utf-8"))
