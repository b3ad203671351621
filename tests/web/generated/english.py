"""What is left of the Chinese interface on a page that says it is English; what people wrote may be Chinese."""

import re
from functools import cache

from babel.messages.pofile import read_po
from django.conf import settings

LEAST = 6
"""Characters: shorter words of the interface, such as 灯, are words of the data too."""
_GAP = re.compile(r"%\(\w+\)[sd]|%[sd]|\{\w*\}|\s+|<[^>]+>")
_CHINESE = re.compile(r"[\u4e00-\u9fff]")
_DOCUMENT = re.compile(r'<(section|article)\b[^>]*lang="zh-hans"[^>]*>.*?</\1>', re.DOTALL)


@cache
def phrases() -> tuple[str, ...]:
    """What the interface says in Chinese, cut at the places that are filled in."""
    found = set()
    for path in sorted((settings.BASE_DIR / "locale" / "zh_Hans").glob("*.po")):
        with path.open("rb") as stream:
            for message in read_po(stream, locale="zh_Hans"):
                said = message.string if isinstance(message.string, str) else " ".join(message.string)
                found.update(part for part in _GAP.split(said) if len(_CHINESE.findall(part)) >= LEAST)
    return tuple(found)


def chinese_in(words: str) -> list[str]:
    """The phrases of the Chinese interface that stand in some words."""
    return [phrase for phrase in phrases() if phrase in words] if _CHINESE.search(words) else []


def without_chinese_documents(markup: str) -> str:
    """A page without what it marks as a document in Chinese, such as a letter to an office."""
    return _DOCUMENT.sub("", markup)
