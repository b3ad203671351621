"""Referrals to a policy: which office takes them, and how long it has. Plain Python."""

from collections.abc import Iterator
from typing import Final

from duijie.apps.needs.rules.vocabulary import PolicyKind, Urgency
from duijie.kernel.errors import RuleBroken, mark

DUE_DAYS: Final = 20
URGENT_DAYS: Final = 3
"""Urgent cases go to temporary relief at once (DOMAIN: policy before charity)."""

OFFICE_OF_POLICY: Final[dict[str, str]] = {
    PolicyKind.DIBAO: mark("County civil affairs bureau"),
    PolicyKind.EXTREME_HARDSHIP: mark("County civil affairs bureau"),
    PolicyKind.TEMPORARY_RELIEF: mark("County civil affairs bureau"),
    PolicyKind.MEDICAL: mark("County medical security bureau"),
    PolicyKind.EDUCATION: mark("County education bureau"),
    PolicyKind.DISABILITY: mark("County disabled persons' federation"),
    PolicyKind.HOUSING: mark("County housing and construction bureau"),
    PolicyKind.FISCAL_LIBRARY: mark("County office that keeps the fiscal project library"),
}
"""The usual addressee of a letter; a clerk may write another."""


def referral_faults(policy: str) -> Iterator[RuleBroken]:
    """A referral names one of the policies."""
    if policy not in frozenset(PolicyKind):
        yield RuleBroken(mark("Please choose one of the list."), field="policy")


def due_days(urgency: str, policy: str) -> int:
    """Working days until the answer is due."""
    is_urgent = urgency == Urgency.URGENT or policy == PolicyKind.TEMPORARY_RELIEF
    return URGENT_DAYS if is_urgent else DUE_DAYS
