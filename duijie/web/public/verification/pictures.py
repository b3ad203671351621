"""Reading a code from a photo, for browsers that cannot do it themselves."""

from typing import Final

import zxingcpp

from duijie.kernel.files.pictures import open_picture
from duijie.ledger.errors import FormatError

_BEGINNINGS: Final = (b"\xff\xd8\xff", b"\x89PNG", b"RIFF")
_QR: Final = zxingcpp.BarcodeFormats([zxingcpp.BarcodeFormat.QRCode])


def is_picture(data: bytes) -> bool:
    """Whether a file begins as a JPEG, PNG or WebP does."""
    return data.startswith(_BEGINNINGS)


def code_on(data: bytes) -> bytes:
    """The text of the longest QR code on a picture: beside the dense code a paper has a small one.

    Raises:
        RuleBroken: the picture is damaged.
        FormatError: there is none.
    """
    found = zxingcpp.read_barcodes(open_picture(data).image.convert("L"), formats=_QR)
    if not found:
        raise FormatError("There is no code on the picture.")
    return max((each.text for each in found), key=len).encode()
