"""What an offer must say, and the arithmetic of its capacity: no database needed."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.apps.offers.rules import OFFER
from duijie.apps.offers.rules.content import (
    Content,
    capacity_fault,
    capacity_left,
    content_faults,
    plain,
    required_at,
    reservation_fault,
)
from tests.factories.offers import content

quantities = st.decimals(min_value=0, max_value=10_000, places=2)


def faulty(given_content: Content, state: str = "submitted") -> set[str | None]:
    return {fault.field for fault in content_faults(given_content, state)}


def test_a_draft_needs_a_title_only() -> None:
    assert required_at("draft") == ("title",)
    assert not faulty(Content(title="理发"), "draft")


def test_what_the_menu_shows_must_be_said_before_sending() -> None:
    assert faulty(Content(title="理发")) == set(required_at("submitted")) - {"title"}
    assert not faulty(content())


def test_only_words_of_the_lists_are_taken() -> None:
    wrong = content(field="magic", subfield="", mode="by_post", beneficiaries=("dragons",), forms=("gold",))
    assert faulty(wrong) == {"field", "mode", "beneficiaries", "forms"}
    assert faulty(content(subfield="nothing")) == {"subfield"}


def test_a_part_belongs_to_its_field() -> None:
    assert faulty(content(field="health", subfield="elderly")) == {"subfield"}


def test_the_end_does_not_lie_before_the_beginning() -> None:
    assert faulty(content(available_from=date(2026, 5, 1), available_to=date(2026, 4, 30))) == {"available_to"}


def test_numbers_are_above_zero() -> None:
    assert faulty(content(capacity=Decimal(0), budget_fen=-1)) == {"capacity", "budget_fen"}


@given(quantities, quantities, quantities)
def test_a_reservation_is_refused_exactly_when_it_would_take_too_much(
    capacity: Decimal, taken: Decimal, quantity: Decimal
) -> None:
    fault = reservation_fault(capacity, taken, quantity, "次")
    assert (fault is None) == (quantity > 0 and taken + quantity <= capacity)
    assert capacity_left(capacity, taken) >= 0


@given(quantities, quantities)
def test_what_is_promised_stays_promised(capacity: Decimal, taken: Decimal) -> None:
    assert (capacity_fault(capacity, taken, "次") is None) == (capacity > 0 and capacity >= taken)


@pytest.mark.parametrize(("number", "text"), [("20.00", "20"), ("2.50", "2.5"), ("100", "100"), ("0.00", "0")])
def test_quantities_are_said_without_empty_decimals(number: str, text: str) -> None:
    assert plain(Decimal(number)) == text


def test_every_event_can_be_caused_by_somebody_and_every_state_be_reached() -> None:
    reached = {OFFER.initial}
    for _ in OFFER.states:
        reached |= {t for state in reached for each in OFFER.events_from(state) for t in each.possible_targets(state)}
    assert reached == set(OFFER.states)
    assert all(transition.who for transition in OFFER.transitions)
    assert {state for state in OFFER.states if not OFFER.events_from(state)} == OFFER.final
