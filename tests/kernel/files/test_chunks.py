"""A photo that arrives in pieces is kept once, whatever broke off or came twice."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from PIL import Image

from duijie.kernel.access.actors import VISITOR, Actor, Role
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, NotAllowed, RuleBroken
from duijie.kernel.files import chunks, services
from duijie.kernel.files.chunks import Upload, drop_abandoned, drop_unclaimed, progress_of, receive, uploaded
from duijie.kernel.files.kinds import FileKind
from duijie.kernel.files.models import StoredFile, UploadChunk
from duijie.kernel.files.services import Owner, attach, open_original
from duijie.kernel.files.storage import DurableStorage
from duijie.kernel.ids import new_id

pytestmark = pytest.mark.django_db
CADRE = Actor(id=new_id(), role=Role.VILLAGE, label="示例村干部")
OTHER = Actor(id=new_id(), role=Role.VILLAGE, label="示例村另一干部")
PIECE = 4000


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(services, "default_storage", DurableStorage(location=tmp_path))


def photo() -> bytes:
    written = io.BytesIO()
    Image.effect_noise((120, 90), 60).convert("RGB").save(written, "JPEG", quality=90)
    return written.getvalue()


def upload_of(data: bytes) -> Upload:
    return Upload(id=new_id(), size=len(data), kind=FileKind.PHOTO, policy="request", name="photo.jpg", field="photos")


def send(data: bytes, upload: Upload, actor: Actor = CADRE, *, until: int | None = None) -> None:
    start = progress_of(upload.id, actor=actor).received
    while start < (until or len(data)):
        start = receive(data[start : start + PIECE], actor=actor, upload=upload, start=start).received


def test_the_whole_is_kept_when_the_last_piece_has_arrived():
    data = photo()
    upload = upload_of(data)
    send(data, upload)
    (file,) = uploaded([upload.id], actor=CADRE)
    with open_original(file) as kept:
        assert kept.read() == data
    assert progress_of(upload.id, actor=CADRE).is_whole
    assert not UploadChunk.objects.exists()


def test_what_broke_off_goes_on_where_it_stopped():
    data = photo()
    upload = upload_of(data)
    send(data, upload, until=PIECE)
    assert progress_of(upload.id, actor=CADRE).received == PIECE
    assert uploaded([upload.id], actor=CADRE) == []
    send(data, upload)
    assert StoredFile.objects.get().size == len(data)


def test_a_piece_that_comes_twice_or_too_early_changes_nothing():
    data = photo()
    upload = upload_of(data)
    for _ in range(2):
        assert receive(data[:PIECE], actor=CADRE, upload=upload, start=0).received == PIECE
    assert receive(data[2 * PIECE : 2 * PIECE + 10], actor=CADRE, upload=upload, start=2 * PIECE).received == PIECE
    send(data, upload)
    last = receive(data[-5:], actor=CADRE, upload=upload, start=len(data) - 5)
    assert (last.is_whole, StoredFile.objects.count()) == (True, 1)


def test_an_upload_belongs_to_the_account_that_began_it():
    data = photo()
    upload = upload_of(data)
    send(data, upload, until=PIECE)
    with pytest.raises(Conflict):
        receive(data[PIECE : 2 * PIECE], actor=OTHER, upload=upload, start=PIECE)
    send(data, upload)
    with pytest.raises(Conflict):
        progress_of(upload.id, actor=OTHER)
    assert uploaded([upload.id], actor=OTHER) == []
    with pytest.raises(NotAllowed):
        progress_of(new_id(), actor=VISITOR)


def test_what_is_no_photo_is_refused_and_none_of_it_stays():
    data = b"MZ" + b"0" * 5000
    upload = upload_of(data)
    with pytest.raises(RuleBroken) as refusal:
        send(data, upload)
    assert refusal.value.field == "photos"
    assert not UploadChunk.objects.exists()
    assert not StoredFile.objects.exists()


def test_sizes_are_limited(monkeypatch):
    data = photo()
    upload = upload_of(data)
    for piece, start in ((b"", 0), (b"0" * (chunks.CHUNK_MOST + 1), 0), (data, 10), (data, -1)):
        with pytest.raises(RuleBroken):
            receive(piece, actor=CADRE, upload=upload, start=start)
    with pytest.raises(RuleBroken, match="at most"):
        receive(b"0", actor=CADRE, upload=upload_of(b"0" * (11 * 1024 * 1024)), start=0)
    monkeypatch.setattr(chunks, "UNFINISHED_MOST", PIECE)
    send(data, upload, until=PIECE)
    with pytest.raises(RuleBroken, match="Too many photos"):
        receive(data[:PIECE], actor=CADRE, upload=upload_of(data), start=0)
    assert receive(data[:PIECE], actor=OTHER, upload=upload_of(data), start=0).received == PIECE


def test_abandoned_pieces_and_photos_that_nobody_claimed_are_forgotten():
    data = photo()
    begun, whole, claimed = upload_of(data), upload_of(data), upload_of(data)
    send(data, begun, until=PIECE)
    send(data, whole)
    send(data, claimed)
    attach(StoredFile.objects.get(upload_id=claimed.id), owner=Owner("request", new_id()), actor=CADRE)
    week = timedelta(days=7)
    assert (drop_abandoned(), drop_unclaimed("request", after=week)) == (0, 0)
    with time_machine.travel(now() + timedelta(days=8)):
        assert (drop_abandoned(), drop_unclaimed("request", after=week)) == (1, 1)
    assert StoredFile.objects.get().upload_id == claimed.id
