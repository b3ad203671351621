"""Credit codes: right ones pass, and what is wrong with the others is said so that it can be mended."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from duijie.apps.organizations.rules.credit_codes import DIGITS, LETTERS, credit_code_fault, is_usual_for, is_valid

RIGHT = ("91350100M000100Y43", "53320000509200881C")
BODIES = st.builds(
    "".join, st.tuples(st.text(DIGITS, min_size=8, max_size=8), st.text(DIGITS + LETTERS, min_size=9, max_size=9))
)
CODES = BODIES.map(lambda body: body + uscc.calc_check_digit(body))


def said(code: str) -> str:
    fault = credit_code_fault(code)
    return fault.code % fault.params if fault else ""


@pytest.mark.parametrize("code", RIGHT)
def test_right_codes_pass_however_they_are_spaced(code: str) -> None:
    assert credit_code_fault(code) is None
    assert credit_code_fault(f" {code[:4]} {code[4:].lower()} ") is None


def test_the_length_is_counted() -> None:
    assert said("9135010") == "A credit code has 18 characters; this one has 7."


def test_a_letter_that_codes_do_not_use_is_named_with_its_place_and_what_it_is_taken_for() -> None:
    assert said("533200005O9200881C") == "Character 10 is “O”, which credit codes do not use; is it “0”?"
    assert said("91350100M000100Y4Z") == "Character 18 is “Z”, which credit codes do not use; is it “3”?"


def test_the_first_eight_are_digits() -> None:
    assert said("5332A000509200881C") == "Character 5 is “A”; the first eight of a credit code are digits."


def test_a_check_character_that_does_not_fit_says_which_would() -> None:
    assert "(the 18th)" in said("53320000509200881D")
    assert "“C”" in said("53320000509200881D")


def test_neighbours_that_changed_places_are_found() -> None:
    assert said("53320000509208081C") == "The check character does not fit; have characters 14 and 15 changed places?"


def test_a_code_of_another_register_is_right_but_unusual_for_an_association() -> None:
    assert not is_usual_for("association", RIGHT[0])
    assert is_usual_for("foundation", RIGHT[1])
    assert is_usual_for("filed_community", "")


@given(CODES)
def test_every_code_with_its_check_character_passes(code: str) -> None:
    assert credit_code_fault(code) is None


@given(st.one_of(CODES, st.text(max_size=20), st.text(DIGITS + LETTERS + "IOZSV", min_size=18, max_size=18)))
def test_the_judgement_is_that_of_the_reference(code: str) -> None:
    assert (credit_code_fault(code) is None) == uscc.is_valid(code) == is_valid(code)


@given(CODES, st.integers(0, 17), st.sampled_from(DIGITS + LETTERS))
def test_one_wrong_character_never_passes(code: str, at: int, other: str) -> None:
    wrong = code[:at] + other + code[at + 1 :]
    assert wrong == code or credit_code_fault(wrong) is not None


@given(CODES, st.integers(0, 16))
def test_two_neighbours_exchanged_never_pass(code: str, at: int) -> None:
    wrong = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
    assert wrong == code or credit_code_fault(wrong) is not None
