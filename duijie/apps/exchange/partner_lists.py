"""Read a list of eastern and western partners from a table (CSV): all of it, or nothing and every fault with its line.

    east,west,document,valid_from,valid_to
    330000000000,620000000000,示例文件〔2026〕1号,2026-01-01,2030-12-31

Divisions by their 12-digit code or full name; a document in every line; days may be empty.
"""

import csv
from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final

from duijie.apps.exchange.rules.partners import DOCUMENT_LENGTH, Pairing, pairing_faults
from duijie.apps.regions.models import Division

COLUMNS: Final = ("east", "west", "document", "valid_from", "valid_to")


class ListRefused(ValueError):
    """The list cannot be read; the message names each wrong line in plain English."""


def read_pairs(lines: Iterable[str]) -> list[Pairing]:
    """The pairs of a list, in its order.

    Raises:
        ListRefused: the columns are others, or a line names no two divisions, no document or no days.
    """
    rows = csv.DictReader(lines)
    if tuple(rows.fieldnames or ()) != COLUMNS:
        raise ListRefused(f"The first line must be: {','.join(COLUMNS)}")
    pairs: list[Pairing] = []
    faults: list[str] = []
    for number, row in enumerate(rows, start=2):
        try:
            pairs.append(_pair(row))
        except ListRefused as fault:
            faults.append(f"line {number}: {fault}")
    if faults:
        raise ListRefused("\n".join(faults))
    if not pairs:
        raise ListRefused("The list has no pair.")
    return pairs


def _pair(row: dict[str, str]) -> Pairing:
    if set(row) != set(COLUMNS) or None in row.values():
        raise ListRefused(f"there are not {len(COLUMNS)} values")
    document = row["document"].strip()
    if len(document) > DOCUMENT_LENGTH:
        raise ListRefused(f"the document's name has more than {DOCUMENT_LENGTH} characters")
    pairing = Pairing(
        east_path=_path(row["east"].strip()),
        west_path=_path(row["west"].strip()),
        document=document,
        valid_from=_day(row["valid_from"].strip()),
        valid_to=_day(row["valid_to"].strip()),
    )
    if said := "; ".join(_said(pairing)):
        raise ListRefused(said)
    return pairing


def _said(pairing: Pairing) -> Iterator[str]:
    for fault in pairing_faults(pairing):
        yield f"{fault.field}: {fault.code}"


def _path(text: str) -> str:
    division = Division.objects.filter(code=text).first() or Division.objects.filter(full_name=text).first()
    if division is None:
        raise ListRefused(f"there is no division “{text}”; give its 12-digit code or its full name")
    return division.path


def _day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise ListRefused(f"“{text}” is no day; write 2026-01-31") from None
