"""有意向 between two provinces that no network connects: it goes out in a carried file, and its answer comes in one."""

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from zipfile import ZipFile

import pytest

from duijie.apps.exchange.models import FollowedNeed, ReceivedPledge, SentPledge, Source
from duijie.apps.exchange.rules.carried import TOMORROW, TOO_MANY, Brought, brought_of
from duijie.apps.exchange.rules.pledges import PledgeState
from duijie.apps.exchange.rules.sources import SourceState
from duijie.apps.exchange.services import carried, receiving
from duijie.apps.exchange.services.carried import take_carried
from duijie.apps.exchange.services.delivering import deliver_due
from duijie.apps.exchange.services.packing import give_file
from duijie.apps.exchange.services.pledging import send_pledge
from duijie.apps.exchange.services.receiving import decide_pledge
from duijie.apps.records.sequencing import logs
from duijie.apps.records.sequencing.running import run_once
from duijie.config.commandline import main
from duijie.kernel.access.actors import Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import today
from duijie.kernel.errors import Conflict, NotAllowed, RuleBroken
from duijie.kernel.ids import new_id
from tests.apps.exchange.made import NEED, make_source, shown, taken
from tests.apps.exchange.pledging import AWAY, HOME
from tests.factories.accounts import PROVINCE
from tests.factories.needs import published_need
from tests.factories.organizations import make_organization, manager_of, official
from tests.ledger.conftest import folder_in_memory  # noqa: F401 - a fixture that both share

pytestmark = pytest.mark.django_db
BEYOND = 900_000


class TwoProvinces:
    """Both platforms in one database: `at` says whose settings hold. Neither has an address of the other."""

    def __init__(self, settings: Any, ground: Path) -> None:
        self.settings, self.ground = settings, ground
        settings.LEDGER_FOLDER, settings.LEDGER_KEYS = ground / "ledger", ground / "keys"
        settings.LEDGER_POLICY, settings.EXCHANGE_FOLDER = ground / "witnesses", ground / "followed"
        self.year = today().year
        self.sources: dict[str, Source] = {}
        for name in (HOME, AWAY):
            self.at(name)
            key = logs.make_key(logs.origin_of(self.year)).verifier
            code = name.rpartition("/")[2]
            self.sources[name] = make_source(code, log_name=name, province_code=code, keys=f"{key}\n")
        self.office = official(Role.PROVINCE_OFFICE, PROVINCE)

    def at(self, name: str) -> None:
        self.settings.LEDGER_NAME = name

    def give(self, sender: str, to: str, first: int = 0) -> Path:
        self.at(sender)
        run_once()
        file = self.ground / f"{to[-6:]}.zip"
        give_file(actor=self.office, source=self.sources[to], year=self.year, first=first, file=file)
        return file

    def bring(self, file: Path, sender: str, to: str) -> Brought:
        """Take a file in; returns what it brought, without counting the log's own entries."""
        self.at(to)
        source = self.sources[sender]
        take_carried(actor=self.office, source=source, file=file)
        source.refresh_from_db()
        return replace(brought_of(source.brought or {}), records=0)

    def pledged(self) -> SentPledge:
        self.at(HOME)
        need = FollowedNeed.objects.get(source=self.sources[AWAY])
        return send_pledge(actor=manager_of(make_organization()), need=need, quantity=Decimal(10))


@pytest.fixture
def ground(folder_in_memory: Path) -> Iterator[Path]:  # noqa: F811
    with TemporaryDirectory(dir=folder_in_memory) as folder:
        yield Path(folder)


@pytest.fixture
def provinces(settings: Any, ground: Path) -> TwoProvinces:
    """A need in one province's library that the other has read, and the same need at its origin."""
    made = TwoProvinces(settings, ground)
    taken(made.sources[AWAY], shown(BEYOND, "needs.need.publish", NEED))
    made.at("")
    need = published_need()
    type(need).objects.filter(pk=need.pk).update(number=NEED["number"])
    return made


def altered(file: Path, change: Any) -> Path:
    """The file with what `change` makes of each name and content; a name that it gives twice is there twice."""
    with ZipFile(file) as old:
        parts = [each for name in old.namelist() for each in change(name, old.read(name))]
    changed = file.with_name("altered.zip")
    with ZipFile(changed, "w") as new:
        for name, content in parts:
            new.writestr(name, content)
    return changed


def test_a_pledge_and_its_answer_travel_in_carried_files(provinces: TwoProvinces) -> None:
    row = provinces.pledged()
    there = provinces.give(HOME, AWAY)
    assert deliver_due() == 0
    assert provinces.bring(there, HOME, AWAY) == Brought(pledges=1)
    received = ReceivedPledge.objects.get()
    assert (received.pk, received.need.number) == (row.pk, NEED["number"])
    row.refresh_from_db()
    assert row.state == PledgeState.WAITING, "only the answer shows that it has arrived"
    decide_pledge(actor=provinces.office, pledge=received, is_accepted=True)
    assert provinces.bring(provinces.give(AWAY, HOME), AWAY, HOME) == Brought()
    row.refresh_from_db()
    assert row.state == PledgeState.ACCEPTED
    with ZipFile(provinces.give(HOME, AWAY)) as next_file:
        assert not [name for name in next_file.namelist() if name.startswith("pledges/")]


def test_the_same_file_twice_is_one_pledge(provinces: TwoProvinces) -> None:
    provinces.pledged()
    file = provinces.give(HOME, AWAY)
    assert provinces.bring(file, HOME, AWAY) == provinces.bring(file, HOME, AWAY) == Brought(pledges=1)
    assert ReceivedPledge.objects.count() == 1
    told = AuditEntry.objects.filter(action="exchange.source.carry").last()
    assert told is not None
    assert (told.details["pledges"], told.details["refused"]) == (1, 0)


def test_a_pledge_to_another_province_is_left_alone_and_what_is_not_for_us_or_too_much_is_refused(
    provinces: TwoProvinces, monkeypatch: pytest.MonkeyPatch
) -> None:
    provinces.pledged()
    file = provinces.give(HOME, AWAY)
    with ZipFile(provinces.give(HOME, HOME)) as for_others:
        assert not [name for name in for_others.namelist() if name.startswith("pledges/")]
    moved = altered(file, lambda name, content: [(name.replace("pledges/510000/", "pledges/530000/"), content)])
    assert provinces.bring(moved, HOME, AWAY) == Brought(for_others=1)
    provinces.at("log.example/510000x")
    said = provinces.bring(
        altered(file, lambda name, content: [(name.replace("s/510000/", "s/510000x/"), content)]),
        HOME,
        "log.example/510000x",
    )
    assert [each.code for each in said.refused] == ["This pledge is for %(to)s; here is %(here)s."]
    monkeypatch.setattr(receiving, "OF_A_SOURCE", 0)
    assert [each.code for each in provinces.bring(file, HOME, AWAY).refused] == [TOMORROW]
    monkeypatch.setattr(carried, "MOST_CARRIED", 0)
    assert [each.code for each in provinces.bring(file, HOME, AWAY).refused] == [TOO_MANY]
    assert not ReceivedPledge.objects.exists()


def test_one_altered_byte_stops_neither_the_other_pledges_nor_the_log(provinces: TwoProvinces) -> None:
    provinces.pledged()
    file = provinces.give(HOME, AWAY)

    def with_another(name: str, content: bytes) -> list[tuple[str, bytes]]:
        other = f"pledges/510000/{new_id()}"
        return (
            [(name, content), (other, content.replace(b"\xe7", b"\xe8", 1))]
            if "pledges/" in name
            else [(name, content)]
        )

    brought = provinces.bring(altered(file, with_another), HOME, AWAY)
    assert brought.pledges == 1
    assert [each.code for each in brought.refused] == ["This pledge is not signed by %(sender)s."]
    at = file.read_bytes()
    place = at.index(b"pledges/510000/") + 60  # within its packed bytes, so that their checksum does not hold
    torn = file.with_name("torn.zip")
    torn.write_bytes(at[:place] + bytes([at[place] ^ 1]) + at[place + 1 :])
    brought = provinces.bring(torn, HOME, AWAY)
    assert (brought.pledges, len(brought.refused)) == (0, 1)
    assert "cannot be unpacked" in str(brought.refused[0].params["sentence"])
    provinces.sources[HOME].refresh_from_db()
    assert provinces.sources[HOME].state == SourceState.FOLLOWING


def test_what_goes_out_is_written_down_and_is_only_given_by_the_office(
    provinces: TwoProvinces, capsys: pytest.CaptureFixture[str]
) -> None:
    provinces.pledged()
    file = provinces.give(HOME, AWAY)
    source = Source.objects.get(log_name=AWAY)
    assert (source.given_year, source.given_size) == (provinces.year, 5)
    assert source.given_bytes == file.stat().st_size
    entry = AuditEntry.objects.get(action="exchange.source.give")
    assert entry.details == {"from": 0, "to": 5, "year": provinces.year, "pledges": 1}
    for to, count in (("530000", 0), ("510000", 1)):
        assert main(["exchange", "pack", "--to", to, str(file)]) == 0
        assert f" and {count} pledges in " in capsys.readouterr().out
    given: dict[str, Any] = {"source": source, "year": provinces.year, "file": file}
    with pytest.raises(NotAllowed):
        give_file(actor=official(Role.COUNTY_OFFICE), first=0, **given)
    with pytest.raises(RuleBroken, match="entries only"):
        give_file(actor=provinces.office, first=6, **given)
    provinces.at("")
    with pytest.raises(Conflict, match="no record"):
        give_file(actor=provinces.office, first=0, **given)
