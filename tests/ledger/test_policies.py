"""Whose cosignatures count is read as C2SP tlog-policy has it, and misread by nobody."""

import pytest

from duijie.ledger.errors import FormatError
from duijie.ledger.formats.policies import Policy, parse_policy
from tests.ledger.made import log_key, witness_key

ONE, TWO, THREE = (witness_key(number).verifier for number in (1, 2, 3))
WITNESSES = f"witness w1 {ONE} http://127.0.0.1:7460/\nwitness w2 {TWO} https://w.example/\nwitness w3 {THREE}\n"


def test_enough_of_a_group_is_enough():
    policy = parse_policy(f"# two of three\nlog {log_key().verifier}\n{WITNESSES}group g 2 w1 w2 w3\nquorum g\n")
    assert [each.address for each in policy.witnesses] == ["http://127.0.0.1:7460/", "https://w.example/", ""]
    assert not policy.is_met({ONE})
    assert policy.is_met({ONE, THREE})


def test_who_is_outside_of_the_quorum_is_asked_and_does_not_count():
    policy = parse_policy(f"{WITNESSES}group g any w1 w2\nquorum g\n")
    assert len(policy.witnesses) == 3
    assert not policy.is_met({THREE})
    assert policy.is_met({TWO})


@pytest.mark.parametrize(("words", "quorum"), [("all", 3), ("any", 1), ("2", 2)])
def test_a_threshold_is_a_number_or_a_word(words, quorum):
    assert parse_policy(f"{WITNESSES}group g {words} w1 w2 w3\nquorum g\n").quorum == quorum


def test_a_quorum_may_be_one_witness_or_none():
    assert parse_policy(f"{WITNESSES}quorum w2\n").counted == (TWO,)
    assert parse_policy(f"{WITNESSES}quorum none\n").is_met(set())
    assert parse_policy("") == Policy()


@pytest.mark.parametrize(
    "lines",
    [
        "witness w1",
        "wintess w1 key",
        f"witness w4 {log_key().verifier}",
        f"witness w4 {ONE}",
        f"witness w1 {witness_key(4).verifier}",
        "group g 4 w1 w2 w3",
        "group g 0 w1",
        "group g 2 w1 w1",
        "group g ² w1",
        "group g 1 w9",
        "quorum g",
    ],
)
def test_a_policy_with_a_mistake_is_refused(lines):
    with pytest.raises(FormatError, match="policy"):
        parse_policy(WITNESSES + lines + "\n")
