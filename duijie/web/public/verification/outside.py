"""What others keep of the record: its heads elsewhere, states that contradict, statements that one side alone made."""

import re
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlsplit

from django.utils.html import format_html_join
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from duijie.apps.records.anchoring import newest_anchored
from duijie.apps.records.models import Anchored, Conflict, Log, PairCount
from duijie.kernel.errors import mark
from duijie.web.frame.formats import breaking, plain_number
from duijie.web.frame.parts import Column, State, Table
from duijie.web.public.verification.telling import moment

STANDS, FAILS = mark("Stands there"), mark("Could not be kept there")
KINDS: Final = {
    "file": mark("A file that only grows"),
    "timestamps": mark("An authority that stamps time"),
    "chain": mark("A chain of several bodies"),
}
RECEIPTS: Final = (
    (re.compile(r"line (?P<number>\d+)"), mark("Line %(number)s")),
    (re.compile(r"stamp (?P<number>\d+), .+"), mark("Stamp %(number)s")),
    (re.compile(r"block (?P<number>\d+), transaction (?P<of>\w+)"), mark("Block %(number)s, transaction %(of)s")),
)
PAIRS: Final = {
    "agreement": mark("Agreements: signed by both sides"),
    "delivery": mark("Deliveries: reported and confirmed"),
    "money": mark("Money: paid and arrived"),
}


@dataclass(frozen=True, slots=True)
class Contradiction:
    """A state of ours and what a witness holds instead, both as they were signed."""

    witness: str
    found: str
    ours: SafeString
    theirs: SafeString | str


def anchors(log: Log) -> Table:
    """Where heads of the log stand with other keepers, and which place fails."""
    rows: list[list[object]] = [
        [
            _place(each),
            State(FAILS if each.failure else STANDS),
            plain_number(each.size),
            moment(each.at),
            _receipt(each.receipt),
        ]
        for each in newest_anchored(log)
    ]
    columns = [
        Column(_("Keeper")),
        Column(_("State")),
        Column(_("Entries"), numeric=True),
        Column(_("Since when")),
        Column(_("Where to look it up")),
    ]
    return Table(_("Kept at other places"), columns, rows)


def contradictions(log: Log) -> list[Contradiction]:
    """What witnesses hold that cannot be true together with ours, newest first."""
    return [_contradiction(each) for each in log.conflicts.order_by("-found_at")]


def one_sided(totals: list[PairCount]) -> Table:
    """What both sides have stated, and what only one."""
    rows: list[list[object]] = [
        [
            _(PAIRS.get(each.pair, each.pair)),
            plain_number(each.matched),
            plain_number(each.given_only),
            plain_number(each.received_only),
        ]
        for each in totals
    ]
    columns = [
        Column(_("Statements of two sides")),
        Column(_("Agree"), numeric=True),
        Column(_("Only the giver's"), numeric=True),
        Column(_("Only the receiver's"), numeric=True),
    ]
    return Table(_("Statements of two sides"), columns, rows)


def _place(anchored: Anchored) -> str:
    """The kind of place, and who it is where the public can ask there; where our own files lie is nobody's business."""
    kind = _(KINDS.get(anchored.kind, anchored.kind))
    if anchored.kind == "file":
        return kind
    who = urlsplit(anchored.place).hostname or anchored.place
    return _("%(kind)s: %(who)s") % {"kind": kind, "who": who}


def _receipt(receipt: str) -> str:
    for shape, sentence in RECEIPTS:
        if found := shape.fullmatch(receipt):
            return _(sentence) % found.groupdict()
    return "—"


def _contradiction(found: Conflict) -> Contradiction:
    theirs = _lines(found.theirs) if found.theirs else _("That body does not show what it holds.")
    return Contradiction(found.witness, moment(found.found_at), _lines(found.ours), theirs)


def _lines(note: str) -> SafeString:
    return format_html_join(mark_safe("<br>"), "{}", ((breaking(line),) for line in note.splitlines()))
