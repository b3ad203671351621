"""查询码 and 确认码: short codes on a slip or in a message that a villager types without mistakes being accepted.

Twelve of 32 symbols: ten are random (50 bits), two are checks of a Reed–Solomon code over GF(32). Its distance is
3, so any two wrong symbols and any two exchanged ones are noticed. The two kinds of code have different checks: who
types the one where the other is asked can be told so. Only keyed digests are stored (`code_digest`).
"""

import re
import secrets
import unicodedata
from collections.abc import Iterator, Sequence
from enum import Enum
from itertools import accumulate, repeat

from duijie.kernel.privacy.digests import keyed_digest

ALPHABET = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
RANDOM_SYMBOLS = 10
LENGTH = 12
_GROUP = 4
_LOOK_ALIKES = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_NOT_TYPED = re.compile(r"[^0-9A-Z]")
_IN_TEXT = re.compile(
    r"(?<![0-9A-Za-z-])[0-9A-Za-z]{4}(?P<gap>[ -]?)[0-9A-Za-z]{4}(?P=gap)[0-9A-Za-z]{4}(?![0-9A-Za-z-])"
)


class CodeKind(Enum):
    """What a code opens; the value is what its two check sums give (no single mistake leads from one to the other)."""

    FOLLOW = (0, 0)
    CONFIRM = (0, 1)


def new_code(kind: CodeKind = CodeKind.FOLLOW) -> str:
    """A fresh code in three groups of four such as `7QK2-M4TA-9XZ3`."""
    symbols = [secrets.randbelow(len(ALPHABET)) for _ in range(RANDOM_SYMBOLS)]
    return _grouped("".join(ALPHABET[symbol] for symbol in (*symbols, *_checks(symbols, kind))))


def normalise(text: str) -> str:
    """The code as it was given out: capitals, groups, no look-alikes; full-width and any separators are accepted.

    What has not twelve symbols comes back without separators, and `check` refuses it.
    """
    typed = _NOT_TYPED.sub("", unicodedata.normalize("NFKC", text).upper()).translate(_LOOK_ALIKES)
    return _grouped(typed) if len(typed) == LENGTH else typed


def check(text: str, kind: CodeKind = CodeKind.FOLLOW) -> bool:
    """Whether this can be a code of the kind; says nothing about whether it was ever given out."""
    return kind_of(text) is kind


def kind_of(text: str) -> CodeKind | None:
    """The kind whose check sums the code fulfils, or None when it was mistyped."""
    typed = normalise(text).replace("-", "")
    if len(typed) != LENGTH:
        return None
    sums = _sums([ALPHABET.index(symbol) for symbol in typed])
    return next((kind for kind in CodeKind if kind.value == sums), None)


def code_digest(text: str, kind: CodeKind = CodeKind.FOLLOW) -> str:
    """What is stored and looked up instead of the code."""
    return keyed_digest(normalise(text), f"code:{kind.name.lower()}")


def codes_in(text: str) -> Iterator[tuple[int, int]]:
    """Where codes with right checks stand in a text, for redaction (a run of digits is none)."""
    for found in _IN_TEXT.finditer(text):
        if not found[0].isdigit() and kind_of(found[0]):
            yield found.span()


def _grouped(typed: str) -> str:
    return "-".join(typed[start : start + _GROUP] for start in range(0, len(typed), _GROUP))


def _double(value: int) -> int:
    """Multiply by α in GF(2)[α]/(α⁵ + α² + 1)."""
    return (value << 1) ^ (0b100101 if value & 0b10000 else 0)


def _times(left: int, right: int) -> int:
    product = 0
    while right:
        product ^= left if right & 1 else 0
        left, right = _double(left), right >> 1
    return product


_POWERS = tuple(accumulate(repeat(0, LENGTH - 1), lambda power, _: _double(power), initial=1))
_INVERSE = next(value for value in range(1, 32) if _times(value, _POWERS[-1] ^ _POWERS[-2]) == 1)


def _sums(symbols: Sequence[int]) -> tuple[int, int]:
    plain = weighted = 0
    for symbol, power in zip(symbols, _POWERS, strict=False):
        plain ^= symbol
        weighted ^= _times(symbol, power)
    return plain, weighted


def _checks(symbols: Sequence[int], kind: CodeKind) -> tuple[int, int]:
    """The last two symbols: p ⊕ q and p·α¹⁰ ⊕ q·α¹¹ are given, so q and then p follow."""
    plain, weighted = (found ^ wanted for found, wanted in zip(_sums(symbols), kind.value, strict=True))
    last = _times(weighted ^ _times(plain, _POWERS[-2]), _INVERSE)
    return plain ^ last, last
