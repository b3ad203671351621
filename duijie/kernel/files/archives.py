"""Look into packed files (.xlsx, .docx) before anything unpacks them. Plain Python."""

import zipfile
import zlib
from io import BytesIO

from duijie.kernel.errors import RuleBroken, mark

MAX_ENTRIES = 2_000
MAX_UNPACKED = 150 * 1024 * 1024
MAX_RATIO = 200
_RATIO_FROM = 5 * 1024 * 1024
_CHUNK = 256 * 1024
_UNREADABLE = (
    zipfile.BadZipFile,
    zipfile.LargeZipFile,
    zlib.error,
    NotImplementedError,
    RuntimeError,  # encrypted
    ValueError,
    OSError,
    EOFError,
)
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}


def names_in(data: bytes) -> frozenset[str]:
    """The names of a zip's entries; none when it is no readable zip."""
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            return frozenset(archive.namelist())
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OSError):
        return frozenset()


def check_archive(data: bytes, *, field: str | None = None) -> None:
    """Refuse a zip that unpacks to far more than it weighs, by counting what comes out: what it says may be a lie.

    Limits: 2 000 entries, 150 MB in all, 200 times its size when over 5 MB; real workbooks reach about 30 times.

    Raises:
        RuleBroken: a limit is passed, or the file is damaged or encrypted.
    """
    try:
        with zipfile.ZipFile(BytesIO(data)) as archive:
            is_bomb = _is_bomb(archive, len(data))
    except _UNREADABLE:
        raise RuleBroken(
            mark("The file is damaged or not whole. Open it, save it again and send it anew."), field=field
        ) from None
    if is_bomb:
        raise RuleBroken(mark("The file unpacks to far more than its size; it was not opened."), field=field)


def _is_bomb(archive: zipfile.ZipFile, packed: int) -> bool:
    entries = archive.infolist()
    if len(entries) > MAX_ENTRIES or any(entry.compress_type not in _METHODS for entry in entries):
        return True
    unpacked = 0
    for entry in entries:
        with archive.open(entry) as opened:
            while chunk := opened.read(_CHUNK):
                unpacked += len(chunk)
                if unpacked > MAX_UNPACKED or unpacked > max(_RATIO_FROM, MAX_RATIO * packed):
                    return True
    return False
