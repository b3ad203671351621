"""What may be uploaded where, and how large. Plain Python."""

from dataclasses import dataclass
from enum import StrEnum

from duijie.kernel.files import recognition

MEGABYTE = 1024 * 1024


class FileKind(StrEnum):
    """What an upload is for."""

    PHOTO = "photo"
    DOCUMENT = "document"
    SHEET = "sheet"
    VOICE = "voice"


@dataclass(frozen=True, slots=True)
class Limits:
    """The media types and the size, in bytes, of one kind."""

    media_types: frozenset[str]
    size: int


PICTURES = frozenset({recognition.JPEG, recognition.PNG, recognition.WEBP})
RECORDINGS = frozenset({recognition.WEBM_AUDIO, recognition.OGG_AUDIO, recognition.MP4_AUDIO})
SHEETS = frozenset({recognition.XLSX, recognition.XLS})
LIMITS: dict[FileKind, Limits] = {
    FileKind.PHOTO: Limits(PICTURES, 10 * MEGABYTE),
    FileKind.DOCUMENT: Limits(
        PICTURES | SHEETS | {recognition.PDF, recognition.DOCX, recognition.DOC},
        20 * MEGABYTE,
    ),
    FileKind.SHEET: Limits(SHEETS, 10 * MEGABYTE),
    FileKind.VOICE: Limits(RECORDINGS, 3 * MEGABYTE),
}
