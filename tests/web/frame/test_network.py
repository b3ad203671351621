"""The caller's address: what a proxy of ours says, never what the caller says of himself."""

import pytest
from django.test import RequestFactory

from duijie.web.frame.network import address_of, network_mark


def asked(near: str, told: str = ""):
    return RequestFactory().get("/", REMOTE_ADDR=near, **({"HTTP_X_FORWARDED_FOR": told} if told else {}))


@pytest.mark.parametrize(
    ("proxies", "near", "told", "address"),
    [
        (0, "203.0.113.7", "", "203.0.113.7"),
        (0, "203.0.113.7", "198.51.100.1", "203.0.113.7"),
        (1, "10.0.0.2", "198.51.100.1, 203.0.113.7", "203.0.113.7"),
        (2, "10.0.0.2", "198.51.100.1, 203.0.113.7, 10.0.0.9", "203.0.113.7"),
        (2, "10.0.0.2", "203.0.113.7", "203.0.113.7"),
        (1, "127.0.0.1", "", ""),
        (0, "127.0.0.1", "203.0.113.7", ""),
        (1, "127.0.0.1", "nonsense", ""),
        (0, "2001:db8::7", "", "2001:db8::7"),
    ],
)
def test_the_address_is_read_over_as_many_proxies_as_are_stated(settings, proxies, near, told, address):
    settings.PROXIES = proxies
    assert address_of(asked(near, told)) == address


def test_only_a_digest_of_the_address_is_kept(settings):
    settings.PROXIES = 0
    mark = network_mark(asked("203.0.113.7"))
    assert mark
    assert "203" not in mark
    assert network_mark(asked("127.0.0.1")) == ""
