"""A leaf is shown in part: what is shown is proven, what is not stays unknown, and no byte can be changed."""

import json
from hashlib import sha256

import pytest
import rfc8785
import segno
from hypothesis import given
from hypothesis import strategies as st

from duijie.apps.records import rules
from duijie.ledger.disclosing.checking import check_disclosure
from duijie.ledger.disclosing.commitments import SALT_SIZE, canonical, field_digest, root_of
from duijie.ledger.disclosing.compact import as_compact, from_compact
from duijie.ledger.disclosing.digits import as_digits, from_digits
from duijie.ledger.disclosing.disclosures import parse_disclosure
from duijie.ledger.disclosing.making import disclose, disclose_entry
from duijie.ledger.errors import FormatError, LedgerError, ProofProblem, SignatureProblem
from duijie.ledger.verifying.opening import Trust
from tests.ledger.made import SEEN_AT, log_key, witness_key
from tests.ledger.shown import (
    ALL,
    GIFT,
    KEYS,
    TWO_OF_THREE,
    from_ten_millions,
    gift_log,
    gift_shown,
    leaf_of,
    salts_of,
)

ADDRESS = "https://duijie.example.gov.cn/verify/#"
values = st.none() | st.booleans() | st.integers(-(2**53) + 1, 2**53 - 1) | st.text(max_size=30)
names = st.from_regex(r"[a-z][a-z0-9_]{0,12}", fullmatch=True)
fields_of_leaves = st.dictionaries(names, values, min_size=1, max_size=6)


@pytest.fixture(scope="module")
def shown(tmp_path_factory):
    return gift_shown(tmp_path_factory.mktemp("gift"), ["amount_fen"])


def changed(data: bytes, at: int, by: int) -> bytes:
    at %= len(data)
    return data[:at] + bytes([data[at] ^ by]) + data[at + 1 :]


def test_what_is_shown_is_proven_with_its_witnesses_and_since_when(shown):
    proven = check_disclosure(str(shown).encode(), [ALL])
    assert [(each.name, each.value) for each in proven.fields] == [("amount_fen", 12_345_600)]
    assert len(proven.disclosure.withheld) == 2
    assert proven.cosigners == tuple(key.name for key in KEYS[1:])
    assert proven.since == SEEN_AT
    assert check_disclosure(str(shown).encode(), [Trust(KEYS[0])]).since is None


def test_since_when_is_the_hour_at_which_enough_witnesses_had_seen_it():
    data = str(from_ten_millions()).encode()
    since = [check_disclosure(data, [trust]).since for trust in (Trust(KEYS[0], KEYS[1:]), TWO_OF_THREE, ALL)]
    assert since == [SEEN_AT, SEEN_AT + 1, SEEN_AT + 2]


@given(at=st.integers(0), by=st.integers(1, 255))
def test_no_byte_of_the_file_can_be_changed(shown, at, by):
    data = str(shown).strip().encode()
    with pytest.raises(LedgerError):
        check_disclosure(changed(data, at, by), [ALL])


@given(at=st.integers(0), by=st.integers(1, 255))
def test_no_byte_of_the_dense_code_can_be_changed(shown, at, by):
    data = changed(as_compact(shown, ALL), at, by)
    with pytest.raises(LedgerError):
        check_disclosure(as_digits(data).encode(), [ALL])


@given(at=st.integers(0), by=st.integers(1, 9))
def test_no_digit_of_the_dense_code_can_be_changed(shown, at, by):
    digits = as_digits(as_compact(shown, ALL))
    at %= len(digits)
    other = str((int(digits[at]) + by) % 10)
    with pytest.raises(LedgerError):
        check_disclosure(f"{digits[:at]}{other}{digits[at + 1 :]}".encode(), [ALL])


@given(at=st.integers(0), by=st.integers(1, 255))
def test_with_fewer_witnesses_demanded_a_change_costs_a_witness_or_the_whole_but_never_changes_a_fact(shown, at, by):
    before = check_disclosure(str(shown).encode(), [TWO_OF_THREE])
    try:
        after = check_disclosure(changed(str(shown).strip().encode(), at, by), [TWO_OF_THREE])
    except LedgerError:
        return
    assert (after.fields, after.disclosure.leaf) == (before.fields, before.disclosure.leaf)
    assert len(after.cosigners) == len(before.cosigners) - 1


@given(fields_of_leaves, st.data())
def test_any_fields_pass_through_file_and_dense_code_unchanged(fields, data):
    show = data.draw(st.sets(st.sampled_from(sorted(fields))))
    made = from_ten_millions(fields, show)
    assert parse_disclosure(str(made).encode()) == made
    assert from_compact(from_digits(as_digits(as_compact(made, ALL))), [ALL]) == made
    proven = check_disclosure(str(made).encode(), [ALL])
    assert {each.name: each.value for each in proven.fields} == {name: fields[name] for name in show}


def test_what_is_withheld_cannot_be_guessed_from_the_file():
    fields = {"by": "household", "met": True}
    made = from_ten_millions(fields, ["by"])
    assert salts_of(fields)["met"].hex() not in str(made)
    (digest,) = made.withheld
    nearby = [*(each.salt for each in made.shown), bytes(SALT_SIZE), b""]
    guesses = {field_digest(salt, "met", value) for salt in nearby for value in (True, False)}
    guesses |= {sha256(rfc8785.dumps(value)).digest() for value in (["met", True], ["met", False], True, False)}
    assert digest not in guesses


@given(st.lists(values, max_size=5))
def test_fields_are_written_as_any_other_writer_of_canonical_json_does(row):
    assert canonical(row) == rfc8785.dumps(row)


def test_the_platform_computes_the_same_roots():
    salts = salts_of(GIFT)
    assert root_of(field_digest(salts[name], name, value) for name, value in GIFT.items()) == rules.facts_root(
        GIFT, salts
    )


def test_a_code_from_ten_million_leaves_with_four_signatures_fits_a_moderate_qr():
    made = from_ten_millions()
    digits = as_digits(as_compact(made, ALL))
    assert len(made.proof.checkpoint.signatures) == 4
    code = segno.make([ADDRESS, digits], error="l", boost_error=False)
    assert code.version <= 25
    assert check_disclosure(f"{ADDRESS}{digits}".encode(), [ALL]).disclosure == made


def test_a_dense_code_may_come_with_blanks_and_line_ends_from_typing(shown):
    digits = as_digits(as_compact(shown, ALL))
    typed = "\r\n".join(digits[at : at + 60] for at in range(0, len(digits), 60)) + " \n"
    assert check_disclosure(typed.encode(), [ALL]).fields == shown.shown


REFUSED = {
    "not JSON": (lambda text: text[:0] + "what?", "A disclosure is JSON in UTF-8."),
    "nested": (lambda text: "[" * 50_000 + text, "A disclosure is JSON in UTF-8."),
    "blank": (lambda text: text.replace(",", ", ", 1), "A disclosure is RFC 8785 JSON: sorted names"),
    "twice": (lambda text: text.replace("{", '{"format":"x",', 1), "A disclosure is RFC 8785 JSON: sorted names"),
    "unknown part": (lambda text: text.replace('"shown"', '"seen"'), "A disclosure has format (duijie-disclosure@v1)"),
    "amount": (lambda text: text.replace("12345600", "12345700"), "The fields do not belong to this leaf"),
    "fraction": (lambda text: text.replace("12345600", "12345600.5"), "The field amount_fen is no text, whole number"),
    "other hour": (lambda text: text.replace("T09Z", "T10Z"), "The proof of the leaf does not lead to the root."),
    "no hour": (lambda text: text.replace("T09Z", "T9Z"), "The leaf of a disclosure has texts alone, and its hour"),
    "extra data": (
        lambda text: text.replace("v1\\nindex", "v1\\nextra AAAA\\nindex"),
        "The proof in a disclosure has no",
    ),
    "half a pair": (lambda text: text.replace("manager", "\\ud800"), "A disclosure is JSON in UTF-8."),
}


@pytest.mark.parametrize("how", REFUSED)
def test_a_broken_file_is_refused_with_one_sentence(shown, how):
    change, sentence = REFUSED[how]
    with pytest.raises(LedgerError) as refused:
        check_disclosure(change(str(shown)).encode(), [ALL])
    assert str(refused.value).startswith(sentence)


def test_a_log_whose_keys_are_not_known_proves_nothing(shown):
    stranger = Trust(log_key("other.example/2026", b"O").verifier)
    for data in (str(shown).encode(), as_digits(as_compact(shown, ALL)).encode()):
        with pytest.raises(SignatureProblem, match="not one of those whose keys are known"):
            check_disclosure(data, [stranger])


def test_too_few_known_witnesses_are_refused(shown):
    strict = Trust(KEYS[0], (witness_key(9).verifier, KEYS[1]), 2)
    with pytest.raises(SignatureProblem, match="1 of 2 demanded cosignatures"):
        check_disclosure(str(shown).encode(), [strict])


def test_only_fields_of_the_leaf_can_be_shown(tmp_path):
    folder, salts = gift_log(tmp_path / "log"), salts_of(GIFT)
    with pytest.raises(FormatError, match="has no field price"):
        disclose_entry(folder, 200, GIFT, salts, ["price"])
    with pytest.raises(ProofProblem, match="not those of the leaf"):
        disclose_entry(folder, 200, {**GIFT, "amount_fen": 1}, salts)
    with pytest.raises(FormatError, match="Leaf 3 is not one of an act"):
        disclose_entry(folder, 3, GIFT, salts)


def test_a_subject_that_is_no_pseudonym_has_no_dense_code(shown):
    leaf = leaf_of(GIFT, salts_of(GIFT), subject="王小明")
    with pytest.raises(FormatError, match="The subject of the leaf"):
        as_compact(disclose(leaf, GIFT, salts_of(GIFT), shown.proof), ALL)


def test_the_file_is_one_line_of_json_that_anybody_can_read(shown):
    text = str(shown)
    assert text.count("\n") == 1
    assert {*json.loads(text)} == {"format", "leaf", "proof", "shown", "withheld"}
