"""The record for everybody: its state, its newest entries in words, who cosigns, and a month's end to print."""

import re

import pytest

from duijie.apps.records.models import Anchored, Conflict, Log, WitnessState
from duijie.apps.records.sequencing import logs
from duijie.apps.records.sequencing.running import run_once
from duijie.apps.records.unmatched import count_pairs
from duijie.kernel.clock import now, today
from duijie.ledger.formats.encoding import encode_base64
from tests.apps.records.conftest import acts, origin  # noqa: F401 - a fixture that both share

pytestmark = pytest.mark.django_db


@pytest.fixture
def log(origin: str) -> Log:  # noqa: F811
    """A published log of four entries; one more act waits."""
    acts(3)
    run_once()
    acts(1)
    return Log.objects.get(origin=origin)


def test_the_newest_entries_stand_there_in_words_and_lead_to_themselves(client, log):
    text = client.get("/ledger/").content.decode()
    assert text.count("帮扶项目：确认收到") == 3
    assert "621121" in text
    assert log.origin in text
    addresses = re.findall(r'href="(/verify/\d+/\d+/[0-9a-f]+/)"', text)
    assert [int(each.split("/")[3]) for each in addresses] == [3, 2, 1]
    assert "<h2>与存证一致</h2>" in client.get(addresses[0]).content.decode()
    assert client.get(f"/verify/{today().year}/99/00/").status_code == 404


def test_witnesses_stand_there_with_their_state_and_a_contradiction_is_told(client, log):
    assert "还没有其他单位共同核验" in client.get("/ledger/").content.decode()
    WitnessState.objects.create(log=log, name="witness.example/a", size=4, cosigned_at=now())
    WitnessState.objects.create(log=log, name="witness.example/b", failing_since=now(), failure="no answer")
    ours, theirs = f"{log.origin}\n4\nb3Vycw==\n", f"{log.origin}\n4\ndGhlaXJz\n"
    Conflict.objects.create(log=log, witness="witness.example/b", reason="another", ours=ours, theirs=theirs)
    text = client.get("/ledger/").content.decode()
    for words in ("witness.example/a", "正常核验", "没有回应", "保存的存证状态与这里不同", "b3Vycw==", "dGhlaXJz"):
        assert words in text


def test_where_the_record_is_kept_elsewhere_stands_there_and_who_fails(client, log):
    assert "还没有在他处留存" in client.get("/ledger/").content.decode()
    for kind, place, receipt in (
        ("file", "/mnt/office/heads", "line 7"),
        ("timestamps", "https://time.example/stamp", "stamp 42, 2026-11-22T07:00:00Z"),
        ("chain", "0x" + "1" * 40, "block 5, transaction 0xabc"),
    ):
        Anchored.objects.create(log=log, kind=kind, place=place, size=4, root=log.root, receipt=receipt)
    Anchored.objects.create(log=log, kind="file", place="/mnt/office/heads", size=4, root=log.root, failure="disk full")
    text = client.get("/ledger/").content.decode()
    for words in ("第7行", "时间戳服务机构：time.example", "时间戳42号", "第5块，交易号0xabc", "未能留存"):
        assert words in text
    assert "/mnt/office" not in text
    assert "disk full" not in text


def test_what_one_side_alone_stated_is_read_as_it_was_counted_last(client, log):
    assert "还没有统计" in client.get("/ledger/").content.decode()
    count_pairs()
    acts(40)
    text = client.get("/ledger/").content.decode()
    assert "统计时间：" in text
    assert re.search(r"落实：填报与确认收到.*?>0<.*?>0<.*?>4<", text, re.DOTALL)


def test_the_state_of_a_month_can_be_printed_and_computed_again(client, log):
    day = today()
    text = client.get(f"/ledger/{day.year}/{day.month}/").content.decode()
    assert encode_base64(logs.open_tree(log.origin).root(4)) in text
    assert "这是目前的状态" in text
    for address in (
        f"/ledger/{day.year}/13/",
        f"/ledger/{day.year}/0/",
        "/ledger/1999/1/",
        f"/ledger/{day.year + 1}/1/",
    ):
        assert client.get(address).status_code == 404


def test_without_a_log_the_page_says_so(client):
    assert "尚未开启存证" in client.get("/ledger/").content.decode()
    assert client.get(f"/ledger/{today().year}/1/").status_code == 404


def test_no_word_of_the_machinery_stands_there(client, log):
    day = today()
    for address in ("/ledger/", f"/ledger/{day.year}/{day.month}/"):
        text = client.get(address).content.decode()
        assert not [word for word in ("哈希", "账本", "区块", "默克尔", "Merkle", "树根") if word in text]
