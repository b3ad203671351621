from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.kernel.errors import RuleBroken
from duijie.kernel.money import Unit, money_of_number, parse_money

WAN = Unit.WAN_YUAN


@pytest.mark.parametrize(
    ("text", "unit", "fen"),
    [
        ("1.5万", Unit.YUAN, 1_500_000),
        ("12,000.50", Unit.YUAN, 1_200_050),
        ("３万元", Unit.YUAN, 3_000_000),
        ("１２，０００", Unit.YUAN, 1_200_000),
        ("¥800", Unit.YUAN, 80_000),
        ("￥ 800.00 元整", Unit.YUAN, 80_000),
        ("人民币500元", Unit.YUAN, 50_000),
        (" 2 300 ", Unit.YUAN, 230_000),
        ("0", Unit.YUAN, 0),
        (".5", Unit.YUAN, 50),
        ("1.2亿", Unit.YUAN, 12_000_000_000),
        ("3百万", Unit.YUAN, 300_000_000),
        ("1.5", WAN, 1_500_000),
        ("5000元", WAN, 500_000),
        ("1.5万元", WAN, 1_500_000),
        ("0.0001", WAN, 100),
    ],
)
def test_an_amount_is_read_as_people_write_it(text: str, unit: Unit, fen: int) -> None:
    assert parse_money(text, unit) == fen


@pytest.mark.parametrize(
    "text", ["", "约3万", "3-5万", "三万", "1,2000", "12万5", "abc", "1e5", "--", "万", "3万万元", "1.2.3", "１２ａ"]
)
def test_what_is_no_amount_is_refused_beside_its_field(text: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        parse_money(text, field="total")
    assert refused.value.field == "total"


@pytest.mark.parametrize("text", ["0.001", "0.0000001万", "99999999999999999元"])
def test_fractions_of_a_fen_and_absurd_amounts_are_refused(text: str) -> None:
    with pytest.raises(RuleBroken):
        parse_money(text)


@given(st.integers(0, 10_000_000_000_000))
def test_every_amount_comes_back(fen: int) -> None:
    assert parse_money(f"{Decimal(fen) / 100:,.2f}") == fen


@given(st.text(max_size=30))
def test_any_text_is_read_or_refused(text: str) -> None:
    with suppress(RuleBroken):
        assert parse_money(text) >= 0


@pytest.mark.parametrize(
    ("number", "unit", "fen"),
    [(1.5, WAN, 1_500_000), (0.1 + 0.2, Unit.YUAN, 30), (10000 / 3, Unit.YUAN, 333_333), (7, WAN, 7_000_000)],
)
def test_a_cell_s_number_is_rounded_to_the_fen(number: float, unit: Unit, fen: int) -> None:
    assert money_of_number(number, unit) == fen


@pytest.mark.parametrize("number", [-1, float("nan"), float("inf"), 1e30])
def test_a_cell_that_holds_no_amount_is_refused(number: float) -> None:
    with pytest.raises(RuleBroken):
        money_of_number(number)
