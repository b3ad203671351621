"""Words that tell of illness, disability, money or a child: for these the law asks for a consent of its own (PIPL 28).

The list only decides when the box must be ticked; it is always there, because no list knows every word.
"""

import re
from typing import Final

PATTERN: Final = (
    "病(?![虫害])|癌|肿瘤|手术|住院|透析|瘫痪|残疾|残障|失明|聋|哑巴|精神病|抑郁|怀孕|孕妇|艾滋"
    "|低保|特困|欠债|欠款|负债|存款"
    "|孩子|小孩|儿童|婴儿|幼儿|孙子|孙女|孤儿|未成年"
    "|(?<![0-9])(?:1[0-3]|[1-9])岁|(?<![一二三四五六七八九十百])(?:十[一二三]?|[一二三四五六七八九])岁"
)
"""Also read by the scripts of the field's pages, so that a cadre is asked while he still stands with the person."""
_WORDS: Final = re.compile(PATTERN)
MOST_NAMED: Final = 3


def sensitive_words(text: str) -> tuple[str, ...]:
    """The first few words of a text that speak of such things."""
    return tuple(dict.fromkeys(_WORDS.findall(text)))[:MOST_NAMED]
