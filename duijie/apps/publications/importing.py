"""Read a folder of sourced cases: needs, offers and their pairs as JSON lines, and the table of fields."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple


class Place(NamedTuple):
    """A field of our tree; both empty where a label stands for several."""

    field: str
    subfield: str


class Pair(NamedTuple):
    """Numbers of a need and of the help that answered it."""

    need: str
    offer: str


@dataclass(frozen=True)
class CaseRow:
    """One line of the cases; amounts in fen."""

    number: str
    kind: str
    title: str
    text: str
    organization: str
    organization_kind: str
    province: str
    county: str
    place: str
    label: str
    beneficiaries: str
    amount_fen: int | None
    amount_text: str
    year: int | None
    report_kind: str
    text_basis: str
    source_url: str
    source_quality: str


def read_cases(folder: Path) -> Iterator[CaseRow]:
    """All cases of a folder, needs first."""
    for name in ("cases_needs.jsonl", "cases_offers.jsonl"):
        for line in _lines(folder / name):
            yield CaseRow(**json.loads(line))


def read_pairs(folder: Path) -> Iterator[Pair]:
    """Which help answered which need, as the same source reports."""
    for line in _lines(folder / "cases_pairs.jsonl"):
        pair = json.loads(line)
        yield Pair(pair["need"], pair["offer"])


def read_fields(folder: Path) -> dict[tuple[str, str], Place]:
    """Where a collector's label belongs in our tree, by label and number; number "" stands for all other cases."""
    with (folder / "cases_fields.tsv").open(encoding="utf-8", newline="") as file:
        return {
            (line["label"], line["number"]): Place(line["field"], line["subfield"])
            for line in csv.DictReader(file, delimiter="\t")
        }


def _lines(path: Path) -> list[str]:
    return [line for line in path.read_text(encoding="utf-8").splitlines() if line]
