"""Pledges for tests: a province whose log is followed here, and what it says of an organization of its own."""

from dataclasses import replace
from typing import Any

from django.test import Client

from duijie.apps.exchange.models import Source
from duijie.apps.exchange.rules.pledges import Pledge, moment_text
from duijie.kernel.clock import now, today
from duijie.kernel.ids import new_id
from duijie.ledger.writing.signing import SigningKey
from tests.factories.accounts import PROVINCE
from tests.ledger.made import log_key

HOME, AWAY = "log.example/620000", "log.example/510000"


def away_key() -> SigningKey:
    return log_key(f"{AWAY}/{today().year}")


def message(asked: Any, **changed: Any) -> Pledge:
    """What the other province says of an organization of its own."""
    said = Pledge(
        id=str(new_id()),
        sender=away_key().verifier.name,
        to=HOME,
        need=asked.number,
        quantity="20",
        unit=asked.unit,
        organization="O-33BCDFG",
        name="外省示例基金会",
        credit_code="53510000MJ0000000X",
        registration_level="province",
        province="510000",
        phone="028-00000000",
        moment=moment_text(now()),
    )
    return replace(said, **changed)


def signed(pledge: Pledge) -> bytes:
    return str(away_key().sign(pledge.text)).encode()


def handed_in(data: bytes) -> Any:
    return Client(enforce_csrf_checks=True).post("/exchange/pledges/", data, content_type="text/plain")


def followed_province(**changed: Any) -> Source:
    """A province that is followed here, with its key of this year."""
    given: dict[str, Any] = {
        "name": "外省",
        "province_code": "510000",
        "log_name": AWAY,
        "site_address": "http://127.0.0.1:9/",
        "log_address": "http://127.0.0.1:9/log/",
        "keys": f"{away_key().verifier}\n",
        "division_path": PROVINCE.path,
    }
    return Source.objects.create(**{**given, **changed})
