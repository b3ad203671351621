from datetime import UTC, date, datetime
from decimal import Decimal

import pytest
from django.utils import translation

from duijie.web.frame import formats


@pytest.fixture(params=["zh-hans", "en"])
def language(request):
    with translation.override(request.param):
        yield request.param


@pytest.mark.parametrize(
    ("fen", "words"),
    [
        (250_000, "2,500元"),
        (250_050, "2,500.50元"),
        (5_230_000, "5.23万元"),
        (5_234_560, "52,345.60元"),
        (4_145_000_000, "4,145万元"),
        (0, "0元"),
        (None, "—"),
    ],
)
def test_an_amount_is_said_in_wan_only_where_nothing_is_lost(fen, words):
    assert formats.money(fen) == words


def test_an_english_page_always_says_yuan():
    with translation.override("en"):
        assert formats.money(5_230_000) == "52,300 yuan"


def test_the_unit_of_an_amount_can_be_settled():
    assert formats.money(5_230_000, "yuan") == "52,300元"
    assert formats.money(5_234_560, "wan") == "5.23万元"


def test_dates_are_written_as_people_write_them(language):
    expected = {"zh-hans": "2026年11月21日", "en": "21 November 2026"}
    assert formats.date_zh(date(2026, 11, 21)) == expected[language]


def test_a_moment_is_read_in_the_time_of_the_platform(language):
    expected = {"zh-hans": "2026年11月22日 01:05", "en": "22 November 2026 01:05"}
    assert formats.datetime_local(datetime(2026, 11, 21, 17, 5, tzinfo=UTC)) == expected[language]


@pytest.mark.parametrize(
    ("number", "words"),
    [
        ("13800000000", "138 0000 0000"),
        ("+86 138-0000-0000", "138 0000 0000"),
        ("01012345678", "010 1234 5678"),
        ("0932-1234567", "0932 123 4567"),
        ("12345", "12345"),
        ("", "—"),
    ],
)
def test_phone_numbers_stand_in_the_groups_in_which_they_are_said(number, words):
    assert formats.phone_grouped(number) == words


@pytest.mark.parametrize(
    ("text", "kind", "words"),
    [
        ("13800001234", "", "138****1234"),
        ("621121199001011234", "", "621***********1234"),
        ("1234", "", "**34"),
        ("9", "", "*"),
        ("示例人", "name", "示**"),
        (None, "", "—"),
    ],
)
def test_masked_values_can_be_recognized_but_not_used(text, kind, words):
    assert formats.masked(text, kind) == words


def test_a_quantity_is_said_with_its_unit(language):
    assert formats.quantity(Decimal("1200.50"), "亩") == {"zh-hans": "1,200.5亩", "en": "1,200.5 亩"}[language]
    assert formats.quantity(None, "亩") == "—"


def test_a_share_of_nothing_is_no_share():
    assert formats.percentage(None) == "—"
    assert formats.percentage(Decimal("0.6184")) == "61.8%"
