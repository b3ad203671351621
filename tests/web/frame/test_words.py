"""Words that the interface never uses: no label for people in poverty, no begging, no trade, no payment."""

import pytest
from babel.messages.pofile import read_po
from django.conf import settings

FORBIDDEN = ("贫困户", "贫困县", "扶贫", "募捐", "众筹", "求助", "下单", "撮合", "派单", "捐款", "付款", "打赏")
PARTS = ("common.po", "frame.po", "django.po")


@pytest.mark.parametrize("name", PARTS)
def test_the_frame_uses_no_word_that_hurts_or_asks_for_money(name):
    with (settings.BASE_DIR / "locale" / "zh_Hans" / name).open("rb") as stream:
        catalog = read_po(stream, locale="zh_Hans")
    said = [
        text
        for message in catalog
        for text in ([message.string] if isinstance(message.string, str) else message.string)
    ]
    assert [text for text in said if any(word in text for word in FORBIDDEN)] == []


@pytest.mark.parametrize("name", PARTS)
def test_chinese_sentences_use_chinese_punctuation(name):
    with (settings.BASE_DIR / "locale" / "zh_Hans" / name).open("rb") as stream:
        catalog = read_po(stream, locale="zh_Hans")
    said = [
        message.string if isinstance(message.string, str) else message.string[0] for message in catalog if message.id
    ]
    assert [text for text in said if any(mark in text for mark in (",", ";", "?", "!"))] == []
