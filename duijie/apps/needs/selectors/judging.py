"""Lay a list that came back beside the needs as they are now, and say of each row what it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property

from duijie.apps.needs.exporting import texts_of
from duijie.apps.needs.importing.changed_cells import beside, cell_messages, only, particulars_in, rule_messages
from duijie.apps.needs.importing.comparing import differences
from duijie.apps.needs.importing.reading import ParsedList, with_doubles
from duijie.apps.needs.importing.returned import ReturnedList
from duijie.apps.needs.models import ImportBatch, Need
from duijie.apps.needs.rules.lists import acts_for, obstacle
from duijie.apps.needs.rules.needs import IMPORT, SEE_INTERNAL
from duijie.apps.needs.selectors.changes import compare
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import can, visible
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import today
from duijie.kernel.errors import mark
from duijie.kernel.lists.messages import Message
from duijie.kernel.lists.returned import ReturnedRow
from duijie.kernel.lists.verdicts import Judged, Review, Verdict, has_errors

_NO_CHANGES = ("needs.need.remind", "needs.need.overdue")
_UNKNOWN = mark("There is no need %(number)s that your office looks after.")
_NO_MAKER = mark("Your office enters no needs by list; this row was added and stays out.")
_HERE_ALREADY = mark("A need of this name and place is here already: %(number)s. Change it in its own row.")


@dataclass
class Judge:
    """Reads what it needs of the library once, for all rows."""

    actor: Actor
    batch: ImportBatch
    listed: ReturnedList

    def review(self) -> Review:
        """Every row with its verdict, in the order of the list."""
        added = self._added([row for row in self.listed.rows if row.mark is None and row.fault is None])
        rows = tuple(added.get(row.number) or self._own(row) for row in self.listed.rows)
        return Review(rows, self.listed.missing, tuple(self.listed.skipped))

    def _own(self, row: ReturnedRow) -> Judged:
        """A row that went out of the platform."""
        if row.fault or row.mark is None:
            return Judged(row, Verdict.BROKEN, messages=(row.fault,) if row.fault else ())
        if not row.edited:
            return Judged(row, Verdict.UNCHANGED)
        need = self._needs.get(row.mark.number)
        if need is None:
            unknown = Message(_UNKNOWN, row=row.number, params={"number": row.mark.number})
            return Judged(row, Verdict.BROKEN, messages=(unknown,))
        present = self._texts[need.number]
        edited = [name for name in row.edited if present[name] != row.texts[name]]
        return self._changed(row, need, edited) if edited else Judged(row, Verdict.UNCHANGED, need)

    def _changed(self, row: ReturnedRow, need: Need, edited: list[str]) -> Judged:
        """A row whose edited cells say something else than the need does now."""
        mapping, parsed = self.listed.mapping, self.listed.parsed(row)
        messages = list(cell_messages(mapping, parsed, edited))
        if has_errors(messages):
            return Judged(row, Verdict.BROKEN, need, messages=_each_once(messages))
        found = tuple(differences(parsed, only(mapping, edited), need, {}))
        if not found:
            return Judged(row, Verdict.UNCHANGED, need)
        acts, stuck = acts_for(self.actor, need, [each.name for each in found])
        if not stuck:
            messages += rule_messages(mapping, need, row=row.number, changes=found, acts=acts, today=today())
        else:
            why = Message(obstacle(need.state), row=row.number)
            messages += [beside(mapping, name, why) for name in sorted(stuck)]
        clashes = self._clashes(row, need, edited) & {each.name for each in found}
        verdict = Verdict.CONFLICT if clashes else Verdict.CHANGED
        return Judged(
            row,
            Verdict.BROKEN if has_errors(messages) else verdict,
            need,
            parsed,
            found,
            clashes,
            acts,
            _each_once(messages),
            self._meanwhile(row, need),
        )

    def _clashes(self, row: ReturnedRow, need: Need, edited: Iterable[str]) -> frozenset[str]:
        """The particulars that the clerk and somebody here have both changed."""
        present = self._texts[need.number]
        return particulars_in(name for name in edited if row.mark and row.mark.has_changed(name, present[name]))

    def _meanwhile(self, row: ReturnedRow, need: Need) -> AuditEntry | None:
        entry = self._latest.get(need.pk)
        return entry if entry and row.mark and entry.at > row.mark.at else None

    def _added(self, rows: list[ReturnedRow]) -> dict[int, Judged]:
        """The rows that the clerk has added, by their numbers: read like those of a new list."""
        own = {row.number: row for row in rows}
        parsed = tuple(with_doubles([self.listed.parsed(row) for row in rows]))
        listed = ParsedList(self.listed.mapping, False, parsed, (), {}, (), {})
        beside = compare(self.actor, self.batch, listed)
        new = {row.number for row in beside.new}
        here = {change.row.number: change.need for change in beside.changes}
        found = {}
        for each in parsed:
            messages = list(each.messages)
            if each.number in here:
                number = here[each.number].number
                messages.append(Message(_HERE_ALREADY, row=each.number, params={"number": number}))
            elif each.number in new and not can(self.actor, IMPORT, self.batch):
                messages.append(Message(_NO_MAKER, row=each.number))
            verdict = Verdict.ADDED if each.number in new else Verdict.UNCHANGED
            verdict = Verdict.BROKEN if has_errors(messages) else verdict
            found[each.number] = Judged(own[each.number], verdict, parsed=each, messages=tuple(messages))
        return found

    @cached_property
    def _needs(self) -> Mapping[str, Need]:
        """The needs of the edited rows that the actor looks after."""
        numbers = [row.mark.number for row in self.listed.rows if row.mark and row.edited]
        found = visible(self.actor, SEE_INTERNAL, Need.objects.filter(number__in=numbers).defer("search"))
        return {need.number: need for need in found}

    @cached_property
    def _texts(self) -> Mapping[str, Mapping[str, str]]:
        return texts_of(list(self._needs.values()))

    @cached_property
    def _latest(self) -> Mapping[object, AuditEntry]:
        """The latest act on each need since the list went out."""
        since = min((row.mark.at for row in self.listed.rows if row.mark and row.edited), default=None)
        if since is None:
            return {}
        ids = [need.pk for need in self._needs.values()]
        entries = AuditEntry.objects.filter(subject_kind="need", subject_id__in=ids, at__gt=since)
        return {entry.subject_id: entry for entry in entries.exclude(action__in=_NO_CHANGES).order_by("at", "id")}


def _each_once(messages: Iterable[Message]) -> tuple[Message, ...]:
    """The messages, the same words beside the same column only once."""
    return tuple({(message.code, message.column): message for message in messages}.values())
