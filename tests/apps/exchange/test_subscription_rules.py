"""When a collection is due, how long a failing receiver waits, how it is signed, and which addresses are open."""

from datetime import datetime, timedelta
from ipaddress import ip_address
from zoneinfo import ZoneInfo

import pytest

from duijie.apps.exchange.calling import INWARD, UNKNOWN, is_public, post
from duijie.apps.exchange.rules.partners import Pairing, overlap, pairing_faults
from duijie.apps.exchange.rules.subscriptions import PAUSES, Kind, Wish, last_collection, pause_after, wish_faults
from duijie.apps.exchange.rules.webhooks import new_secret, signature

HERE = ZoneInfo("Asia/Shanghai")


def at(hour: int, minute: int) -> datetime:
    return datetime(2026, 11, 22, hour, minute, tzinfo=HERE)


def test_a_message_is_signed_as_the_specifications_own_example_is():
    made = signature(
        "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw",
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert made == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


def test_each_receiver_has_a_secret_of_its_own():
    assert new_secret() != new_secret()
    with pytest.raises(ValueError, match="whsec_"):
        signature("abc", message_id="m", timestamp=0, body=b"")


def test_a_failing_webhook_is_tried_eight_more_times_ever_more_rarely_over_two_days():
    assert list(PAUSES) == sorted(PAUSES)
    assert len(PAUSES) == 8
    assert timedelta(days=1, hours=20) < sum(PAUSES, timedelta()) < timedelta(days=2)
    assert pause_after(1) == timedelta(minutes=1)
    assert pause_after(9) is None


def test_what_was_found_before_half_past_seven_is_collected_that_day():
    assert last_collection(at(7, 29)) == at(7, 30) - timedelta(days=1)
    assert last_collection(at(7, 30)) == at(7, 30)
    assert last_collection(at(23, 0)) == at(7, 30)


@pytest.mark.parametrize(
    "address",
    ["http://a.example/", "https://user:word@a.example/", "https://a.example/#x", "ftp://a.example/", "https:///x",
     "https://a.example/ x", "https://a.example:99999/", "https://中文.example/"],
)  # fmt: skip
def test_an_address_that_is_not_plainly_https_is_refused(address):
    wish = Wish(name="路灯", kind=Kind.NEED, webhook_address=address)
    assert [each.field for each in wish_faults(wish, plain=False)] == ["webhook_address"]


def test_a_wish_needs_a_name_and_known_fields():
    faults = wish_faults(Wish(name=" ", kind=Kind.NEED, fields=("nonsense",)), plain=False)
    assert {each.field for each in faults} == {"name", "topics"}


@pytest.mark.parametrize(
    "address",
    ["127.0.0.1", "10.1.2.3", "192.168.0.9", "169.254.169.254", "172.16.0.1", "100.64.0.1", "224.0.0.1",
     "::1", "fe80::1", "fd00::1", "::ffff:10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "::"],
)  # fmt: skip
def test_no_inner_address_is_called_open_however_it_is_wrapped(address):
    assert not is_public(ip_address(address))


def test_open_addresses_are_open():
    assert is_public(ip_address("223.5.5.5"))
    assert is_public(ip_address("2400:3200::1"))


def test_nothing_is_sent_to_an_inner_address_or_an_unknown_name():
    assert post("http://127.0.0.1:9/", b"{}", {}).words == INWARD
    assert post("https://[::1]/", b"{}", {}).words == INWARD
    assert post(f"https://{'a' * 70}.example/", b"{}", {}).words == UNKNOWN


def test_a_pair_names_its_document_and_two_divisions_that_are_not_within_each_other():
    wrong = Pairing(east_path="/33/", west_path="/33/3301/", document=" ", valid_from=None, valid_to=None)
    assert [each.field for each in pairing_faults(wrong)] == ["document", "west"]
    assert [each.field for each in pairing_faults(Pairing(east_path="/", west_path="/62/", document="x"))] == [
        "east",
        "west",
    ]
    assert not pairing_faults(Pairing(east_path="/33/", west_path="/62/6211/", document="示例文件"))


def test_pairs_overlap_only_where_a_day_lies_in_both():
    first = Pairing(east_path="/33/", west_path="/62/", document="x", valid_to=at(0, 0).date())
    later = Pairing(east_path="/33/", west_path="/62/", document="x", valid_from=at(0, 0).date() + timedelta(days=1))
    assert not overlap(first, later)
    assert overlap(first, Pairing(east_path="/33/", west_path="/62/", document="x"))
