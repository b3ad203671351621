"""Keep, hand out and drop files."""

import errno
import hashlib
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import PurePosixPath
from uuid import UUID

from django.core.files.base import ContentFile, File
from django.core.files.storage import default_storage
from django.db import connection, transaction

from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import Conflict, NotFound, Refusal, RuleBroken, mark
from duijie.kernel.files import recognition
from duijie.kernel.files.archives import check_archive
from duijie.kernel.files.kinds import LIMITS, MEGABYTE, PICTURES, FileKind
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.pictures import open_picture
from duijie.kernel.privacy.screening import refusals, screen_image

_NAME_LENGTH = 120
_NO_SPACE = {errno.ENOSPC, errno.EDQUOT}


class StorageFull(Refusal):
    """The disk takes no more; nothing is lost but the upload."""

    status = 507


@dataclass(frozen=True, slots=True)
class Owner:
    """The row that a file belongs to."""

    kind: str
    id: UUID


@transaction.atomic
def keep(
    data: "bytes | File[bytes]",
    *,
    name: str,
    kind: FileKind | str,
    actor: Actor,
    policy: str,
    owner: Owner | None = None,
    upload_id: UUID | None = None,
    field: str | None = None,
) -> StoredFile:
    """Check an upload, put its bytes on the disk and note it; the bytes are there before the row is committed.

    A picture gets a public copy of ≤ 1600 pixels without metadata, and is refused when it shows a payment code. The
    same `upload_id` from the same person again returns the first row. `policy` is the name of the rule by which the
    web hands the file out.

    Raises:
        RuleBroken: empty, too large, of another kind, damaged, a bomb, or with a payment code (at `field`).
        Conflict: the `upload_id` was used for something else.
        StorageFull: the disk is full.
    """
    kind = FileKind(kind)
    content = _read(data, kind, field)
    digest = hashlib.sha256(content).hexdigest()
    if upload_id and (known := StoredFile.objects.filter(upload_id=upload_id).first()):
        return _same_upload(known, digest, actor)
    media_type = _checked_media_type(content, kind, field)
    row = StoredFile(
        upload_id=upload_id,
        kind=kind,
        policy=policy,
        owner_kind=owner.kind if owner else "",
        owner_id=owner.id if owner else None,
        name=_clean_name(name, media_type),
        media_type=media_type,
        size=len(content),
        sha256=digest,
        kept_by=actor.id,
        kept_by_label=actor.label,
        device=actor.device,
    )
    if media_type in PICTURES:
        _add_public_copy(row, content, field)
    _put(original_path(digest), digest, content)
    row.save(force_insert=True)
    return row


def attach(file: StoredFile, *, owner: Owner, actor: Actor) -> StoredFile:
    """Say which row a file belongs to, once the row exists; only who uploaded it may.

    Raises:
        Conflict: the file belongs to another row, or somebody else uploaded it.
    """
    if not _is_by(file, actor) or file.owner_id not in {None, owner.id}:
        raise Conflict(mark("This file belongs to something else."))
    file.owner_kind, file.owner_id = owner.kind, owner.id
    file.save(update_fields=["owner_kind", "owner_id"])
    return file


def kept_by(actor: Actor, ids: Sequence[UUID]) -> list[StoredFile]:
    """Those of the files that this person uploaded and that belong to no row yet, in the order of their ids."""
    found = {file.pk: file for file in StoredFile.objects.filter(pk__in=ids, owner_id=None) if _is_by(file, actor)}
    return [found[each] for each in dict.fromkeys(ids) if each in found]


def open_original(file: StoredFile) -> "File[bytes]":
    """The bytes as they were sent. The caller has shown that the policy allows it."""
    return _open(original_path(file.sha256))


def open_public(file: StoredFile) -> "File[bytes]":
    """The copy that others may see.

    Raises:
        NotFound: the file is no picture and has none.
    """
    if not file.public_sha256:
        raise NotFound(mark("There is no such file."))
    return _open(public_path(file.public_sha256))


def drop(file: StoredFile) -> None:
    """Forget a file; its bytes go once the transaction is committed, unless another row has the same."""
    digests = (file.sha256, file.public_sha256)
    file.delete()
    transaction.on_commit(lambda: _remove_unused(*digests))


def original_path(digest: str) -> str:
    """Where the bytes of an original lie in the storage."""
    return f"{digest[:2]}/{digest}"


def public_path(digest: str) -> str:
    """Where the bytes of a public copy lie in the storage."""
    return f"public/{digest[:2]}/{digest}"


def _read(data: "bytes | File[bytes]", kind: FileKind, field: str | None) -> bytes:
    """The bytes, read only when their number is allowed."""
    size, limit = len(data) if isinstance(data, bytes) else data.size, LIMITS[kind].size
    if size > limit:
        raise RuleBroken(
            mark("The file has %(size)s MB; at most %(limit)s MB are accepted. Make it smaller and send it again."),
            field=field,
            size=f"{size / MEGABYTE:.1f}",
            limit=limit // MEGABYTE,
        )
    if not size:
        raise RuleBroken(mark("The file is empty."), field=field)
    if isinstance(data, bytes):
        return data
    data.seek(0)
    content: bytes = data.read()
    return content


def _checked_media_type(content: bytes, kind: FileKind, field: str | None) -> str:
    media_type = recognition.media_type_of(content)
    if media_type == recognition.PROTECTED:
        raise RuleBroken(
            mark("The file is protected by a password. Save it without one and send it again."), field=field
        )
    if media_type not in LIMITS[kind].media_types:
        raise RuleBroken(_WRONG_KIND[kind], field=field)
    if media_type in {recognition.XLSX, recognition.DOCX}:
        check_archive(content, field=field)
    return media_type


_WRONG_KIND = {
    FileKind.PHOTO: mark("This is no photo that can be shown here. Send it as JPEG, PNG or WebP."),
    FileKind.DOCUMENT: mark("This kind of file is not accepted. Send PDF, Word, Excel, or a photo."),
    FileKind.VOICE: mark("This is no recording that can be played here. Record it once more, or write it."),
    FileKind.SHEET: mark("This is no Excel file. Send it as .xlsx or .xls."),
}


def _add_public_copy(row: StoredFile, content: bytes, field: str | None) -> None:
    picture = open_picture(content, field=field)
    findings = screen_image(picture.image)
    for refusal in refusals(findings, field=field):
        raise refusal
    copy = picture.public_copy()
    row.width, row.height = picture.width, picture.height
    row.flags = [finding.kind.value for finding in findings]
    row.public_sha256 = hashlib.sha256(copy).hexdigest()
    row.public_media_type, row.public_size = recognition.JPEG, len(copy)
    _put(public_path(row.public_sha256), row.public_sha256, copy)


def _is_by(file: StoredFile, actor: Actor) -> bool:
    """An upload belongs to its account; before signing in, to its device."""
    if file.kept_by is not None:
        return file.kept_by == actor.id
    return bool(file.device) and file.device == actor.device


def _same_upload(known: StoredFile, digest: str, actor: Actor) -> StoredFile:
    if known.sha256 != digest or not _is_by(known, actor):
        raise Conflict(mark("This file belongs to something else."))
    return known


def _clean_name(name: str, media_type: str) -> str:
    """The sender's name without folders and control characters, with the ending that the content has."""
    base = PurePosixPath(unicodedata.normalize("NFC", name).replace("\\", "/")).name
    stem = re.sub(r"[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]", "", PurePosixPath(base).stem).strip()
    ending = recognition.EXTENSIONS[media_type]
    return (stem or "file")[: _NAME_LENGTH - len(ending)] + ending


def _put(path: str, digest: str, content: bytes) -> None:
    """Write what is not there yet, held against `_remove_unused` until the transaction ends."""
    _lock(digest)
    if default_storage.exists(path):
        return
    try:
        default_storage.save(path, ContentFile(content))
    except OSError as problem:
        if problem.errno in _NO_SPACE:
            raise StorageFull(mark("The platform cannot keep files just now. Try again later.")) from problem
        raise


def _open(path: str) -> "File[bytes]":
    try:
        return default_storage.open(path)
    except FileNotFoundError:
        raise NotFound(mark("There is no such file.")) from None


@transaction.atomic
def _remove_unused(original: str, public: str) -> None:
    _lock(original)
    if not StoredFile.objects.filter(sha256=original).exists():
        default_storage.delete(original_path(original))
    if public:
        _lock(public)
        if not StoredFile.objects.filter(public_sha256=public).exists():
            default_storage.delete(public_path(public))


def _lock(digest: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(%s)", [int.from_bytes(bytes.fromhex(digest[:16]), signed=True)])
