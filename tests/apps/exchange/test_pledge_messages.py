"""The message of a pledge: one form, one signature, one addressee; whatever else comes is refused in one sentence."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.apps.exchange.rules.pledges import (
    GIVEN_UP_AFTER,
    VALID_FOR,
    Pledge,
    moment_text,
    open_pledge,
    pause_after,
    quantity_of,
)
from duijie.kernel.errors import NotAllowed, Refusal, RuleBroken
from duijie.kernel.ids import new_id
from duijie.ledger.formats.leaves import as_json
from tests.ledger.made import log_key

HERE, SENDER = "log.example/620000", "log.example/510000/2026"
AT = datetime(2026, 11, 22, 7, 30, tzinfo=UTC)
KEY = log_key(SENDER)
PLEDGE = Pledge(
    id=str(new_id()),
    sender=SENDER,
    to=HERE,
    need="N-22BCDFG",
    quantity="10",
    unit="盏",
    organization="O-22BCDFG",
    name="示例省乡村服务协会",
    credit_code="51510000MJ0000000X",
    registration_level="province",
    province="510000",
    phone="028-00000000",
    moment=moment_text(AT),
)


def opened(data: bytes, *, key=KEY, at: datetime = AT, here: str = HERE) -> Pledge:
    known = {key.verifier.name: key.verifier} if key else {}
    return open_pledge(data, here=here, key_of=known.get, at=at)


def signed(pledge: Pledge, key=KEY) -> bytes:
    return str(key.sign(pledge.text)).encode()


def refused(data: bytes, **changed: object) -> str:
    with pytest.raises(Refusal) as refusal:
        opened(data, **changed)  # type: ignore[arg-type]
    return refusal.value.code


TEXTS = st.text(st.characters(codec="utf-8"), max_size=40)


@given(name=TEXTS, unit=TEXTS, phone=TEXTS, hundredths=st.integers(1, 10**10))
def test_what_is_signed_is_what_is_read(name, unit, phone, hundredths):
    quantity = f"{hundredths / 100:.2f}".rstrip("0").rstrip(".")
    pledge = replace(PLEDGE, name=name, unit=unit, phone=phone, quantity=quantity)
    assert opened(signed(pledge)) == pledge


@given(place=st.integers(0, len(signed(PLEDGE)) - 1), bit=st.integers(0, 7))
def test_no_changed_bit_is_taken(place, bit):
    data = bytearray(signed(PLEDGE))
    data[place] ^= 1 << bit
    with pytest.raises(Refusal):
        opened(bytes(data))


def test_a_pledge_for_somebody_else_is_not_taken():
    assert refused(signed(PLEDGE), here="log.example/510000").startswith("This pledge is for")


def test_a_stranger_and_a_wrong_key_are_told_apart():
    assert refused(signed(PLEDGE), key=None).startswith("Nobody here follows")
    assert refused(signed(PLEDGE, log_key(SENDER, b"X"))).startswith("This pledge is not signed")
    with pytest.raises(NotAllowed):
        opened(signed(PLEDGE, log_key("log.example/110000/2026")))


def test_an_old_pledge_and_one_of_tomorrow_are_refused():
    assert opened(signed(PLEDGE), at=AT + VALID_FOR) == PLEDGE
    assert "older" in refused(signed(PLEDGE), at=AT + VALID_FOR + timedelta(seconds=1))
    assert "future" in refused(signed(PLEDGE), at=AT - timedelta(days=1))


@pytest.mark.parametrize(
    "changed",
    [
        {"kind": "exchange.other"},
        {"quantity": "0"},
        {"quantity": "1e3"},
        {"quantity": "10.0"},
        {"id": "11111111-1111-4111-8111-111111111111"},
        {"moment": "2026-11-22 07:30"},
        {"name": "示" * 201},
    ],
)
def test_a_message_with_a_wrong_value_is_no_pledge(changed):
    with pytest.raises(RuleBroken, match="no pledge"):
        opened(signed(replace(PLEDGE, **changed)))


def test_the_same_words_in_another_form_or_with_another_field_are_no_pledge():
    fields = json.loads(PLEDGE.text)
    for text in (json.dumps(fields) + "\n", as_json({**fields, "contact": "x"}) + "\n", "[]\n", "hello\n"):
        with pytest.raises(RuleBroken, match="no pledge"):
            opened(str(KEY.sign(text)).encode())


def test_a_quantity_has_one_way_to_be_written():
    assert quantity_of("12.5") == Decimal("12.5")
    assert [quantity_of(text) for text in ("12.50", "-1", "NaN", "", "1_0", " 1", "0.001")] == [None] * 7


def test_pauses_grow_and_a_pledge_is_given_up_before_it_is_too_old():
    pauses = [pause_after(tries) for tries in range(1, 40)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(minutes=1), timedelta(hours=6))
    assert GIVEN_UP_AFTER + pauses[-1] < VALID_FOR
