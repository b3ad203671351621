"""Uploads that arrive in pieces over a network that breaks off: each piece is kept until the whole is there.

A piece that comes twice changes nothing, and whoever asks is told where to go on. So a phone may repeat whatever it
did not see answered.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from django.db import connection, transaction
from django.db.models import QuerySet, Sum
from django.db.models.functions import Length

from duijie.kernel.access.actors import Actor
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, NotAllowed, RuleBroken, mark
from duijie.kernel.files.kinds import LIMITS, MEGABYTE, FileKind
from duijie.kernel.files.models import StoredFile, UploadChunk
from duijie.kernel.files.services import drop, keep

CHUNK_MOST: Final = 128 * 1024
"""Bytes of one piece."""
UNFINISHED_MOST: Final = 24 * MEGABYTE
"""Bytes of unfinished uploads of one account."""
KEPT_FOR: Final = timedelta(days=2)
ANOTHERS = mark("This file belongs to something else.")


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """One upload: the id that the phone made for it, its size in bytes, and how the whole is kept (`files.keep`)."""

    id: UUID
    size: int
    kind: FileKind
    policy: str
    name: str
    field: str | None = None


@dataclass(frozen=True, slots=True)
class Progress:
    """How many bytes have arrived, and whether the whole is kept."""

    received: int
    is_whole: bool


def progress_of(upload_id: UUID, *, actor: Actor) -> Progress:
    """Where an upload of this person goes on; at 0 when nothing of it is here.

    Raises:
        Conflict: somebody else has used this id.
        NotAllowed: the actor has no account.
    """
    whole = StoredFile.objects.filter(upload_id=upload_id).first()
    if whole is not None:
        if whole.kept_by != actor.id:
            raise Conflict(ANOTHERS)
        return Progress(whole.size, is_whole=True)
    return Progress(_size_of(_pieces(upload_id, actor)), is_whole=False)


def receive(data: bytes, *, actor: Actor, upload: Upload, start: int) -> Progress:
    """Take the piece that begins at byte `start`; with the last one the whole is checked and kept.

    A piece that is here already, or that leaves a gap, is not taken: the answer says where to go on.

    Raises:
        RuleBroken: too large, empty, too much unfinished, or `keep` refuses the whole; its pieces are dropped then.
        Conflict: somebody else has used this id.
        NotAllowed: the actor has no account.
    """
    _refuse_size(data, upload, start)
    whole = _add(data, actor, upload, start)
    if whole is not None:
        keep(
            whole,
            name=upload.name,
            kind=upload.kind,
            actor=actor,
            policy=upload.policy,
            upload_id=upload.id,
            field=upload.field,
        )
    return progress_of(upload.id, actor=actor)


def uploaded(upload_ids: Sequence[UUID], *, actor: Actor) -> list[StoredFile]:
    """Those of the uploads that are whole, this person's, and in no row yet; in the order of their ids."""
    rows = StoredFile.objects.filter(upload_id__in=upload_ids, kept_by=actor.id, owner_id=None)
    found = {file.upload_id: file for file in rows}
    return [found[each] for each in dict.fromkeys(upload_ids) if each in found] if actor.id else []


def drop_abandoned() -> int:
    """Delete pieces older than two days; returns how many."""
    deleted, _ = UploadChunk.objects.filter(created_at__lt=now() - KEPT_FOR).delete()
    return deleted


def drop_unclaimed(policy: str, *, after: timedelta) -> int:
    """Forget files of a policy that were kept but never given to a row; returns how many."""
    unclaimed = list(StoredFile.objects.filter(policy=policy, owner_id=None, created_at__lt=now() - after))
    for file in unclaimed:
        with transaction.atomic():
            drop(file)
    return len(unclaimed)


def _refuse_size(data: bytes, upload: Upload, start: int) -> None:
    limit = LIMITS[upload.kind].size
    if upload.size > limit:
        raise RuleBroken(
            mark("The file has %(size)s MB; at most %(limit)s MB are accepted. Make it smaller and send it again."),
            field=upload.field,
            size=f"{upload.size / MEGABYTE:.1f}",
            limit=limit // MEGABYTE,
        )
    if not 0 < len(data) <= CHUNK_MOST or start < 0 or start + len(data) > upload.size:
        raise RuleBroken(mark("A piece of the file does not fit its size."), field=upload.field)


@transaction.atomic
def _add(data: bytes, actor: Actor, upload: Upload, start: int) -> bytes | None:
    """Keep a piece; the whole when it was the last, whose pieces are dropped then."""
    _wait_for_turn(upload.id)
    progress = progress_of(upload.id, actor=actor)
    if progress.is_whole or start != progress.received:
        return None
    account_id = _account(actor)
    if _size_of(UploadChunk.objects.filter(account_id=account_id)) + len(data) > UNFINISHED_MOST:
        raise RuleBroken(mark("Too many photos are on their way at once. Try again later."), field=upload.field)
    pieces = _pieces(upload.id, actor)
    UploadChunk.objects.create(upload_id=upload.id, start=start, data=data, account_id=account_id)
    if start + len(data) < upload.size:
        return None
    whole = b"".join(bytes(each) for each in pieces.order_by("start").values_list("data", flat=True))
    pieces.delete()
    return whole


def _pieces(upload_id: UUID, actor: Actor) -> QuerySet[UploadChunk]:
    pieces = UploadChunk.objects.filter(upload_id=upload_id)
    if pieces.exclude(account_id=_account(actor)).exists():
        raise Conflict(ANOTHERS)
    return pieces


def _account(actor: Actor) -> UUID:
    if actor.id is None:
        raise NotAllowed
    return actor.id


def _size_of(pieces: QuerySet[UploadChunk]) -> int:
    return pieces.aggregate(size=Sum(Length("data")))["size"] or 0


def _wait_for_turn(upload_id: UUID) -> None:
    """Hold a lock on the upload until the transaction ends: its first piece has no row that could be locked."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"upload {upload_id}"])
