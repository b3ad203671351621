"""What is wrong with the cells that a clerk has changed in a returned list, beside its column. Plain Python."""

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from duijie.apps.needs.importing.mapping import ColumnMapping
from duijie.apps.needs.importing.row_cells import PARTICULAR
from duijie.apps.needs.importing.rows import ParsedRow
from duijie.apps.needs.rules.lists import READ_ONLY, WHOLE
from duijie.apps.needs.rules.particulars import FIELDS_OF_NEED, cover_faults, particulars_faults, particulars_of
from duijie.apps.needs.rules.progress import revision_faults
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.lists.messages import Message, Severity, message_of
from duijie.kernel.lists.returned import READ_ONLY as ONLY_TO_READ
from duijie.kernel.lists.returned import Difference

_COUNTED = mark("The gap is counted from the other two columns: change the total, or what is secured.")
_PASSED = mark("This date has passed.")


def only(mapping: ColumnMapping, names: Collection[str]) -> ColumnMapping:
    """The mapping of some columns alone."""
    return replace(mapping, columns=tuple(column for column in mapping.columns if column.name in names))


def particulars_in(names: Iterable[str]) -> frozenset[str]:
    """The particulars that these columns speak of."""
    return frozenset(PARTICULAR.get(name, name) for name in names)


def cell_messages(mapping: ColumnMapping, parsed: ParsedRow, edited: Collection[str]) -> Iterator[Message]:
    """What reading the row has found wrong with the edited cells; what was there before is nobody's fault now."""
    for name in edited:
        if name in READ_ONLY or (name == "gap" and not {"total", "secured"} & set(edited)):
            code = _COUNTED if name == "gap" else ONLY_TO_READ
            yield beside(mapping, name, Message(code, row=parsed.number))
    by_letter = {column.letter: column.name for column in mapping.columns}
    about = particulars_in(edited)
    for message in parsed.messages:
        name = by_letter.get(message.column, "")
        concerns = name in edited if message.severity is Severity.WARNING else PARTICULAR.get(name, name) in about
        if concerns:
            yield message


def rule_messages(
    mapping: ColumnMapping,
    need: object,
    *,
    row: int,
    changes: Iterable[Difference],
    acts: Collection[str],
    today: date,
) -> Iterator[Message]:
    """What the rules of the acts say of the need as it would be; the acts themselves ask them again."""
    said = {each.name: each.after for each in changes}
    for fault in _faults(need, said, acts, today):
        yield beside(mapping, fault.field or "", message_of(fault, row=row))


def _faults(need: Any, said: Mapping[str, Any], acts: Collection[str], today: date) -> Iterator[RuleBroken]:
    after = {name: said.get(name, getattr(need, name)) for name in FIELDS_OF_NEED}
    if set(acts) & set(WHOLE):
        yield from particulars_faults(particulars_of(after), today=today)
    if "state_cover" in acts:
        yield from cover_faults(after["policy_cover"], after["policy_name"], after["remaining_gap"])
    if "revise" in acts:
        yield from revision_faults(after["quantity"], taken=need.quantity_taken, unit=need.unit)
    if "extend" in acts and after["wanted_by"] is None:
        yield RuleBroken(mark("Please fill this in."), field="wanted_by")
    elif "extend" in acts and after["wanted_by"] < today:
        yield RuleBroken(_PASSED, field="wanted_by")


def beside(mapping: ColumnMapping, name: str, message: Message) -> Message:
    """The message beside the column of a name (of a column or a particular), where the list has one."""
    for column in mapping.columns:
        if column.name and name in {column.name, PARTICULAR.get(column.name)}:
            return replace(message, column=column.letter, header=column.header)
    return message
