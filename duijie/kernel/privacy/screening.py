"""Texts and pictures that others will read: no phone, ID number or card in them, and no way to pay. Plain Python.

Money never passes through the platform, so no page may carry a payment code; what is refused and what is only shown
to the reviewer stands in `SEVERITIES`.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

import zxingcpp
from PIL import Image

from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.files.pictures import open_picture
from duijie.kernel.privacy.patterns import PAYMENT_LINK, Kind, payment_spans, personal_spans


class Severity(StrEnum):
    """What follows from a finding."""

    REFUSE = "refuse"
    FLAG = "flag"


SEVERITIES = {
    Kind.ID_NUMBER: Severity.REFUSE,
    Kind.BANK_ACCOUNT: Severity.REFUSE,
    Kind.MOBILE: Severity.REFUSE,
    Kind.LANDLINE: Severity.REFUSE,
    Kind.EMAIL: Severity.FLAG,
    Kind.MESSENGER: Severity.FLAG,
    Kind.PAYMENT: Severity.REFUSE,
    Kind.PAYMENT_WORD: Severity.FLAG,
    Kind.PAYMENT_CODE: Severity.REFUSE,
    Kind.OTHER_CODE: Severity.FLAG,
}
MESSAGES = {
    Kind.ID_NUMBER: mark("Take the ID number (%(shown)s) out: others can read this text."),
    Kind.BANK_ACCOUNT: mark("Take the bank account (%(shown)s) out: money never passes through the platform."),
    Kind.MOBILE: mark("Take the mobile number (%(shown)s) out: others can read this text."),
    Kind.LANDLINE: mark("Take the phone number (%(shown)s) out: it belongs into the field of its own."),
    Kind.EMAIL: mark("There is an e-mail address in the text: %(shown)s"),
    Kind.MESSENGER: mark("There is a WeChat or QQ account in the text: %(shown)s"),
    Kind.PAYMENT: mark("Take “%(shown)s” out: money never passes through the platform."),
    Kind.PAYMENT_WORD: mark("The text speaks of payment (“%(shown)s”); see that nobody is asked for money."),
    Kind.PAYMENT_CODE: mark("There is a payment code in the picture. Cover it or choose another picture."),
    Kind.OTHER_CODE: mark("There is a QR code in the picture; see where it leads."),
}
_SHOWN_DIGITS = 3
# The public copy has 1600 pixels: a code that cannot be read at 2400 cannot be scanned from it.
_QR_PIXELS, _BAR_PIXELS = 2400, 1600
_QR, _BAR = (
    zxingcpp.BarcodeFormats([each]) for each in (zxingcpp.BarcodeFormat.QRCode, zxingcpp.BarcodeFormat.Code128)
)
# EMV merchant-presented codes begin with their format indicator; bar codes of wallets with their issuer's numbers.
_PAYMENT_CONTENT = re.compile(r"000201(?:0102|26|27|28|29|[3-5]\d)|(?:1[0-5]\d{16}|(?:2[5-9]|30)\d{14,22}|62\d{17})$")


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing found: its kind, where it stands (0–0 in a picture), and a form of it that may be shown."""

    kind: Kind
    start: int = 0
    end: int = 0
    shown: str = ""

    @property
    def severity(self) -> Severity:
        """Whether it is refused or only shown to who reviews."""
        return SEVERITIES[self.kind]

    @property
    def message(self) -> str:
        """The message id; its parameter is `shown`."""
        return MESSAGES[self.kind]


def screen_text(text: str) -> tuple[Finding, ...]:
    """What stands in a text that others will read, in the order of the text."""
    found = [
        Finding(span.kind, span.start, span.end, _masked(text[span.start : span.end])) for span in personal_spans(text)
    ]
    taken = [(finding.start, finding.end) for finding in found]
    found += [
        Finding(span.kind, span.start, span.end, text[span.start : span.end][:20])
        for span in payment_spans(text)
        if not any(start <= span.start and span.end <= end for start, end in taken)
    ]
    return tuple(sorted(found, key=lambda finding: finding.start))


def screen_picture(data: bytes) -> tuple[Finding, ...]:
    """What stands in the bytes of a picture; see `screen_image`.

    Raises:
        RuleBroken: it is no picture that opens.
    """
    return screen_image(open_picture(data).image)


def screen_image(image: Image.Image) -> tuple[Finding, ...]:
    """Payment codes (refused), and QR codes that lead elsewhere or cannot be read (flagged); once per kind."""
    return tuple(Finding(kind) for kind in dict.fromkeys(_codes_in(image)))


def refusals(findings: Iterable[Finding], *, field: str | None = None) -> tuple[RuleBroken, ...]:
    """The findings that refuse, one per kind, as broken rules beside a field: `refuse_if(refusals(screen_text(…)))`."""
    first = {finding.kind: finding for finding in reversed(tuple(findings)) if finding.severity is Severity.REFUSE}
    return tuple(RuleBroken(finding.message, field=field, shown=finding.shown) for finding in first.values())


def _codes_in(image: Image.Image) -> Iterator[Kind]:
    grey = image.convert("L")
    grey.thumbnail((_QR_PIXELS, _QR_PIXELS))
    for code in zxingcpp.read_barcodes(grey, formats=_QR, return_errors=True):
        yield Kind.PAYMENT_CODE if code.valid and _asks_to_pay(code.text) else Kind.OTHER_CODE
    grey.thumbnail((_BAR_PIXELS, _BAR_PIXELS))
    for code in zxingcpp.read_barcodes(grey, formats=_BAR):
        if _asks_to_pay(code.text):
            yield Kind.PAYMENT_CODE


def _asks_to_pay(content: str) -> bool:
    return bool(PAYMENT_LINK.search(content) or _PAYMENT_CONTENT.match(content))


def _masked(text: str) -> str:
    """Enough of a number for its writer to find it, too little for others to use it."""
    return text[:_SHOWN_DIGITS] + "…"
