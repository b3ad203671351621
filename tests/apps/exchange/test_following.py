"""Following a source over real HTTP: what comes is judged, becomes rows with its place, and trouble becomes a state."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from threading import Event, Thread
from typing import Any
from zipfile import ZipFile

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.http import HttpResponse
from django.test import Client

from duijie.apps.exchange import running
from duijie.apps.exchange.models import FollowedNeed, FollowedRecord, Source
from duijie.apps.exchange.rules.sources import SourceState
from duijie.apps.exchange.selectors.sources import addresses_to_follow, evidence_of
from duijie.apps.exchange.services import following
from duijie.apps.exchange.services.following import follow
from duijie.kernel.access.actors import Role
from duijie.kernel.audit.models import AuditEntry
from duijie.ledger.following.carrying import carried_files
from duijie.ledger.formats.notes import parse_note
from duijie.ledger.reading.folders import LogFolder
from tests.apps.exchange.made import NEED, make_source
from tests.factories.desks import act, at_work, page
from tests.factories.needs import make_seat
from tests.ledger.conftest import folder_in_memory  # noqa: F401 - a fixture that both share
from tests.ledger.following.giving import LogServer, given_out
from tests.ledger.following.telling import PUBLISH, SECRET, tell, told
from tests.ledger.made import log_key, witness_key
from tests.ledger.shown import leaf_of, salts_of

pytestmark = pytest.mark.django_db
LOG = "log.example/620000"
KEY = f"{log_key().verifier}\n"
DAY = "2026-11-21"


def acts(first: int, count: int, word: str = "N") -> list[Any]:
    """Needs that are published, on two days; every fifth act is one that no other platform is shown."""
    return [
        told(index, {"amount_fen": index}, SECRET)
        if index % 5 == 4
        else told(index, {**NEED, "number": f"{word}-{index}"}, PUBLISH, f"2026-11-{20 + index % 2}T09Z")
        for index in range(first, first + count)
    ]


@pytest.fixture
def ground(folder_in_memory: Path, settings: Any) -> Iterator[Path]:  # noqa: F811
    with TemporaryDirectory(dir=folder_in_memory) as folder:
        settings.EXCHANGE_FOLDER = Path(folder) / "followed"
        yield Path(folder)


@pytest.fixture
def server(ground: Path) -> Iterator[LogServer]:
    """A province that has published eight needs and kept two acts to itself."""
    tell(ground / "log", acts(0, 10))
    with given_out(ground / "log") as listening:
        yield listening


@pytest.fixture
def source(server: LogServer) -> Source:
    return followed(server)


def followed(server: LogServer, **changed: Any) -> Source:
    address = server.address.removesuffix("2026")
    return make_source(**{"log_name": LOG, "keys": KEY, "log_address": address, "province_code": "620000", **changed})


def stands(source: Source) -> tuple[str, int | None, int, int]:
    """How the source stands, how far it is, and how many needs it has brought."""
    source.refresh_from_db()
    return source.state, source.held_year, source.held_size, FollowedNeed.objects.filter(source=source).count()


def test_what_a_province_publishes_is_here_after_one_look_and_once(source: Source, server: LogServer) -> None:
    assert follow(source) == 8
    assert stands(source) == (SourceState.FOLLOWING, 2026, 10, 8)
    assert follow(source) == 0
    tell(server.folder, acts(10, 7))
    assert follow(source) == 6
    assert stands(source) == (SourceState.FOLLOWING, 2026, 17, 14)
    assert set(FollowedRecord.objects.values_list("origin", flat=True)) == {f"{LOG}/2026"}


def test_a_line_that_is_cut_anywhere_loses_nothing_and_doubles_nothing(source: Source, server: LogServer) -> None:
    server.answers_left = 1_000
    follow(source)
    needed = 1_000 - server.answers_left
    tell(server.folder, acts(10, 10))
    for answers in range(needed + 2):
        server.answers_left = answers
        follow(source)
        state, _, size, needs = stands(source)
        assert (state, size, needs) in {(SourceState.SILENT, 10, 8), (SourceState.FOLLOWING, 20, 16)}
    server.answers_left = 1_000
    follow(source)
    assert stands(source) == (SourceState.FOLLOWING, 2026, 20, 16)


def test_rows_and_place_go_together_through_a_damaged_day(
    source: Source, server: LogServer, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(following, "AT_ONCE", 2)
    tell(server.folder, [told(10, NEED, hour="2026-11-22T01Z")])
    file = server.folder / "records/2026-11-22/needs.need.publish.jsonl"
    right = file.read_bytes()
    file.write_bytes(right.replace(b'"30"]', b'"90"]'))
    follow(source)
    assert stands(source) == (SourceState.DAMAGED, 2026, 9, 8)
    assert "do not make the root" in source.sentence
    file.write_bytes(right)
    assert follow(source) == 1
    assert stands(source) == (SourceState.FOLLOWING, 2026, 11, 9)


def test_a_withheld_record_is_noticed(source: Source, server: LogServer) -> None:
    file = server.folder / f"records/{DAY}/{PUBLISH}.jsonl"
    file.write_bytes(b"".join(file.read_bytes().splitlines(keepends=True)[1:]))
    follow(source)
    assert source.state == SourceState.DAMAGED
    assert "withholds it" in source.sentence


def test_a_silent_province_keeps_what_it_gave_and_goes_on_by_itself(ground: Path, source: Source) -> None:
    tell(ground / "other", acts(0, 5))
    with given_out(ground / "other") as first:
        other = followed(first, log_name="log.example/630000")
        port = first.server_port
        follow(other)
    follow(other)
    assert stands(other) == (SourceState.SILENT, 2026, 5, 4)
    since = other.state_since
    follow(other)
    other.refresh_from_db()
    assert other.state_since == since
    with given_out(ground / "other", port):
        follow(other)
    assert stands(other) == (SourceState.FOLLOWING, 2026, 5, 4)


def test_an_older_state_is_late_and_so_is_one_that_no_witness_confirms(
    ground: Path, source: Source, server: LogServer
) -> None:
    shutil.copytree(server.folder, ground / "yesterday")
    tell(server.folder, acts(10, 5))
    follow(source)
    shutil.rmtree(server.folder)
    shutil.copytree(ground / "yesterday", server.folder)
    follow(source)
    assert stands(source)[0] == SourceState.LATE
    note = parse_note((server.folder / "checkpoint").read_bytes())
    long_ago = int(datetime(2026, 1, 1, tzinfo=UTC).timestamp())
    cosigned = replace(note, signatures=(*note.signatures, witness_key().cosign(note.text, long_ago)))
    (server.folder / "checkpoint").write_text(str(cosigned), encoding="utf-8")
    policy = f"witness w1 {witness_key().verifier}\nquorum w1\n"
    confirmed = followed(server, log_name="log.example/640000", policy=policy)
    assert follow(confirmed) == 8
    assert confirmed.state == SourceState.LATE
    assert confirmed.witnesses == 1


def test_a_rewritten_history_stops_the_following_and_its_evidence_stays(source: Source, server: LogServer) -> None:
    follow(source)
    shutil.rmtree(server.folder)
    tell(server.folder, acts(0, 12, "X"))
    follow(source)
    assert stands(source) == (SourceState.CONTRADICTS, 2026, 10, 8)
    assert source not in addresses_to_follow()
    evidence = evidence_of(source)
    assert evidence is not None
    assert evidence.held.startswith(f"{LOG}/2026\n10\n")
    assert evidence.coming.startswith(f"{LOG}/2026\n12\n")
    words = page(at_work(make_seat(Role.PROVINCE_OFFICE)), f"/en/office/exchange/sources/{source.pk}/").words
    assert "two histories that exclude each other" in words
    assert f"{LOG}/2026 12" in " ".join(words.split())
    assert not FollowedNeed.objects.filter(number__startswith="X").exists()


def test_a_year_that_has_not_begun_is_no_trouble(source: Source) -> None:
    follow(source)
    next_year = log_key(f"{LOG}/2027", secret=b"N").verifier
    Source.objects.filter(pk=source.pk).update(keys=f"{KEY}{next_year}\n")
    follow(source)
    assert stands(source) == (SourceState.FOLLOWING, 2026, 10, 8)


def test_what_is_erased_at_its_origin_is_erased_here_at_the_next_look(source: Source, server: LogServer) -> None:
    follow(source)
    gone = FollowedNeed.objects.get(number="N-2")
    fields = {"leaves": 1}
    assert leaf_of(fields, salts_of(fields, "salt 10"), subject=gone.subject)["subject"] == gone.subject
    tell(server.folder, [told(10, fields, "records.leaf.erase", subject=gone.subject)])
    follow(source)
    gone.refresh_from_db()
    assert (gone.number, gone.text) == ("", "")


def packed(ground: Path, name: str, first: int = 0) -> Path:
    """The log as it is carried by hand, with the records of all days."""
    log, file = LogFolder(ground / "log"), ground / name
    with ZipFile(file, "w") as carried:
        for path, data in carried_files(log, first):
            carried.writestr(f"620000/2026/{path}", data)
        for each in sorted(log.path.glob("records/*/*.jsonl")):
            carried.writestr(f"620000/2026/{each.relative_to(log.path)}", each.read_bytes())
    return file


def carry(client: Client, source: Source, file: Path) -> HttpResponse:
    address = f"/en/office/exchange/sources/{source.pk}/carry/"
    return act(client, address, file=SimpleUploadedFile(file.name, file.read_bytes()))


def test_a_carried_file_brings_the_same_as_the_network(ground: Path) -> None:
    tell(ground / "log", acts(0, 10))
    source = make_source(log_name=LOG, keys=KEY, province_code="620000")
    office = at_work(make_seat(Role.PROVINCE_OFFICE))
    assert carry(office, source, packed(ground, "one.zip")).status_code == 302
    assert stands(source) == (SourceState.FOLLOWING, 2026, 10, 8)
    tell(ground / "log", acts(10, 10))
    carry(office, source, packed(ground, "two.zip", first=10))
    assert stands(source) == (SourceState.FOLLOWING, 2026, 20, 16)
    carry(office, source, ground / "two.zip")
    assert stands(source) == (SourceState.FOLLOWING, 2026, 20, 16)
    assert AuditEntry.objects.filter(action="exchange.source.carry", subject_id=source.pk).count() == 3


def test_a_file_that_is_none_is_refused_and_changes_nothing(ground: Path) -> None:
    source = make_source(log_name=LOG, keys=KEY, province_code="620000")
    office = at_work(make_seat(Role.PROVINCE_OFFICE))
    (ground / "no.zip").write_bytes(b"no archive")
    answer = carry(office, source, ground / "no.zip")
    assert answer.status_code == 422
    assert b"This is no file that another province has packed" in answer.content
    assert stands(source) == (SourceState.WAITING, None, 0, 0)


@pytest.mark.django_db(transaction=True)
def test_the_worker_looks_at_each_by_itself_so_that_a_silent_one_keeps_nobody_waiting(server: LogServer) -> None:
    silent = make_source("沉默省", log_name="log.example/1", log_address="http://127.0.0.1:1/log/1/", keys=KEY)
    source, stop = followed(server), Event()
    thread = Thread(target=running.run, args=(stop,))
    thread.start()
    for _ in range(1_200):
        if {stands(source)[0], stands(silent)[0]} == {SourceState.FOLLOWING, SourceState.SILENT}:
            break
        stop.wait(0.05)
    stop.set()
    thread.join()
    assert stands(source) == (SourceState.FOLLOWING, 2026, 10, 8)
    assert stands(silent)[0] == SourceState.SILENT
