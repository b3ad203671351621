"""What a row that comes again says otherwise than the need that it made. Plain Python."""

from collections.abc import Iterator, Mapping
from dataclasses import MISSING, fields
from typing import Any

from duijie.apps.needs.importing.mapping import ColumnMapping
from duijie.apps.needs.importing.row_cells import BESIDE, PARTICULAR
from duijie.apps.needs.importing.rows import ParsedRow
from duijie.apps.needs.rules.particulars import FIELDS_OF_NEED, Particulars
from duijie.kernel.lists.returned import Difference

_DEFAULTS = {each.name: each.default for each in fields(Particulars) if each.default is not MISSING}


def stated_names(mapping: ColumnMapping, values: Mapping[str, Any]) -> frozenset[str]:
    """The particulars for which the list has a column; what was only guessed is no statement."""
    mapped = {column.name for column in mapping.columns if column.name}
    own = {PARTICULAR.get(name, name) for name in mapped}
    if "division_code" in own:
        own.add("village_name")
    beside = {name for name in values if mapped.intersection(BESIDE.get(name, ()))}
    return frozenset((own | beside) & set(FIELDS_OF_NEED))


def differences(row: ParsedRow, mapping: ColumnMapping, need: object, last: Mapping[str, str]) -> Iterator[Difference]:
    """What a row changes in a need; nothing where the row is as it was read in last (`last`, its texts of then).

    So an office that has corrected the need meanwhile is not overruled by an old list. A need that no list has made has
    no `last` and is compared with all that the row states.
    """
    for name in FIELDS_OF_NEED:
        if name not in stated_names(mapping, row.values) or (last and last.get(name) == row.content.get(name)):
            continue
        before, after = getattr(need, name), row.values.get(name, _DEFAULTS.get(name, ""))
        if _comparable(before) != _comparable(after):
            yield Difference(name, before, after)


def _comparable(value: object) -> object:
    return frozenset(value) if isinstance(value, list | tuple) else value
