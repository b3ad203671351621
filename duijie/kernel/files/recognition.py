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
_MP4_BRAND = slice(4, 8)
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
    return next((match.mime_type for match in found if match.mime_type), UNKNOWN)


def _recording_type_of(data: bytes) -> str:
    """What a browser records: Opus in WebM or Ogg, or AAC in MP4; "" for anything else.

    Whether a container also holds a picture is not looked into: it is only ever handed out as sound.
    """
    if data.startswith(_MATROSKA) and b"webm" in data[:_DOCTYPE_WITHIN]:
        return WEBM_AUDIO
    if data.startswith(_OGG):
        return OGG_AUDIO
    return MP4_AUDIO if data[_MP4_BRAND] == b"ftyp" else ""


def _has_stream(data: bytes, name: str) -> bool:
    """Whether an OLE file has an entry of the name: UTF-16 with its end, at a multiple of 128 bytes."""
    entry = (name + "\0").encode("utf-16-le")
    position = data.find(entry, 512)
    while position != -1 and position % _OLE_ENTRY:
        position = data.find(entry, position + 1)
    return position != -1
