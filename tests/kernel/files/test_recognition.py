"""A file is what its bytes say."""

import io
import zipfile
import zlib
from collections.abc import Callable

import docx
import openpyxl
import pytest
import xlwt
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from duijie.kernel.errors import RuleBroken
from duijie.kernel.files import recognition
from duijie.kernel.files.archives import MAX_UNPACKED, check_archive
from duijie.kernel.files.recognition import media_type_of


def xlsx() -> bytes:
    written = io.BytesIO()
    openpyxl.Workbook().save(written)
    return written.getvalue()


def xls() -> bytes:
    book = xlwt.Workbook()
    book.add_sheet("一").write(0, 0, "需求名称")
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def word() -> bytes:
    written = io.BytesIO()
    docx.Document().save(written)
    return written.getvalue()


def picture(kind: str) -> Callable[[], bytes]:
    def make() -> bytes:
        written = io.BytesIO()
        Image.new("RGB", (9, 9)).save(written, kind)
        return written.getvalue()

    return make


@pytest.mark.parametrize(
    ("make", "media_type"),
    [
        (xlsx, recognition.XLSX),
        (xls, recognition.XLS),
        (word, recognition.DOCX),
        (picture("JPEG"), recognition.JPEG),
        (picture("PNG"), recognition.PNG),
        (picture("WEBP"), recognition.WEBP),
        (picture("PDF"), recognition.PDF),
        (lambda: b"PK\x03\x04broken", "application/zip"),
        (lambda: b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), recognition.UNKNOWN),
        ("需求名称,领域".encode, recognition.UNKNOWN),
    ],
)
def test_the_content_decides(make: Callable[[], bytes], media_type: str) -> None:
    assert media_type_of(make()) == media_type


def mp4(brand: bytes, track: bytes) -> bytes:
    handler = b"\0\0\0\x21hdlr" + bytes(8) + track + bytes(13)
    return b"\0\0\0\x18ftyp" + brand + bytes(12) + handler


@pytest.mark.parametrize("brand", [b"M4A ", b"isom", b"iso5", b"mp42"])
def test_a_recording_of_a_phone_is_sound_and_a_film_of_the_same_brand_is_none(brand: bytes) -> None:
    assert media_type_of(mp4(brand, b"soun")) == recognition.MP4_AUDIO
    assert media_type_of(mp4(brand, b"soun") + mp4(brand, b"vide")) != recognition.MP4_AUDIO


@pytest.mark.parametrize("brand", [b"heic", b"mif1", b"avif", b"qt  ", b"M4V "])
def test_photos_and_films_of_other_brands_are_no_sound(brand: bytes) -> None:
    assert media_type_of(mp4(brand, b"soun")) != recognition.MP4_AUDIO


def test_a_workbook_with_a_password_is_told_from_an_unknown_file() -> None:
    entry = "EncryptedPackage\0".encode("utf-16-le")
    assert (
        media_type_of(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1024 - 8) + entry + bytes(128))
        == recognition.PROTECTED
    )


@given(st.binary(max_size=400))
def test_any_bytes_can_be_looked_at(data: bytes) -> None:
    for start in (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xd8\xff"):
        assert media_type_of(start + data)


def zipped(*entries: tuple[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", method) as archive:
        for name, content in entries:
            archive.writestr(name, content)
    return written.getvalue()


def lying(data: bytes, real: int) -> bytes:
    """A zip that declares an entry of 10 bytes where `real` come out."""
    return data.replace(real.to_bytes(4, "little"), (10).to_bytes(4, "little"))


def test_real_workbooks_pass() -> None:
    check_archive(xlsx())
    check_archive(word())


@pytest.mark.parametrize(
    "bomb",
    [
        zipped(("xl/workbook.xml", b"x" * (MAX_UNPACKED + 1))),
        zipped(("xl/workbook.xml", b"x" * 30_000_000)),
        zipped(*((f"{number}", b"") for number in range(2_001))),
        zipped(("xl/workbook.xml", b"x"), method=zipfile.ZIP_LZMA),
        lying(zipped(("xl/workbook.xml", b"x" * 30_000_000)), 30_000_000),
    ],
    ids=["size", "ratio", "entries", "method", "lie"],
)
def test_a_bomb_is_refused_before_it_is_opened(bomb: bytes) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_archive(bomb, field="file")
    assert refused.value.field == "file"


@pytest.mark.parametrize("damaged", [b"", b"PK\x03\x04", xlsx()[:-30], xlsx()[:2000] + xlsx()[2400:]])
def test_a_damaged_file_is_refused(damaged: bytes) -> None:
    with pytest.raises(RuleBroken):
        check_archive(damaged)


def test_wrong_bytes_inside_an_entry_are_noticed() -> None:
    data = bytearray(zipped(("a", zlib.compress(bytes(range(256)) * 40))))
    data[60] ^= 0xFF
    with pytest.raises(RuleBroken):
        check_archive(bytes(data))
