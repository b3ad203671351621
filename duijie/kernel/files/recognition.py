"""What a file is, by its content; its name is only what its sender calls it. Plain Python."""

from collections.abc import Mapping

import puremagic

from duijie.kernel.files.archives import names_in

JPEG, PNG, WEBP, PDF = "image/jpeg", "image/png", "image/webp", "application/pdf"
XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"
DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
DOC = "application/msword"
WEBM_AUDIO, OGG_AUDIO, MP4_AUDIO = "audio/webm", "audio/ogg", "audio/mp4"
PROTECTED = "application/x-password-protected"
UNKNOWN = "application/octet-stream"

EXTENSIONS: Mapping[str, str] = {
    JPEG: ".jpg",
    PNG: ".png",
    WEBP: ".webp",
    PDF: ".pdf",
    XLSX: ".xlsx",
    XLS: ".xls",
    DOCX: ".docx",
    DOC: ".doc",
    WEBM_AUDIO: ".webm",
    OGG_AUDIO: ".ogg",
    MP4_AUDIO: ".m4a",
}
_ZIP, _OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_OLE_ENTRY = 128
_MATROSKA, _DOCTYPE_WITHIN, _OGG = b"\x1aE\xdf\xa3", 64, b"OggS"
_MP4_BOX, _MP4_BRAND = slice(4, 8), slice(8, 12)
_SOUND_BRANDS = frozenset(
    {b"M4A ", b"M4B ", b"isom", b"mp41", b"mp42", b"dash", *(b"iso%d" % each for each in range(2, 10))}
)
"""What phones and browsers call a recording; some of them also call a film so, which has a track of pictures."""
_TRACK, _PICTURES = b"hdlr", b"vide"
_IN_ZIP = (("xl/workbook.xml", XLSX), ("word/document.xml", DOCX))
_IN_OLE = (("EncryptedPackage", PROTECTED), ("Workbook", XLS), ("Book", XLS), ("WordDocument", DOC))


def media_type_of(data: bytes) -> str:
    """The media type of the bytes: a WPS .et is .xls, a renamed file is what it was, the unknown is octet-stream."""
    if data.startswith(_ZIP):
        names = names_in(data)
        return next((media_type for name, media_type in _IN_ZIP if name in names), "application/zip")
    if data.startswith(_OLE):
        return next((media_type for name, media_type in _IN_OLE if _has_stream(data, name)), UNKNOWN)
    if recording := _recording_type_of(data):
        return recording
    try:
        found = puremagic.magic_string(data)
    except (puremagic.PureError, ValueError):
        return UNKNOWN
    known = (match.mime_type for match in found)
    return next((each for each in known if each and each != MP4_AUDIO), UNKNOWN)  # which was judged above


def _recording_type_of(data: bytes) -> str:
    """What a browser records: Opus in WebM or Ogg, or AAC in MP4; "" for anything else.

    Whether WebM or Ogg also hold a picture is not looked into: they are only ever handed out as sound.
    """
    if data.startswith(_MATROSKA) and b"webm" in data[:_DOCTYPE_WITHIN]:
        return WEBM_AUDIO
    if data.startswith(_OGG):
        return OGG_AUDIO
    is_mp4 = data[_MP4_BOX] == b"ftyp" and data[_MP4_BRAND] in _SOUND_BRANDS
    return MP4_AUDIO if is_mp4 and not _has_pictures(data) else ""


def _has_pictures(data: bytes) -> bool:
    """Whether an MP4 file has a track of pictures: a handler box (ISO/IEC 14496-12, 8.4.3) of this kind."""
    at = data.find(_TRACK)
    while at != -1 and data[at + 12 : at + 16] != _PICTURES:
        at = data.find(_TRACK, at + 1)
    return at != -1


def _has_stream(data: bytes, name: str) -> bool:
    """Whether an OLE file has an entry of the name: UTF-16 with its end, at a multiple of 128 bytes."""
    entry = (name + "\0").encode("utf-16-le")
    position = data.find(entry, 512)
    while position != -1 and position % _OLE_ENTRY:
        position = data.find(entry, position + 1)
    return position != -1
