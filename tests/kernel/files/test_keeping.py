"""An upload is checked, on the disk before its row, kept once, and gone when nobody needs it."""

import errno
import io
import os
import zipfile
from pathlib import Path

import openpyxl
import pytest
import segno
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import transaction
from PIL import Image

from duijie.kernel.access.actors import VISITOR, Actor, Role
from duijie.kernel.errors import Conflict, NotFound, RuleBroken
from duijie.kernel.files import services
from duijie.kernel.files.kinds import LIMITS, MEGABYTE, FileKind
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.services import Owner, StorageFull, attach, drop, keep, kept_by, open_original, open_public
from duijie.kernel.files.storage import DurableStorage
from duijie.kernel.ids import new_id
from duijie.kernel.privacy.patterns import Kind

pytestmark = pytest.mark.django_db
CADRE = Actor(id=new_id(), role=Role.VILLAGE, label="示例村干部")
OTHER = Actor(id=new_id(), role=Role.VILLAGE, label="示例村另一干部")


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    storage = DurableStorage(location=tmp_path)
    monkeypatch.setattr(services, "default_storage", storage)
    return tmp_path


def photo(color: str = "tan", size: tuple[int, int] = (2000, 1500)) -> bytes:
    written = io.BytesIO()
    Image.new("RGB", size, color).save(written, "JPEG")
    return written.getvalue()


def sheet() -> bytes:
    written = io.BytesIO()
    openpyxl.Workbook().save(written)
    return written.getvalue()


def keep_photo(data: bytes | None = None, actor: Actor = CADRE, **more: object) -> StoredFile:
    return keep(data or photo(), name="水窖.JPG", kind=FileKind.PHOTO, actor=actor, policy="needs.photo", **more)


def files_in(folder: Path) -> list[str]:
    return sorted(str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file())


def test_a_photo_is_kept_with_a_public_copy(folder: Path) -> None:
    row = keep_photo()
    assert (row.media_type, row.width, row.height, row.name) == ("image/jpeg", 2000, 1500, "水窖.jpg")
    assert (row.kept_by, row.kept_by_label, row.policy) == (CADRE.id, CADRE.label, "needs.photo")
    assert files_in(folder) == sorted(
        [f"{row.sha256[:2]}/{row.sha256}", f"public/{row.public_sha256[:2]}/{row.public_sha256}"]
    )
    assert open_original(row).read() == photo()
    with Image.open(open_public(row)) as copy:
        assert copy.size == (1600, 1200)
    assert {path.stat().st_mode & 0o777 for path in folder.rglob("*") if path.is_file()} == {0o600}


def test_what_is_no_photo_has_no_public_copy() -> None:
    row = keep(sheet(), name="a.xlsx", kind=FileKind.DOCUMENT, actor=CADRE, policy="p")
    assert not row.public_sha256
    with pytest.raises(NotFound):
        open_public(row)


def test_equal_bytes_are_kept_once_for_two_people(folder: Path) -> None:
    first, second = keep_photo(), keep_photo(actor=OTHER)
    assert first.pk != second.pk
    assert first.sha256 == second.sha256
    assert len(files_in(folder)) == 2


def test_an_upload_sent_twice_is_one_row() -> None:
    upload = new_id()
    assert keep_photo(upload_id=upload) == keep_photo(upload_id=upload)
    with pytest.raises(Conflict):
        keep_photo(photo("green"), upload_id=upload)
    with pytest.raises(Conflict):
        keep_photo(actor=OTHER, upload_id=upload)


def test_the_bytes_are_synced_before_the_row_is_written(monkeypatch: pytest.MonkeyPatch) -> None:
    order: list[str] = []
    fsync, insert = os.fsync, StoredFile.save
    monkeypatch.setattr(os, "fsync", lambda descriptor: (order.append("sync"), fsync(descriptor)))
    monkeypatch.setattr(StoredFile, "save", lambda row, **how: (order.append("row"), insert(row, **how)))
    keep_photo()
    assert order[-1] == "row"
    assert order.count("sync") >= 4


def test_a_write_that_breaks_leaves_nothing_under_the_digest(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_descriptor: int) -> None:
        raise OSError(errno.ENOSPC, "no space")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(StorageFull) as full:
        keep_photo()
    assert full.value.status == 507
    assert files_in(folder) == []
    assert not StoredFile.objects.exists()


@pytest.mark.parametrize("kind", FileKind)
def test_an_empty_file_is_refused_beside_its_field(kind: FileKind) -> None:
    with pytest.raises(RuleBroken) as refused:
        keep(SimpleUploadedFile("a.jpg", b""), name="a.jpg", kind=kind, actor=CADRE, policy="p", field="photo")
    assert (refused.value.code, refused.value.field) == ("The file is empty.", "photo")


def test_a_photo_of_fifty_megabytes_is_refused_without_being_read() -> None:
    class Unread(ContentFile):
        def read(self, *_: object) -> bytes:
            raise AssertionError

    upload = Unread(b"")
    upload.size = 50 * MEGABYTE
    with pytest.raises(RuleBroken) as refused:
        keep(upload, name="a.jpg", kind=FileKind.PHOTO, actor=CADRE, policy="p", field="photo")
    assert refused.value.params == {"size": "50.0", "limit": 10}
    assert LIMITS[FileKind.PHOTO].size == 10 * MEGABYTE


@pytest.mark.parametrize(
    ("data", "name", "kind"),
    [
        (sheet(), "photo.jpg", FileKind.PHOTO),
        (photo(), "list.xlsx", FileKind.SHEET),
        (b"MZ\x90\x00program", "list.xlsx", FileKind.SHEET),
        (b"<html><script>alert(1)</script>", "a.pdf", FileKind.DOCUMENT),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", "a.png", FileKind.PHOTO),
    ],
)
def test_what_is_not_what_its_name_says_is_refused(data: bytes, name: str, kind: FileKind) -> None:
    with pytest.raises(RuleBroken):
        keep(data, name=name, kind=kind, actor=CADRE, policy="p")


def test_a_workbook_that_is_a_bomb_is_refused() -> None:
    written = io.BytesIO(sheet())
    with zipfile.ZipFile(written, "a", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/media/a.xml", b" " * 200_000_000)
    with pytest.raises(RuleBroken, match="unpacks to far more"):
        keep(written.getvalue(), name="a.xlsx", kind=FileKind.SHEET, actor=CADRE, policy="p", field="file")
    assert not StoredFile.objects.exists()


def test_a_photo_with_a_payment_code_is_refused_and_another_code_is_flagged() -> None:
    def code(content: str) -> bytes:
        written = io.BytesIO()
        segno.make(content).save(written, kind="png", scale=8)
        return written.getvalue()

    with pytest.raises(RuleBroken) as refused:
        keep_photo(code("wxp://f2f0AbCd"), field="photo")
    assert refused.value.field == "photo"
    assert keep_photo(code("https://example.org/")).flags == [Kind.OTHER_CODE]


@pytest.mark.parametrize(
    ("name", "kept"),
    [
        ("../../etc/passwd", "passwd.xlsx"),
        ("C:\\表\\需求清单.xls", "需求清单.xlsx"),
        ("\u202egpj.xlsx", "gpj.xlsx"),
        ("", "file.xlsx"),
        ("长" * 300 + ".xlsx", "长" * 115 + ".xlsx"),
    ],
)
def test_a_name_is_only_a_name(name: str, kept: str) -> None:
    assert keep(sheet(), name=name, kind=FileKind.SHEET, actor=CADRE, policy="p").name == kept


def test_a_file_is_attached_by_who_uploaded_it_and_to_one_row() -> None:
    row, owner = keep_photo(), Owner("need", new_id())
    with pytest.raises(Conflict):
        attach(row, owner=owner, actor=OTHER)
    attach(row, owner=owner, actor=CADRE)
    attach(row, owner=owner, actor=CADRE)
    with pytest.raises(Conflict):
        attach(row, owner=Owner("need", new_id()), actor=CADRE)
    assert StoredFile.objects.get(owner_kind="need", owner_id=owner.id) == row


def test_a_visitor_s_files_are_found_by_his_device_until_they_are_attached() -> None:
    here, there = (Actor(id=None, role=Role.VISITOR, label="", device=device) for device in ("d1", "d2"))
    row, foreign = keep_photo(actor=here), keep_photo(actor=CADRE)
    assert kept_by(here, [foreign.pk, row.pk, row.pk, new_id()]) == [row]
    assert kept_by(there, [row.pk]) == kept_by(VISITOR, [row.pk]) == []
    attach(row, owner=Owner("request", new_id()), actor=here)
    assert kept_by(here, [row.pk]) == []


@pytest.mark.django_db(transaction=True)
def test_dropped_bytes_go_when_the_last_row_goes(folder: Path) -> None:
    first, second = keep_photo(), keep_photo(actor=OTHER)
    drop(first)
    assert open_original(second).read() == photo()
    with transaction.atomic():
        drop(second)
        assert len(files_in(folder)) == 2
    assert files_in(folder) == []
    with pytest.raises(NotFound):
        open_original(second)


def test_the_platform_keeps_files_durably() -> None:
    assert isinstance(default_storage._wrapped if default_storage else None, DurableStorage)
