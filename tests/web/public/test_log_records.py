"""The records behind the leaves: given out while they may be seen, gone once erased, and never those of a pair."""

from contextlib import closing
from pathlib import Path
from typing import Any

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from duijie.apps.notices.models import Notice
from duijie.apps.records.models import Leaf
from duijie.apps.records.rules import ERASURE, PAIRS, PUBLISHED
from duijie.apps.records.selectors import body_of
from duijie.apps.records.sequencing import logs
from duijie.apps.records.sequencing.draining import drain
from duijie.apps.records.sequencing.opening import open_log
from duijie.apps.records.sequencing.running import run_once
from duijie.apps.records.services import erase
from duijie.kernel.access.actors import SYSTEM
from duijie.ledger.disclosing.commitments import root_of
from duijie.ledger.following.records import Line, parse_line
from tests.apps.records.conftest import acts
from tests.apps.records.conftest import origin as origin  # noqa: PLC0414 - the fixture of a log

pytestmark = pytest.mark.django_db
COMMIT = "matches.match.commit"


def get(origin: str, kind: str, day: str = "") -> Any:
    return Client().get(
        f"/log/{logs.path_of(origin)}/records/{day or f'{Leaf.objects.first().hour:%Y-%m-%d}'}/{kind}.jsonl"
    )


def lines(origin: str, kind: str) -> list[Line]:
    answer = get(origin, kind)
    assert answer.status_code == 200
    return [parse_line(each) for each in answer.getvalue().splitlines()]


def test_each_record_makes_the_root_of_its_leaf_in_the_log(origin: str) -> None:
    made = acts(3, COMMIT)
    run_once()
    found = lines(origin, COMMIT)
    assert [each.index for each in found] == [1, 2, 3]
    folder = logs.folder_of(origin)
    for line, leaf in zip(found, made, strict=True):
        assert folder.entry(line.index, 4) == body_of(leaf).as_bytes()
        assert {each.name: each.value for each in line.shown} == leaf.facts
        assert root_of(each.digest for each in line.shown).hex() == line.leaf["root"] == leaf.root


def test_what_is_erased_is_gone_at_once_and_no_cache_keeps_it(origin: str) -> None:
    acts(2, COMMIT)
    run_once()
    assert get(origin, COMMIT)["Cache-Control"] == "no-cache"
    assert get(origin, COMMIT)["Access-Control-Allow-Origin"] == "*"
    erase(actor=SYSTEM, subject=Notice.objects.get())
    assert [each.shown for each in lines(origin, COMMIT)] == [None, None]
    assert lines(origin, ERASURE) == []
    run_once()
    [told] = lines(origin, ERASURE)
    assert told.leaf["subject"] == lines(origin, COMMIT)[0].leaf["subject"]


def test_what_is_safe_but_not_published_is_not_shown(origin: str) -> None:
    run_once()
    acts(2, COMMIT)
    opened = open_log(origin)
    with closing(opened.writer):
        drain(opened)
        assert lines(origin, COMMIT) == []
    run_once()
    assert len(lines(origin, COMMIT)) == 2


def test_many_records_take_one_query(origin: str) -> None:
    acts(12, COMMIT)
    run_once()
    address = f"/log/{logs.path_of(origin)}/records/{Leaf.objects.first().hour:%Y-%m-%d}/{COMMIT}.jsonl"
    with CaptureQueriesContext(
        connection,
    ) as counted:
        assert len(Client().get(address).getvalue().splitlines()) == 12
    assert len([each for each in counted if "records_" in each["sql"]]) == 1


def test_nothing_of_a_pair_is_given_out(origin: str) -> None:
    acts(1)
    run_once()
    for kind in {each for pair in PAIRS for each in (pair.given, pair.received)} | {"ledger.log.open", "x"}:
        assert get(origin, kind).status_code == 404
    assert all(get(origin, kind).status_code == 200 for kind in PUBLISHED)


@pytest.mark.parametrize(
    "name",
    [
        "620000/1999/records/2026-11-21/{}.jsonl",
        "630000/2026/records/2026-11-21/{}.jsonl",
        "620000/2026/records/20261121/{}.jsonl",
        "620000/2026/records/2026-02-30/{}.jsonl",
        "620000/2026/records/2026-11-21/{}",
    ],
)
def test_no_other_name_is_a_file(origin: str, name: str) -> None:
    run_once()
    assert Client().get("/log/" + name.format(COMMIT)).status_code == 404


def test_where_the_ledger_is_off_there_are_no_records(origin: str, settings: Any, tmp_path: Path) -> None:
    acts(1, COMMIT)
    run_once()
    settings.LEDGER_NAME = ""
    assert get(origin, COMMIT).status_code == 404
