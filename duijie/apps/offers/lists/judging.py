"""Lay an offer list that came back beside the offers as they are now, and say of each row what it is."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any, Final

from duijie.apps.offers.lists.columns import LABELS, NUMBER, READ_ONLY, SENT, cells_of
from duijie.apps.offers.lists.parsing import value_of
from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.content import Content, capacity_fault, content_faults
from duijie.apps.offers.rules.lifecycle import MAKE, NAME
from duijie.apps.offers.rules.vocabulary import DRAFT, PAUSED, PUBLISHED, RETURNED, SUBMITTED
from duijie.apps.offers.selectors import offers_of
from duijie.apps.offers.services.writing import content_of
from duijie.apps.organizations.models import Organization
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import can
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.lists.messages import Message, message_of
from duijie.kernel.lists.returned import Difference, OwnList, ReturnedRow, missing_rows, read_own_list
from duijie.kernel.lists.values import texts_as_written
from duijie.kernel.lists.verdicts import Judged, Review, Verdict, has_errors

ACTS: Final = {DRAFT: "edit", RETURNED: "complete", PUBLISHED: "adjust_capacity", PAUSED: "adjust_capacity"}
"""By which act a list changes an offer; what is published changes its capacity only."""
_UNKNOWN = mark("There is no offer %(number)s of ours.")
_HERE_ALREADY = mark("An offer of this name is here already: %(number)s. Change it in its own row.")
_NO_MAKER = mark("Only an organization in good standing offers; this row was added and stays out.")
_CLOSED = mark("It is being reviewed, or over: a list changes nothing of it.")
_CAPACITY_ONLY = mark("It is published: a list changes its capacity, nothing else.")


@dataclass(frozen=True, slots=True)
class NewOffer:
    """An added row, read."""

    offer: Content
    content: Mapping[str, str]


@dataclass
class Judge:
    """Reads what it needs of the organization's offers once, for all rows."""

    actor: Actor
    organization: Organization
    listed: OwnList

    def review(self) -> Review:
        """Every row with its verdict, in the order of the list."""
        return Review(tuple(map(self._judged, self.listed.rows)), missing_rows(self.listed.rows))

    def _judged(self, row: ReturnedRow) -> Judged:
        if row.fault:
            return Judged(row, Verdict.BROKEN, messages=(row.fault,))
        if row.mark is None:
            return self._added(row)
        offer = self._offers.get(row.mark.number)
        if offer is None:
            unknown = Message(_UNKNOWN, row=row.number, params={"number": row.mark.number})
            return Judged(row, Verdict.BROKEN, messages=(unknown,))
        edited = [name for name in row.edited if self._texts[offer.number][name] != row.texts[name]]
        return self._changed(row, offer, edited) if edited else Judged(row, Verdict.UNCHANGED, offer)

    def _changed(self, row: ReturnedRow, offer: Offer, edited: list[str]) -> Judged:
        """A row whose edited cells say something else than the offer does now."""
        values, messages = self._read(row, edited)
        before = content_of(offer)
        found = tuple(
            Difference(name, getattr(before, name), value)
            for name, value in values.items()
            if getattr(before, name) != value
        )
        if not found and not messages:
            return Judged(row, Verdict.UNCHANGED, offer)
        faults = _faults(offer, replace(before, **values), {each.name for each in found})
        messages += [self._beside(row, fault.field or "", fault) for fault in faults]
        clashes = self._clashes(row, offer, edited) & {each.name for each in found}
        verdict = Verdict.CONFLICT if clashes else Verdict.CHANGED
        return Judged(
            row,
            Verdict.BROKEN if has_errors(messages) else verdict,
            offer,
            None,
            found,
            clashes,
            (ACTS[offer.state],) if offer.state in ACTS else (),
            tuple(messages),
            self._meanwhile(row, offer),
        )

    def _added(self, row: ReturnedRow) -> Judged:
        """A row that the organization wrote into the list: a draft, unless an offer of this name is here."""
        title = row.texts.get("title", "")
        here = next((each for each in self._offers.values() if each.title == title), None)
        if here is not None:
            known = self.listed.beside("title", Message(_HERE_ALREADY, row=row.number, params={"number": here.number}))
            return Judged(row, Verdict.UNCHANGED, here, messages=(known,))
        texts = {name: text for name, text in row.texts.items() if text and name not in {*READ_ONLY, NUMBER}}
        values, messages = self._read(row, list(texts))
        content = Content(**{"title": "", **values})
        messages += [self._beside(row, fault.field or "", fault) for fault in content_faults(content, DRAFT)]
        if not can(self.actor, MAKE, self.organization):
            messages.append(Message(_NO_MAKER, row=row.number))
        verdict = Verdict.BROKEN if has_errors(messages) else Verdict.ADDED
        return Judged(row, verdict, parsed=NewOffer(content, texts), messages=tuple(messages))

    def _read(self, row: ReturnedRow, names: Iterable[str]) -> tuple[dict[str, Any], list[Message]]:
        """The particulars of some cells, and what is wrong with them."""
        values: dict[str, Any] = {}
        messages: list[Message] = []
        for name in names:
            try:
                values[name] = value_of(name, row.texts[name])
            except RuleBroken as refusal:
                messages.append(self._beside(row, name, refusal))
        return values, messages

    def _beside(self, row: ReturnedRow, name: str, refusal: RuleBroken) -> Message:
        return self.listed.beside(name, message_of(refusal, row=row.number))

    def _clashes(self, row: ReturnedRow, offer: Offer, edited: Iterable[str]) -> frozenset[str]:
        """The particulars that were changed both in the list and here since it went out."""
        present = self._texts[offer.number]
        return frozenset(name for name in edited if row.mark and row.mark.has_changed(name, present[name]))

    def _meanwhile(self, row: ReturnedRow, offer: Offer) -> AuditEntry | None:
        entry = self._latest.get(offer.pk)
        return entry if entry and row.mark and entry.at > row.mark.at else None

    @cached_property
    def _offers(self) -> Mapping[str, Offer]:
        return {each.number: each for each in offers_of(self.organization).select_related("picture")}

    @cached_property
    def _texts(self) -> Mapping[str, Mapping[str, str]]:
        offers = list(self._offers.values())
        return {each.number: texts_as_written(cells) for each, cells in zip(offers, cells_of(offers), strict=True)}

    @cached_property
    def _latest(self) -> Mapping[object, AuditEntry]:
        """The latest act on each offer since the list went out."""
        since = min((row.mark.at for row in self.listed.rows if row.mark and row.edited), default=None)
        if since is None:
            return {}
        ids = [each.pk for each in self._offers.values()]
        entries = AuditEntry.objects.filter(subject_kind="offer", subject_id__in=ids, at__gt=since)
        return {entry.subject_id: entry for entry in entries.filter(action__startswith=NAME).order_by("at", "id")}


def review_of(actor: Actor, organization: Organization, data: bytes) -> Review:
    """Every row of a returned list beside the organization's offer as it is now.

    Raises:
        RuleBroken: the file cannot be read, or did not go out of the platform (beside `file`).
    """
    listed = read_own_list(data, labels=LABELS, sent=SENT, numbers=NUMBER, field="file")
    return Judge(actor, organization, listed).review()


def _faults(offer: Offer, after: Content, changed: set[str]) -> Iterator[RuleBroken]:
    """Why the offer cannot become what the list says; the acts themselves ask again."""
    act = ACTS.get(offer.state, "")
    if not act:
        yield RuleBroken(_CLOSED)
    elif act != "adjust_capacity":
        yield from content_faults(after, DRAFT if act == "edit" else SUBMITTED)
    elif changed - {"capacity"}:
        for name in sorted(changed - {"capacity"}):
            yield RuleBroken(_CAPACITY_ONLY, field=name)
    elif after.capacity is None:
        yield RuleBroken(mark("Please fill this in."), field="capacity")
    elif fault := capacity_fault(after.capacity, offer.capacity_taken, offer.unit):
        yield fault
