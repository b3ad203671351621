"""The rows of a list beside the needs that are here already: which are new, the same, or say something else."""

import hashlib
from dataclasses import dataclass

from django.db.models import Q

from duijie.apps.needs.importing.comparing import differences
from duijie.apps.needs.importing.reading import ParsedList
from duijie.apps.needs.importing.rows import ParsedRow
from duijie.apps.needs.models import ImportBatch, Need
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.steps import path_at
from duijie.apps.regions.rules import county_path_of
from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import mark
from duijie.kernel.lifecycle.tables import may
from duijie.kernel.lists.returned import Difference

EVENTS = {"draft": "edit", "returned": "complete"}
"""The states in which a need's words may still be changed, and the act that changes them."""
_WAITS = mark("It waits for verification. Ask the office whose turn it is to return it; then read the list in again.")
_NOT_YOURS = mark("Another seat has typed it; only who typed it, or its own place, may change it.")
_DECIDED = mark("It has been decided on or withdrawn; a list changes nothing in it any more.")


@dataclass(frozen=True, slots=True)
class Change:
    """A row that says something else than its need; `obstacle` (a message id, or "") is why it cannot be taken over."""

    row: ParsedRow
    need: Need
    differences: tuple[Difference, ...]
    obstacle: str


@dataclass(frozen=True, slots=True)
class Comparison:
    """A list beside the library: rows without a need yet, needs that stay as they are, and rows that have changed."""

    new: tuple[ParsedRow, ...]
    unchanged: int
    changes: tuple[Change, ...]

    @property
    def updatable(self) -> tuple[Change, ...]:
        """The changes that the clerk may take over."""
        return tuple(each for each in self.changes if not each.obstacle)

    @property
    def digest(self) -> str:
        """The same as long as the clerk looks at the same changes."""
        seen = [f"{each.need.number} {each.differences}" for each in self.updatable]
        return hashlib.sha256("\n".join(seen).encode("utf-8")).hexdigest()


def compare(actor: Actor, batch: ImportBatch, parsed: ParsedList) -> Comparison:
    """Lay the rows that nothing keeps out beside the needs of the same names and places."""
    known = _known_needs(batch, parsed)
    new, unchanged, changes = [], 0, []
    for row in parsed.ready:
        need = known.get(row.key) or known.get(_name_and_place(row.values["division_code"], row.values["title"]))
        if need is None:
            new.append(row)
        elif found := tuple(differences(row, parsed.mapping, need, need.imported_row)):
            changes.append(Change(row, need, found, _obstacle(actor, need)))
        else:
            unchanged += 1
    return Comparison(tuple(new), unchanged, tuple(changes))


def _known_needs(batch: ImportBatch, parsed: ParsedList) -> dict[str, Need]:
    """The needs of the batch's county by the keys of rows, and those that no list has made by name and place."""
    rows = parsed.ready
    county = county_path_of(batch.division_path) or path_at(batch.division_path, "county")
    imported = Q(import_key__in=[row.key for row in rows])
    by_hand = Q(import_key="", title__in=[row.values["title"] for row in rows]) & ~Q(state="withdrawn")
    needs = Need.objects.filter(imported | by_hand, county_path=county).order_by("created_at").defer("search")
    return {need.import_key or _name_and_place(need.division_code, need.title): need for need in needs}


def _name_and_place(code: str, title: str) -> str:
    return f"{code} {title}"


def _obstacle(actor: Actor, need: Need) -> str:
    event = EVENTS.get(need.state)
    if event is None:
        return _WAITS if need.state == "submitted" else _DECIDED
    return "" if may(NEED.transition(event), actor, need) else _NOT_YOURS
