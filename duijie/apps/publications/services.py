"""Writes: load sourced cases."""

from dataclasses import asdict, dataclass
from pathlib import Path

from django.db import transaction

from duijie.apps.publications.importing import CaseRow, Place, read_cases, read_fields, read_pairs
from duijie.apps.publications.models import CaseStudy
from duijie.apps.publications.rules import CaseKind, is_showable
from duijie.apps.regions.models import Division
from duijie.apps.regions.selectors import resolve
from duijie.kernel.fields import FIELDS, SUBFIELDS


@dataclass(frozen=True)
class CaseReport:
    """What a loading of cases did; `hidden` are the numbers of rows without a source that may be shown."""

    needs: int
    offers: int
    pairs: int
    hidden: tuple[str, ...]
    without_place: tuple[str, ...]


@transaction.atomic
def load_cases(folder: Path) -> CaseReport:
    """Load the sourced cases of a folder; loading again brings them up to date and makes no doubles.

    Raises:
        KeyError: a label or a field is not known.
    """
    fields = read_fields(folder)
    rows = list(read_cases(folder))
    shown = [row for row in rows if is_showable(row.source_url, row.source_quality)]
    cases = {row.number: _store(row, _place_in_tree(fields, row)) for row in shown}
    for case in cases.values():
        case.answers.clear()
    pairs = [pair for pair in read_pairs(folder) if pair.need in cases and pair.offer in cases]
    for pair in pairs:
        cases[pair.offer].answers.add(cases[pair.need])
    return CaseReport(
        needs=sum(case.kind == CaseKind.NEED for case in cases.values()),
        offers=sum(case.kind == CaseKind.OFFER for case in cases.values()),
        pairs=len(pairs),
        hidden=tuple(row.number for row in rows if row.number not in cases),
        without_place=tuple(number for number, case in cases.items() if not case.division_path),
    )


def _store(row: CaseRow, place: Place) -> CaseStudy:
    division = _division(row)
    values = {name: value for name, value in asdict(row).items() if name not in {"number", "label"}}
    case, _ = CaseStudy.objects.update_or_create(
        number=row.number,
        defaults=values
        | {
            "field": place.field,
            "subfield": place.subfield,
            "division_code": division.code if division else "",
            "division_path": division.path if division else "",
        },
    )
    return case


def _division(row: CaseRow) -> Division | None:
    """The deepest division that the source's words name for certain."""
    found = resolve(row.province) if row.province else None
    for words in (row.county, row.place):
        if found is None or not words:
            break
        below = resolve(words, within=found.path)
        if below is None:
            break
        found = below
    return found


def _place_in_tree(fields: dict[tuple[str, str], Place], row: CaseRow) -> Place:
    place = fields.get((row.label, row.number)) or fields[row.label, ""]
    if place.field:
        FIELDS[place.field]
    if place.subfield and SUBFIELDS[place.subfield].field != place.field:
        raise KeyError(f"{place.subfield} does not belong to {place.field}")
    return place
