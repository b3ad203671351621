"""The offices that follow other provinces: what they type, what is tried at once, what they see, and who does not."""

from io import BytesIO
from pathlib import Path
from zipfile import ZipFile

import pytest

from duijie.apps.exchange.models import Source
from duijie.apps.exchange.rules.carried import TOO_MANY, Brought
from duijie.apps.exchange.rules.sources import SourceState
from duijie.apps.records.sequencing.running import run_once
from duijie.kernel.access.actors import Role
from duijie.kernel.errors import RuleBroken
from tests.apps.exchange.made import NEED, make_source, shown, taken
from tests.apps.records.conftest import origin as origin  # noqa: PLC0414 - the fixture of a log
from tests.factories.desks import act, at_work, page
from tests.factories.needs import make_seat
from tests.factories.world import OTHER_PROVINCE
from tests.ledger.following.giving import given_out
from tests.ledger.made import ORIGIN, leaves, log_key, witness_key, written_log

pytestmark = pytest.mark.django_db
LIST = "/en/office/exchange/sources/"
ADD = f"{LIST}add/"
KEY = f"{log_key().verifier}"
POLICY = f"witness w1 {witness_key().verifier}\nquorum w1\n"


@pytest.fixture
def office():
    return at_work(make_seat(Role.PROVINCE_OFFICE))


@pytest.fixture
def listening(tmp_path: Path):
    """A log that is given out over HTTP, cosigned by one witness."""
    written_log(tmp_path / "log", leaves(5), witnesses=[witness_key()])
    with given_out(tmp_path / "log") as server:
        yield server


def answers(address: str = "", **changed: str) -> dict[str, str]:
    return {"name": "甘肃省", "log_address": address, "site_address": "", "keys": KEY, "policy": "", **changed}


def said(client, **changed: str) -> str:
    answer = act(client, ADD, **answers(**changed))
    assert answer.status_code == 422
    assert not Source.objects.exists()
    return answer.content.decode()


def test_an_address_is_tried_at_once_and_kept_with_its_keys(office, listening):
    address = listening.address  # with the year, as it is copied from a browser
    answer = act(office, ADD, **answers(address, policy=POLICY))
    source = Source.objects.get()
    assert answer["Location"].endswith(f"{LIST}{source.pk}/")
    assert source.log_address == address.removesuffix("2026")
    assert (source.log_name, source.province_code) == (ORIGIN.removesuffix("/2026"), "620000")
    assert source.site_address == f"http://127.0.0.1:{listening.server_port}/"
    assert "Nothing taken yet" in page(office, f"{LIST}{source.pk}/").words


def test_without_a_network_between_them_no_address_is_needed(office):
    act(office, ADD, **answers(site_address="https://gansu.example/"))
    assert Source.objects.get().site_address == "https://gansu.example/"


def test_what_is_wrong_is_said_beside_its_field(office, listening):
    address = listening.address
    assert "tried just now and does not answer" in said(office, log_address="http://127.0.0.1:1/log/620000/")
    assert "There is no log at this address" in said(office, log_address=f"http://127.0.0.1:{listening.server_port}/x/")
    other = log_key(ORIGIN, secret=b"X").verifier
    assert "not signed as these keys" in said(office, log_address=address, keys=str(other))
    missing = f"witness w2 {witness_key(2).verifier}\nquorum w2\n"
    assert "missing: witness-2.example" in said(office, log_address=address, policy=missing)
    assert "no keys of a year" in said(office, log_address=address, keys="nonsense")
    assert "no keys of a year" in said(office, keys=str(log_key("log.example").verifier))
    assert "This is no policy" in said(office, site_address="https://a.example", policy="quorum three")
    assert "An address begins with https://" in said(office, log_address="gansu")
    assert "An address begins with https://" in said(office, site_address="javascript:alert(1)")


def test_a_log_is_followed_once(office):
    make_source(log_name="log.example/620000", keys=KEY)
    answer = act(office, ADD, **answers(site_address="https://gansu.example/"))
    assert b"is followed already" in answer.content


def test_the_key_of_a_new_year_is_added_below_the_old(office):
    source = make_source(log_name="log.example/620000", keys=KEY, held_year=2026)
    address = f"{LIST}{source.pk}/keys/"
    new = str(log_key("log.example/620000/2027", secret=b"N").verifier)
    assert b"The key of 2026 is missing" in act(office, address, keys=new, policy="").content
    assert b"another log" in act(office, address, keys=str(log_key("a.example/1/2026").verifier), policy="").content
    act(office, address, keys=f"{KEY}\n{new}", policy="")
    assert "2026, 2027" in page(office, f"{LIST}{source.pk}/").words


def test_an_office_sees_how_each_stands_and_what_came_of_it(office):
    source = make_source(state=SourceState.LATE, sentence="It shows 3 leaves, and has shown 5 before.")
    taken(source, shown(3, "needs.need.publish", NEED), shown(4, "needs.need.publish", {"field": "health"}, "b" * 32))
    assert "Late" in page(office, LIST).words
    words = page(office, f"{LIST}{source.pk}/").words
    for told in ("Late", "has shown 5 before", "number is missing"):
        assert told in words, told


def test_what_is_ended_leaves_the_libraries_and_may_be_followed_anew(office):
    source = make_source(log_name="log.example/620000", keys=KEY)
    taken(source, shown(3, "needs.need.publish", NEED))
    act(office, f"{LIST}{source.pk}/end/")
    assert NEED["number"] not in page(office, "/followed/needs/").words
    assert "Not followed any more" in page(office, f"{LIST}{source.pk}/").words
    act(office, ADD, **answers(site_address="https://gansu.example/"))
    assert Source.objects.filter(ended_at=None).count() == 1


def test_the_office_exports_the_file_to_carry_and_sees_what_went_out(office, origin):
    run_once()
    source = make_source()
    address = f"{LIST}{source.pk}/give/"
    assert address in page(office, f"{LIST}{source.pk}/").links
    year = origin.rpartition("/")[2]
    assert b"1 entries only" in act(office, address, year=year, since="2").content
    answer = act(office, address, year=year, since="0")
    file = b"".join(answer.streaming_content)
    assert (answer["Content-Type"], int(answer["Content-Length"])) == ("application/zip", len(file))
    assert 'filename="620000-510000-' in answer["Content-Disposition"]
    with ZipFile(BytesIO(file)) as carried:
        assert f"620000/{year}/checkpoint" in carried.namelist()
    assert f"up to entry 1 of {year}" in page(office, f"{LIST}{source.pk}/").words
    assert 'value="1"' in office.get(address).content.decode()
    assert at_work(make_seat(Role.AUDITOR)).get(address).status_code == 403


def test_what_a_carried_file_brought_is_said_with_each_refusal(office):
    brought = Brought(records=3, pledges=1, for_others=2)
    brought.refuse("a-pledge", RuleBroken(TOO_MANY, most=1000))
    words = page(office, f"{LIST}{make_source(brought=brought.as_json()).pk}/").words
    for told in ("3 new entries, 1 pledges for us", "2 pledges are for other provinces", "at most 1000 pledges"):
        assert told in words, told


def test_the_auditor_reads_and_nobody_else_knows(office):
    source = make_source(state=SourceState.CONTRADICTS)
    address = f"{LIST}{source.pk}/"
    auditor = at_work(make_seat(Role.AUDITOR))
    assert f"{address}end/" not in page(auditor, address).links
    assert auditor.get(ADD).status_code == 403
    assert at_work(make_seat(Role.COUNTY_OFFICE)).get(LIST).status_code == 403
    elsewhere = at_work(make_seat(Role.PROVINCE_OFFICE, OTHER_PROVINCE))
    assert elsewhere.get(address).status_code == 404
    assert act(elsewhere, f"{address}end/").status_code == 404
