"""Records that a log publishes beside its leaves: what was tampered with, held back or exchanged is noticed."""

import json
import shutil
from collections.abc import Callable
from contextlib import closing
from copy import deepcopy
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duijie.ledger.errors import LogDamaged
from duijie.ledger.following.cycle import Followed
from duijie.ledger.following.fetching import LogAddress
from duijie.ledger.following.records import ShownRecord, parse_line, records_path, shown_records
from duijie.ledger.reading.folders import LogFolder
from tests.ledger.following.giving import LogServer
from tests.ledger.following.telling import KINDS, PUBLISH, SECRET, needs, tell, told

COUNT = 300
FILE = records_path("2026-11-21", PUBLISH)
Read = Callable[..., list[ShownRecord]]
in_turn = settings(
    max_examples=30, deadline=None, database=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)


@pytest.fixture
def read(ground: Path, server: LogServer, follow: Callable[..., Followed]) -> Read:
    """The records of a log of 300 acts of two days, verified against a copy of it."""
    shutil.rmtree(server.folder)
    tell(server.folder, needs(0, COUNT))
    follow()

    def look(first: int = 0, size: int = COUNT) -> list[ShownRecord]:
        with closing(LogAddress(server.address)) as log:
            return list(shown_records(LogFolder(ground / "copy"), log, first, size, KINDS))

    return look


def lines_of(server: LogServer) -> list[dict]:
    return [json.loads(each) for each in (server.folder / FILE).read_bytes().splitlines()]


def put(server: LogServer, lines: list[dict]) -> None:
    text = "".join(json.dumps(each) + "\n" for each in lines)
    (server.folder / FILE).write_text(text)


def test_records_come_in_the_order_of_the_log_with_their_facts(read: Read) -> None:
    found = read()
    assert [each.index for each in found] == [index for index in range(COUNT) if index % 5 != 4]
    assert all(each.facts == {"number": f"XQ{each.index}", "quantity": str(each.index)} for each in found)
    assert SECRET not in {each.kind for each in found}
    assert {each.hour.isoformat() for each in found} == {"2026-11-20T23:00:00+00:00", "2026-11-21T09:00:00+00:00"}
    assert [each.index for each in read(256, 260)] == [256, 257, 258]
    assert read(4, 5) == []


@given(data=st.data())
@in_turn
def test_whoever_alters_one_record_is_named(read: Read, server: LogServer, data: st.DataObject) -> None:
    right = [json.loads(bytes(each)) for each in needs(0, COUNT) if each.path == FILE]
    lines = deepcopy(right)
    at = data.draw(st.integers(0, len(lines) - 1))
    line, other = lines[at], lines[at - 1]
    name = data.draw(st.sampled_from(sorted(line["shown"])))
    index = line["index"]
    match data.draw(st.sampled_from(["value", "kind of value", "salt", "left out", "added", "withheld", "exchanged"])):
        case "value":
            line["shown"][name][1] += data.draw(st.text(st.characters(codec="utf-8"), min_size=1, max_size=3))
        case "kind of value":
            line["shown"][name][1] = data.draw(st.sampled_from([None, True, 7, 1.5, [], "\ud800"]))
        case "salt":
            line["shown"][name][0] = other["shown"][name][0]
        case "left out":
            del line["shown"][name]
        case "added":
            line["shown"]["total_fen"] = ["00" * 16, 1]
        case "withheld":
            del lines[at]
        case "exchanged":
            line["leaf"], line["shown"] = other["leaf"], other["shown"]
    put(server, lines)
    with pytest.raises(LogDamaged, match=rf"(leaf|record) {index}\b"):
        read()
    put(server, right)
    assert len(read()) == COUNT * 4 // 5


def test_what_is_erased_is_read_without_facts_and_the_others_with_theirs(read: Read, server: LogServer) -> None:
    lines = lines_of(server)
    lines[3]["shown"] = None
    put(server, lines)
    assert [each.index for each in read() if each.facts is None] == [lines[3]["index"]]


def test_a_whole_file_that_is_held_back_is_noticed(read: Read, server: LogServer) -> None:
    (server.folder / FILE).unlink()
    with pytest.raises(LogDamaged, match=rf"has no {FILE}"):
        read()


@pytest.mark.parametrize("line", ["", "{}", "[]", '{"index":true}', "}", '{"index":' + "[" * 5_000])
def test_a_line_that_is_no_record_is_named_with_its_file(read: Read, server: LogServer, line: str) -> None:
    with (server.folder / FILE).open("a") as file:
        file.write(f"{line}\n")
    with pytest.raises(LogDamaged, match=rf"{FILE} has a line that is no record"):
        read()


def test_a_record_that_came_meanwhile_is_left_for_the_next_look(
    ground: Path, read: Read, server: LogServer, follow: Callable[..., Followed]
) -> None:
    tell(server.folder, needs(COUNT, 10))
    assert len(read()) == COUNT * 4 // 5
    follow()
    assert [each.index for each in read(COUNT, COUNT + 10)] == [300, 301, 302, 303, 305, 306, 307, 308]


@given(facts=st.dictionaries(st.from_regex(r"[a-z]{1,8}", fullmatch=True), st.text(st.characters(codec="utf-8"))))
def test_a_line_has_one_spelling_and_is_read_back(facts: dict[str, str]) -> None:
    line = told(7, facts)
    assert parse_line(bytes(line)) == line
    assert bytes(line).count(b"\n") == 1
