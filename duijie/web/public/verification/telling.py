"""What a check found, in words; the page's scripts say the same from the same sentences."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.ledger.disclosing.checking import Proven
from duijie.ledger.disclosing.disclosures import Field
from duijie.ledger.errors import FormatError, LedgerError, ProofProblem
from duijie.ledger.verifying.opening import Opened
from duijie.web.frame.formats import hours, money
from duijie.web.frame.parts import Fact
from duijie.web.public.verification import names

_FEN, _TENTHS = "_fen", "tenths"


@dataclass(frozen=True, slots=True)
class Told:
    """A verdict: `right`, `wrong` (does not agree) or `unclear` (cannot be read), and what is and is not proven."""

    verdict: str
    heading: str
    sentences: tuple[str, ...]
    facts: tuple[Fact, ...] = ()
    unproven: tuple[str, ...] = ()


def told(proven: Proven) -> Told:
    """The words for a disclosure that holds."""
    withheld = len(proven.disclosure.withheld)
    left = (_("Not shown here: %(count)s more fields.") % {"count": withheld},) if withheld else ()
    return Told(
        "right",
        _("Agrees with the record"),
        standing(proven.opened, proven.since),
        (*leaf_facts(proven.disclosure.leaf), *(Fact(name_of(each), value_of(each)) for each in proven.fields)),
        (*left, always_unproven()),
    )


def told_leaf(leaf: Mapping[str, str], opened: Opened, since: int | None) -> Told:
    """The words for a leaf alone, none of whose fields are shown."""
    unproven = (_("What the fields of this entry say stands on its paper, not here."), always_unproven())
    return Told("right", _("Agrees with the record"), standing(opened, since), leaf_facts(leaf), unproven)


def refused(error: LedgerError) -> Told:
    """The words for what does not hold or cannot be read."""
    if isinstance(error, FormatError):
        return Told("unclear", _("This cannot be checked"), (unreadable(),))
    reason = altered() if isinstance(error, ProofProblem) else unknown()
    return Told("wrong", _("Does not agree with the record"), (reason,))


def standing(opened: Opened, since: int | None) -> tuple[str, ...]:
    """Since when it stands there, and who besides the platform has checked."""
    count = len(opened.witnessed)
    if since is None or not count:
        return (alone(),)
    when = moment(datetime.fromtimestamp(since, UTC))
    names_of = _(", ").join(key.name for key in opened.witnessed)
    return (
        _("It has stood in the record since %(when)s at the latest.") % {"when": when},
        _("Bodies that checked it together: %(count)s (%(names)s).") % {"count": count, "names": names_of},
    )


def leaf_facts(leaf: Mapping[str, str]) -> tuple[Fact, ...]:
    """Who vouched for what, where and when, by the six texts of a leaf."""
    hour = datetime.strptime(leaf["hour"], "%Y-%m-%dT%HZ").replace(tzinfo=UTC)
    return (
        Fact(_("What was recorded"), names.kinds().get(leaf["kind"], leaf["kind"])),
        Fact(_("Who vouched for it"), names.roles().get(leaf["role"], leaf["role"])),
        Fact(_("Code of the place"), leaf["division"] or _("The whole country")),
        Fact(_("In the hour of"), moment(hour)),
    )


def name_of(field: Field) -> str:
    """A field in words; its own name where none are known."""
    return names.fields().get(field.name, field.name)


def value_of(field: Field) -> str:
    """A value as people read it."""
    if field.name.endswith(_FEN) and isinstance(field.value, int):
        return money(field.value, "yuan")
    if field.name == _TENTHS and isinstance(field.value, int):
        return hours(field.value)
    if isinstance(field.value, bool):
        return _("Yes") if field.value else _("No")
    text = "" if field.value is None else str(field.value)
    words = names.values().get(field.name)
    return ("、".join(words.get(code, code) for code in text.split(",")) if words else text) or "—"


def moment(when: datetime) -> str:
    """A day and the time on it, in China's time."""
    there = localtime(when)
    return _("{day}/{month}/{year} {time}").format(
        year=there.year, month=there.month, day=there.day, time=f"{there:%H:%M}"
    )


def alone() -> str:
    """Where no witness has cosigned."""
    return _("So far signed by the platform alone; no other body has checked it yet.")


def always_unproven() -> str:
    """What no record proves of itself."""
    return _("The record proves who vouched for this and that it was not changed since; not that it is true.")


def unreadable() -> str:
    """Why something could not be checked at all."""
    return _("This is no code or file of a record, or a part of it is missing. Take it over once more, whole.")


def altered() -> str:
    """Why something does not hold that could be read."""
    return _("What stands there is not what was recorded: something has been changed.")


def unknown() -> str:
    """Why a signature does not hold, or is nobody's."""
    return _("The signature does not fit: something has been changed, or it comes from a platform unknown here.")
