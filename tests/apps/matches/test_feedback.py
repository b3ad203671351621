"""What the engine learns from: how far recommended pairs came, without anything personal."""

from decimal import Decimal

import pytest

from duijie.apps.matches.feedback import shown_pairs
from duijie.apps.matches.services import interest, suggestions
from duijie.apps.matches.services.progress import set_stage
from duijie.config.commandline import main
from duijie.matching.learning.log import Outcome, read_rows, write_row
from duijie.matching.reasons import Term
from tests.factories.matches import seat_of

pytestmark = pytest.mark.django_db
REASONS = [[f"{term}.some", {"words": [["路灯", "路灯"]]}, 10] for term in Term]


@pytest.fixture
def recommended(offices, need, organization):
    return suggestions.suggest(actor=offices.county, need=need, organization=organization, reasons=REASONS)


def only():
    [row] = shown_pairs()
    return row.outcome, row.settled


def test_each_step_of_a_recommended_pair_is_seen(recommended, organization):
    manager = seat_of(organization)
    assert only() == (Outcome.SHOWN, False)
    match = suggestions.take(actor=manager, suggestion=recommended, quantity=Decimal(20))
    assert only() == (Outcome.ACCEPTED, False)
    interest.commit(actor=manager, match=match, quantity=Decimal(20))
    assert only() == (Outcome.CONFIRMED, False)
    match.refresh_from_db()
    set_stage(match, "confirmed")
    assert only() == (Outcome.DELIVERED, True)


def test_a_refusal_is_an_answer_with_its_reason_and_a_withdrawal_is_none(recommended, organization, offices):
    suggestions.decline(actor=seat_of(organization), suggestion=recommended, decline_reason="distance")
    [row] = shown_pairs()
    assert (row.outcome, row.settled, row.reason) == (Outcome.DECLINED, True, "distance")


def test_a_withdrawn_recommendation_teaches_nothing(recommended, offices):
    suggestions.withdraw(actor=offices.county, suggestion=recommended)
    assert list(shown_pairs()) == []


def test_an_interest_that_was_given_up_is_settled(recommended, organization):
    manager = seat_of(organization)
    match = suggestions.take(actor=manager, suggestion=recommended, quantity=Decimal(20))
    interest.decline(actor=manager, match=match, decline_reason="budget")
    [row] = shown_pairs()
    assert (row.outcome, row.settled, row.reason) == (Outcome.ACCEPTED, True, "budget")


def test_a_recommendation_by_hand_without_terms_teaches_nothing(offices, need, organization):
    suggestions.suggest(actor=offices.county, need=need, organization=organization, reasons=REASONS[:3])
    assert list(shown_pairs()) == []


def test_a_row_names_nobody_and_can_be_learned_from(recommended, need, organization):
    [row] = shown_pairs()
    line = write_row(row)
    assert not any(word in line for word in (need.title, need.number, str(need.pk), organization.name, "路灯"))
    assert list(read_rows([line])) == [row]


def test_the_command_writes_the_log_that_training_reads(recommended, capsys):
    assert main(["match", "feedback"]) == 0
    said = capsys.readouterr()
    assert list(read_rows(said.out.splitlines())) == list(shown_pairs())
    assert "1 recommended pairs" in said.err
