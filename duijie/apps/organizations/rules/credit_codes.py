"""Credit codes (GB 32100-2015), and what is wrong with one in words that help to mend it. Plain Python."""

from collections.abc import Iterator

from stdnum.cn import uscc
from stdnum.exceptions import ValidationError

from duijie.kernel.errors import RuleBroken, mark

LENGTH = 18
DIGITS_ONLY = 8
LETTERS = "ABCDEFGHJKLMNPQRTUWXY"
DIGITS = "0123456789"
MISREAD = {"I": "1", "O": "0", "Z": "2", "S": "5", "V": "U"}
CIVIL_AFFAIRS_PREFIX = {"association": "51", "social_service": "52", "foundation": "53"}


def compact(code: str) -> str:
    """The code in capitals, without spaces and hyphens."""
    return uscc.compact(code)


def credit_code_fault(code: str, *, field: str = "credit_code") -> RuleBroken | None:
    """The first thing that is wrong with a credit code: its length, a character, or the check character.

    One check character cannot tell which of the others is wrong; where exchanging two neighbours would mend the code,
    that is said, as it is the commonest slip of the hand.
    """
    code = compact(code)
    if len(code) != LENGTH:
        return RuleBroken(
            mark("A credit code has 18 characters; this one has %(count)s."), field=field, count=len(code)
        )
    for position, character in enumerate(code, start=1):
        if character not in _allowed_at(position):
            return _misplaced(code, position, field)
    return None if is_valid(code) else _mismatched(code, field)


def is_valid(code: str) -> bool:
    """Whether length, characters and check character are right."""
    try:
        uscc.validate(code)
    except ValidationError:
        return False
    return True


def is_usual_for(kind: str, code: str) -> bool:
    """Whether the code begins as those that civil affairs gives to this kind; a reviewer looks at others twice."""
    prefix = CIVIL_AFFAIRS_PREFIX.get(kind)
    return prefix is None or compact(code).startswith(prefix)


def _allowed_at(position: int) -> str:
    return DIGITS if position <= DIGITS_ONLY else DIGITS + LETTERS


def _misplaced(code: str, position: int, field: str) -> RuleBroken:
    character = code[position - 1]
    meant = uscc.calc_check_digit(code[:-1]) if position == LENGTH else MISREAD.get(character, "")
    if meant and meant in _allowed_at(position):
        message = mark("Character %(position)s is “%(character)s”, which credit codes do not use; is it “%(meant)s”?")
    elif position <= DIGITS_ONLY:
        message = mark("Character %(position)s is “%(character)s”; the first eight of a credit code are digits.")
    else:
        message = mark("Character %(position)s is “%(character)s”, which credit codes do not use.")
    return RuleBroken(message, field=field, position=position, character=character, meant=meant)


def _mismatched(code: str, field: str) -> RuleBroken:
    swaps = tuple(_mending_swaps(code))
    if len(swaps) == 1:
        first = swaps[0]
        return RuleBroken(
            mark("The check character does not fit; have characters %(first)s and %(second)s changed places?"),
            field=field,
            first=first,
            second=first + 1,
        )
    return RuleBroken(
        mark("The check character (the 18th) does not fit: it would be “%(expected)s” if the other 17 are right."),
        field=field,
        expected=uscc.calc_check_digit(code[:-1]),
    )


def _mending_swaps(code: str) -> Iterator[int]:
    """Positions (from 1) at which exchanging a character with the next one gives a valid code."""
    for at in range(LENGTH - 1):
        swapped = code[:at] + code[at + 1] + code[at] + code[at + 2 :]
        if swapped != code and is_valid(swapped):
            yield at + 1
