"""What the parts of a need amount to, without a database."""

from datetime import UTC, datetime
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from duijie.apps.needs.rules.needs import PROGRESS_STATES
from duijie.apps.needs.rules.progress import (
    AGREED,
    TAKEN,
    Part,
    first_times,
    left_to_take,
    progress_of,
    revision_faults,
    state_after_revision,
)

SIXTY = Decimal(60)
NOW = datetime(2026, 11, 21, tzinfo=UTC)
STAGES = ("interested", "committed", "signed", "under_way", "to_confirm", "disputed", "confirmed", "withdrawn")
parts_of_sixty = st.lists(
    st.builds(Part, st.sampled_from(STAGES), st.decimals(min_value=0, max_value=60, places=2)), max_size=8
)


def state_of(*parts):
    return progress_of(SIXTY, [Part(stage, Decimal(quantity)) for stage, quantity in parts]).state


def test_a_need_nobody_has_answered_waits_for_a_match():
    assert state_of() == "published"
    assert state_of(("withdrawn", 60)) == "published"


def test_interest_alone_takes_nothing():
    progress = progress_of(SIXTY, [Part("interested", SIXTY)])
    assert (progress.state, progress.taken) == ("matching", 0)


def test_the_state_is_the_one_that_waits_for_somebody_soonest():
    assert state_of(("committed", 20), ("interested", 5)) == "matching"
    assert state_of(("committed", 20), ("signed", 20)) == "signed"
    assert state_of(("signed", 20), ("under_way", 20)) == "under_way"
    assert state_of(("disputed", 20), ("signed", 20)) == "under_way"
    assert state_of(("to_confirm", 1), ("under_way", 20)) == "to_confirm"


def test_a_need_is_fulfilled_only_when_all_that_was_asked_is_confirmed():
    assert state_of(("confirmed", 40)) == "matching"
    assert state_of(("confirmed", 40), ("confirmed", 20)) == "fulfilled"


@given(parts_of_sixty)
def test_more_is_taken_than_agreed_and_more_agreed_than_met(parts):
    progress = progress_of(SIXTY, parts)
    assert progress.taken >= progress.agreed >= progress.met >= 0
    assert progress.state in PROGRESS_STATES
    assert (progress.state == "fulfilled") == (progress.met >= SIXTY)


@given(parts_of_sixty)
def test_the_order_of_parts_does_not_matter(parts):
    assert progress_of(SIXTY, parts) == progress_of(SIXTY, parts[::-1])


@given(st.decimals(min_value=0, max_value=100, places=2), st.decimals(min_value=0, max_value=100, places=2))
def test_what_is_left_and_what_is_taken_make_the_whole(asked, taken):
    left = left_to_take(asked, taken)
    assert left >= 0
    assert left + min(taken, asked) == asked


@given(parts_of_sixty)
def test_dates_follow_one_from_another(parts):
    reached = first_times(parts, progress_of(SIXTY, parts), NOW)
    if "agreed_at" in reached:
        assert {"taken_at", "first_interest_at"} <= set(reached)
    if "confirmed_at" in reached:
        assert {"delivered_at", "agreed_at"} <= set(reached)
    assert AGREED < TAKEN


def test_a_need_never_asks_for_less_than_is_taken():
    assert not list(revision_faults(Decimal(20), taken=Decimal(20), unit="盏"))
    assert [fault.field for fault in revision_faults(Decimal(19), taken=Decimal(20), unit="盏")] == ["quantity"]
    assert [fault.field for fault in revision_faults(Decimal(0), taken=Decimal(0), unit="盏")] == ["quantity"]


def test_saying_enough_fulfils_a_need_of_which_the_rest_has_arrived():
    assert state_after_revision("under_way", Decimal(40), met=Decimal(40)) == "fulfilled"
    assert state_after_revision("under_way", Decimal(50), met=Decimal(40)) == "under_way"
