"""Answers in one tap: each is a button that sends a form of its own, and works where no script runs."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from django.utils.translation import gettext as _

from duijie.apps.matches.models import Match, Order, Suggestion
from duijie.apps.matches.rules import DECLINE_LABELS
from duijie.apps.matches.services.reconsidering import may_reconsider
from duijie.apps.needs.models import Need
from duijie.kernel.ids import new_id
from duijie.web.frame.acts import Act, Button
from duijie.web.frame.formats import quantity
from duijie.web.organization.match_facts import asked_of

AT_ONCE: Final = ("accept", "take", "reconsider")
"""Acts that ask nothing which the page does not know; the others have a page of their own."""


@dataclass(frozen=True, slots=True)
class Tap:
    """A form without questions: its button, and what it sends along."""

    label: str
    address: str
    given: Mapping[str, str]
    submission_id: UUID
    help_text: str = ""


@dataclass(frozen=True, slots=True)
class Refusal:
    """暂不承接: every reason is a button of one form, with room for a remark."""

    label: str
    address: str
    reasons: Sequence[tuple[str, str]]
    submission_id: UUID
    help_text: str


@dataclass(frozen=True, slots=True)
class Answers:
    """What may be answered now: at once, on a page of its own, or not for now and why."""

    taps: Sequence[Tap]
    pages: Sequence[Button]
    refusal: Refusal | None

    def __bool__(self) -> bool:
        return bool(self.taps or self.pages or self.refusal)


def answers_to(
    row: Order | Suggestion | Match, need: Need, offered: Sequence[Button], acts: Mapping[str, Act]
) -> Answers:
    """The acts that are open to the actor, as they are answered on the page of the row."""
    taps, pages, refusal = [], [], None
    for button in offered:
        if button.event == "decline":
            refusal = _refusal(button, row)
        elif button.event not in AT_ONCE:
            pages.append(button)
        elif button.event != "reconsider" or may_reconsider(row.answer_until):
            taps.append(_tap(button, row, need, acts[button.event]))
        if button.event == "take":
            pages.append(Button(button.event, _("Only a part, or with a word to the office"), button.address))
    return Answers(taps, pages, refusal)


def _tap(button: Button, row: Order | Suggestion | Match, need: Need, act: Act) -> Tap:
    label, given = button.label, {}
    if button.event == "take":
        asked = asked_of(row, need)
        label = _("%(act)s: %(title)s") % {"act": label, "title": quantity(asked, need.unit)}
        given = {"quantity": f"{asked.normalize():f}"}
    return Tap(label, button.address, given, new_id(), _(act.help_text) if act.help_text else "")


def _refusal(button: Button, row: Order | Suggestion | Match) -> Refusal:
    reasons = [(reason.value, _(label)) for reason, label in DECLINE_LABELS.items()]
    hint = _("Tap the reason, and it is answered. It is not public and can be taken back while the answer is due.")
    if isinstance(row, Match):
        hint = _("Tap the reason, and it is answered. It is not public, and you may be interested again later.")
    return Refusal(button.label, button.address, reasons, new_id(), hint)
