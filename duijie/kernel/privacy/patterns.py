"""How phones, ID numbers, bank cards, addresses and ways to pay look in Chinese texts. Plain Python.

Ordinary numbers must pass: 12-digit division codes, credit codes (GB 32100-2015), amounts, dates, voucher numbers.
"""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from stdnum import luhn
from stdnum.cn import uscc


class Kind(StrEnum):
    """What was found in a text or picture."""

    ID_NUMBER = "id_number"
    BANK_ACCOUNT = "bank_account"
    MOBILE = "mobile"
    LANDLINE = "landline"
    EMAIL = "email"
    MESSENGER = "messenger"
    PAYMENT = "payment"
    PAYMENT_WORD = "payment_word"
    PAYMENT_CODE = "payment_code"
    OTHER_CODE = "other_code"


@dataclass(frozen=True, slots=True)
class Span:
    """Where something stands in a text."""

    kind: Kind
    start: int
    end: int


# One character for one, so that positions stay those of the text as it was typed.
_WIDE = {wide: chr(wide - 0xFEE0) for wide in range(0xFF01, 0xFF5F)}
_DASHES_AND_GAPS = {ord(character): "-" for character in "‐‑‒–—―−ー"} | {
    ord(character): " " for character in "\u3000\u00a0\u200b\u200c\u200d\u2060\ufeff·•"
}
_PLAIN = _WIDE | _DASHES_AND_GAPS
_NUMERALS = str.maketrans("〇零○幺一二三四五六七八九", "0001123456789")
_SPELLED = re.compile(r"[0-9〇零○幺一二三四五六七八九]{11,}")

_GAP = r"[ \-.]{0,3}"
_NOT_AFTER_NUMBER = r"(?<!\d)(?<!\d[.,])"
_ID_NUMBER = re.compile(
    r"(?<!\d)[1-9]\d{5}[ -]?(?:19|20)\d{2}[ -]?(?:0[1-9]|1[0-2])[ -]?(?:0[1-9]|[12]\d|3[01])[ -]?\d{3}[\dXx](?!\d)"
)
_CREDIT_CODE = re.compile(r"(?<![0-9A-Za-z])[0-9A-Z]{18}(?![0-9A-Za-z])")
_CARD = re.compile(r"(?<!\d)(?:62|81|95|60|69|35|4\d|5[1-5])(?:\d{14,17}|\d{2}(?:[ -]\d{4}){3}(?:[ -]?\d{1,3})?)(?!\d)")
_ACCOUNT = re.compile(r"(?:卡号|账号|帐号|账户|帐户)[^\d\n]{0,8}(\d(?:[ -]?\d){7,24})(?!\d)")
_MOBILE = re.compile(
    _NOT_AFTER_NUMBER
    + r"(?:(?:\+|00)?86[ -]?)?(?:"
    + rf"1[3-9]\d{_GAP}\d{{4}}{_GAP}\d{{4}}|1[3-9]\d{_GAP}\d{{3}}{_GAP}\d{{5}}|1[3-9]\d\d{_GAP}\d{{3}}{_GAP}\d{{4}}"
    + r"|1[ .-][3-9](?:[ .-]\d){9})(?!\d|[.,]\d|\s*[元万亿])"
)
_LANDLINE = re.compile(
    r"(?<!\d)(?<!\d[.-])(?:0(?:10|2\d|[3-9]\d{2})[ )-]{1,2}[2-9]\d{6,7}|[48]00-(?:\d{3}-?\d{4}|\d{4}-?\d{3}))(?!\d)"
)
_LABELLED_PHONE = re.compile(
    r"(?:电话|座机|热线|手机|联系方式|致电|拨打|传真|(?<![A-Za-z])(?:tel|phone|fax))[^\d\n]{0,6}"
    r"(0\d{2,3}[ )-]{0,2}[2-9]\d{6,7}|[2-9]\d{6,7})(?!\d|\s*[元万亿人户])",
    re.IGNORECASE,
)
_EMAIL = re.compile(r"(?<![\w.+-])[\w.+-]{1,64}@[A-Za-z0-9-]{1,63}(?:\.[A-Za-z0-9-]{1,63})+", re.ASCII)
_MESSENGER = re.compile(
    r"(?:微信号?|[Vv][Xx]|[Ww][Xx]|QQ号?|qq号?)\s?[:：为是]\s?([A-Za-z0-9_-]{5,20})(?![A-Za-z0-9_-])", re.ASCII
)
PAYMENT_LINK = re.compile(
    r"(?:wxp|alipays?|weixin|upwallet|unionpay|ecny)://[^\s<>，。；、]*"
    r"|(?:https?://)?(?:[a-z0-9-]+\.)*(?:qr\.alipay\.com|render\.alipay\.com|qr\.95516\.com|payapp\.wei?xin\.qq\.com"
    r"|payapp\.wechatpay\.cn|qr\.chinaums\.com|qr\.shouqianba\.com|pay\.weixin\.qq\.com)(?:/[^\s<>，。；、]*)?",
    re.IGNORECASE,
)
_ASKS_TO_PAY = re.compile(
    r"收款码|付款码|收钱码|赞赏码|收款二维码|付款二维码|支付宝[账帐]号|支付宝[:：]\s?\S{5,}|微信收款|[捐收]款[账帐][号户]"
    r"|扫码(?:捐|支付|付款|转账|打赏)|(?:转账|打款|汇款)(?:给|到|至|请)|请(?:转账|打款|汇款)"
)
_PAYMENT_WORD = re.compile(r"转账|汇款|打款|微信支付|支付宝|红包|打赏|众筹|水滴筹|轻松筹|开户行")

# Signs without which none of the patterns can match: most short texts need no further look.
_MAY_BE_PERSONAL = re.compile(r"[\d@]|[A-Za-z_-]{4}")
_MAY_BE_PAYMENT = re.compile(r"[码宝款账帐付包赏筹]|开户|://|\.c", re.IGNORECASE)


def plain(text: str) -> str:
    """The text with ASCII digits, signs and letters for full-width ones and spelled-out long numbers; same length."""
    return _SPELLED.sub(lambda found: found[0].translate(_NUMERALS), text.translate(_PLAIN))


def personal_spans(text: str) -> Iterator[Span]:
    """Numbers and addresses that lead to a person or an account; none overlaps another."""
    text = plain(text)
    if not _MAY_BE_PERSONAL.search(text):
        return
    taken = [found.span() for found in _CREDIT_CODE.finditer(text) if uscc.is_valid(found[0]) and not _is_id(found[0])]
    for kind, pattern, is_right in _PERSONAL:
        for found in pattern.finditer(text):
            start, end = found.span(pattern.groups)
            if is_right(text[start:end]) and all(
                end <= other_start or start >= other_end for other_start, other_end in taken
            ):
                taken.append((start, end))
                yield Span(kind, start, end)


def payment_spans(text: str) -> Iterator[Span]:
    """Links and words by which money would be asked for; a word inside a request to pay is not named again."""
    text = plain(text)
    if not _MAY_BE_PAYMENT.search(text):
        return
    taken: list[tuple[int, int]] = []
    for kind, pattern in _PAYMENTS:
        for found in pattern.finditer(text):
            start, end = found.span()
            if all(end <= other_start or start >= other_end for other_start, other_end in taken):
                taken.append((start, end))
                yield Span(kind, start, end)


def _is_id(text: str) -> bool:
    """GB 11643: a date that exists and the check character of ISO 7064 mod 11-2."""
    digits = text.replace(" ", "").replace("-", "").upper()
    try:
        date(int(digits[6:10]), int(digits[10:12]), int(digits[12:14]))
        total = sum(int(digit) * pow(2, 17 - place, 11) for place, digit in enumerate(digits[:17]))
    except ValueError:
        return False
    return "10X98765432"[total % 11] == digits[17]


def _is_card(text: str) -> bool:
    return luhn.is_valid(text.replace(" ", "").replace("-", ""))


def _always(_text: str) -> bool:
    return True


_PERSONAL: tuple[tuple[Kind, re.Pattern[str], Callable[[str], bool]], ...] = (
    (Kind.ID_NUMBER, _ID_NUMBER, _is_id),
    (Kind.BANK_ACCOUNT, _CARD, _is_card),
    (Kind.MOBILE, _MOBILE, _always),
    (Kind.BANK_ACCOUNT, _ACCOUNT, _always),
    (Kind.LANDLINE, _LANDLINE, _always),
    (Kind.LANDLINE, _LABELLED_PHONE, _always),
    (Kind.EMAIL, _EMAIL, _always),
    (Kind.MESSENGER, _MESSENGER, _always),
)
_PAYMENTS = (
    (Kind.PAYMENT, PAYMENT_LINK),
    (Kind.PAYMENT, _ASKS_TO_PAY),
    (Kind.PAYMENT_WORD, _PAYMENT_WORD),
)
