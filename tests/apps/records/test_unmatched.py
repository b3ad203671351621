"""What giver and receiver both stated is matched; what one side alone stated is counted, in public as totals only."""

from typing import Any

import pytest

from duijie.apps.notices.models import Notice
from duijie.apps.records.rules import PAIRS
from duijie.apps.records.services import erase, keep_leaf
from duijie.apps.records.unmatched import count_pairs, kept_totals, unmatched_subjects, unmatched_totals
from duijie.kernel.access.actors import SYSTEM
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.ids import new_id

pytestmark = pytest.mark.django_db
GIVEN, RECEIVED, MONEY = "report_delivery", "confirm", "record_money"


def row() -> Notice:
    return Notice.objects.create(account_id=new_id(), entry_id=new_id(), link="/")


def state(subject: Notice, event: str, **facts: Any) -> None:
    """One side states something of a project (any row will do)."""
    entry = AuditEntry.objects.create(
        action=f"projects.project.{event}",
        subject_kind="notice",
        subject_id=subject.pk,
        actor_role="village",
        actor_label="示例村",
        channel="web",
        facts={"need": "N-2345678", **facts},
    )
    keep_leaf(entry)


def totals() -> dict[str, tuple[int, int, int]]:
    return {each.pair.name: (each.matched, each.given_only, each.received_only) for each in unmatched_totals()}


def test_a_delivery_that_was_confirmed_as_it_was_reported_is_matched() -> None:
    subject = row()
    state(subject, GIVEN, quantity="30", unit="盏")
    state(subject, RECEIVED, quantity="30", unit="盏", by="code")
    assert totals()["delivery"] == (1, 0, 0)


def test_the_totals_are_kept_with_the_time_until_they_are_counted_anew() -> None:
    assert kept_totals() == []
    count_pairs()
    first = {each.pair: each for each in kept_totals()}
    assert list(first) == ["agreement", "delivery", "money"]
    state(row(), GIVEN, quantity="30", unit="盏")
    assert [each.given_only for each in kept_totals()] == [0, 0, 0]
    count_pairs()
    again = {each.pair: each for each in kept_totals()}
    assert (again["delivery"].given_only, again["delivery"].received_only) == (1, 0)
    assert again["delivery"].counted_at > first["delivery"].counted_at


def test_what_one_side_alone_stated_or_stated_otherwise_is_not() -> None:
    reported, differing = row(), row()
    state(reported, GIVEN, quantity="30", unit="盏")
    state(differing, GIVEN, quantity="30", unit="盏")
    state(differing, RECEIVED, quantity="25", unit="盏")
    assert totals()["delivery"] == (0, 2, 1)
    delivery = next(pair for pair in PAIRS if pair.name == "delivery")
    assert sorted(counts for _, *counts in unmatched_subjects(delivery)) == [[0, 1], [1, 0], [1, 0]]


def test_the_same_words_about_another_project_match_nothing() -> None:
    state(row(), GIVEN, quantity="30", unit="盏")
    state(row(), RECEIVED, quantity="30", unit="盏")
    assert totals()["delivery"] == (0, 1, 1)


def test_money_that_was_paid_is_matched_by_money_that_arrived_and_by_nothing_else() -> None:
    subject = row()
    state(subject, MONEY, kind="paid", amount_fen=100_000)
    state(subject, MONEY, kind="agreed", amount_fen=100_000)
    state(subject, MONEY, kind="used", amount_fen=100_000)
    assert totals()["money"] == (0, 1, 0)
    state(subject, MONEY, kind="arrived", amount_fen=100_000)
    assert totals()["money"] == (1, 0, 0)


def test_what_was_erased_counts_nowhere() -> None:
    subject = row()
    state(subject, GIVEN, quantity="30", unit="盏")
    erase(actor=SYSTEM, subject=subject)
    assert totals()["delivery"] == (0, 0, 0)
