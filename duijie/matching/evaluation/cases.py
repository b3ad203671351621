"""Needs, offers and the pairs that are known, from JSON Lines; nothing but `id`, `title` and `text` is looked at."""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from duijie.matching.ranking.texts import Text


class FaultyRows(ValueError):
    """A file cannot be used; the message names file, line and fault."""


@dataclass(frozen=True, slots=True)
class Cases:
    """Texts by id, and which offers answered which need."""

    needs: Mapping[str, Text]
    offers: Mapping[str, Text]
    answers: Mapping[str, frozenset[str]]

    @property
    def answered(self) -> NDArray[np.int64]:
        """The places of the needs that have an answer, in the order of the needs."""
        return np.array([place for place, need in enumerate(self.needs) if need in self.answers], dtype=np.int64)

    @property
    def is_answer(self) -> NDArray[np.bool_]:
        """Whether the offer (column) answered the need (row)."""
        found = [[offer in self.answers.get(need, ()) for offer in self.offers] for need in self.needs]
        return np.array(found, dtype=np.bool_).reshape(len(self.needs), len(self.offers))


def read_cases(needs: Path, offers: Path, pairs: Path) -> Cases:
    """Read the three files; FaultyRows when one of them cannot be used, or when there is nothing to measure."""
    cases = Cases(_texts(needs), _texts(offers), _answers(pairs))
    for need, answers in cases.answers.items():
        if need not in cases.needs:
            raise FaultyRows(f"{pairs}: the need “{need}” is not in {needs}.")
        unknown = sorted(answers - cases.offers.keys())
        if unknown:
            raise FaultyRows(f"{pairs}: the offer “{unknown[0]}” is not in {offers}.")
    if not cases.answers:
        raise FaultyRows(f"{pairs} holds no pair, so there is nothing to measure.")
    return cases


def _texts(path: Path) -> dict[str, Text]:
    found: dict[str, Text] = {}
    for place, row in _rows(path):
        number, title, text = (_string(place, row, key) for key in ("id", "title", "text"))
        if number in found:
            raise FaultyRows(f"{place}: the id “{number}” stands there twice.")
        found[number] = Text(title, text)
    return found


def _answers(path: Path) -> dict[str, frozenset[str]]:
    found: dict[str, frozenset[str]] = {}
    for place, row in _rows(path):
        need, offer = _string(place, row, "need_id"), _string(place, row, "offer_id")
        found[need] = found.get(need, frozenset()) | {offer}
    return found


def _string(place: str, row: Mapping[str, object], key: str) -> str:
    value = row.get(key)
    if not isinstance(value, str):
        raise FaultyRows(f"{place}: “{key}” is missing or no text.")
    return value


def _rows(path: Path) -> Iterator[tuple[str, Mapping[str, object]]]:
    try:
        lines = path.read_text(encoding="utf-8-sig").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise FaultyRows(f"{path} cannot be read as UTF-8 text.") from error
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        place = f"{path}, line {number}"
        try:
            row = json.loads(line)
        except (ValueError, RecursionError) as error:
            raise FaultyRows(f"{place}: this is no JSON.") from error
        if not isinstance(row, dict):
            raise FaultyRows(f"{place}: this is no JSON object.")
        yield place, row
