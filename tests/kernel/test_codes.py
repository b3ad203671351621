"""查询码 and 确认码 are typed by people who write 0 for O and swap two signs; none of that may open another's page."""

from hypothesis import given
from hypothesis import strategies as st

from duijie.kernel import codes
from duijie.kernel.codes import ALPHABET, CodeKind

KINDS = st.sampled_from(CodeKind)
PLACES = st.integers(0, codes.LENGTH - 1)


@st.composite
def given_codes(draw: st.DrawFn) -> tuple[str, CodeKind]:
    kind = draw(KINDS)
    symbols = draw(st.lists(st.integers(0, 31), min_size=10, max_size=10))
    return "".join(ALPHABET[symbol] for symbol in (*symbols, *codes._checks(symbols, kind))), kind


def test_a_code_has_fifty_random_bits_and_reads_in_three_groups_of_four() -> None:
    assert len(ALPHABET) ** codes.RANDOM_SYMBOLS == 2**50
    fresh = [codes.new_code() for _ in range(1000)]
    assert len(set(fresh)) == 1000
    assert all([len(group) for group in code.split("-")] == [4, 4, 4] for code in fresh)
    assert not set("".join(fresh)) & set("OILU")


@given(KINDS)
def test_every_new_code_passes_its_check(kind: CodeKind) -> None:
    code = codes.new_code(kind)
    assert codes.check(code, kind)
    assert codes.kind_of(code) is kind


@given(given_codes(), PLACES, st.sampled_from(ALPHABET))
def test_one_wrong_sign_is_noticed_whatever_kind_is_asked_for(
    code: tuple[str, CodeKind], place: int, sign: str
) -> None:
    text, _kind = code
    wrong = text[:place] + sign + text[place + 1 :]
    assert wrong == text or codes.kind_of(wrong) is None


@given(given_codes(), PLACES, PLACES)
def test_two_exchanged_signs_are_noticed_even_far_apart(code: tuple[str, CodeKind], left: int, right: int) -> None:
    text, kind = code
    signs = list(text)
    signs[left], signs[right] = signs[right], signs[left]
    assert "".join(signs) == text or not codes.check("".join(signs), kind)


@given(given_codes(), PLACES, PLACES, st.sampled_from(ALPHABET), st.sampled_from(ALPHABET))
def test_two_wrong_signs_never_make_a_code_of_the_same_kind(
    code: tuple[str, CodeKind], left: int, right: int, one: str, other: str
) -> None:
    text, kind = code
    signs = list(text)
    signs[left], signs[right] = one, other
    assert "".join(signs) == text or not codes.check("".join(signs), kind)


@given(given_codes())
def test_a_follow_code_is_told_from_a_confirm_code(code: tuple[str, CodeKind]) -> None:
    text, kind = code
    other = next(each for each in CodeKind if each is not kind)
    assert codes.kind_of(text) is kind
    assert not codes.check(text, other)
    assert codes.code_digest(text, kind) != codes.code_digest(text, other)


@given(given_codes(), st.sampled_from([" ", "-", "－", "　", "–", "."]))
def test_full_width_small_letters_look_alikes_and_separators_are_accepted(
    code: tuple[str, CodeKind], separator: str
) -> None:
    text, kind = code
    typed = separator.join(text[start : start + 4] for start in (0, 4, 8)).lower()
    typed = typed.replace("0", "o").replace("1", "l").replace("v", "u")
    wide = "".join(chr(ord(sign) + 0xFEE0) if "!" <= sign <= "~" else sign for sign in typed)
    canonical = f"{text[:4]}-{text[4:8]}-{text[8:]}"
    assert codes.normalise(typed) == codes.normalise(wide) == canonical
    assert codes.check(wide, kind)
    assert codes.code_digest(typed, kind) == codes.code_digest(text, kind)


@given(st.text(max_size=40))
def test_any_text_can_be_checked(text: str) -> None:
    codes.check(text)
    assert codes.normalise(codes.normalise(text)) == codes.normalise(text)


def test_too_short_and_too_long_are_no_codes() -> None:
    code = codes.new_code()
    assert not codes.check(code[:-1])
    assert not codes.check(code + "0")
    assert not codes.check("")
