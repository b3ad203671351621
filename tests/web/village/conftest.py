"""A village with its offices, and somebody with an old phone in front of it."""

import base64
import gzip
import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.http import HttpResponse
from django.test import Client

from duijie.apps.accounts.models import Account
from duijie.apps.regions.models import Division
from duijie.kernel.access.actors import Role
from tests.factories.accounts import TOWNSHIP, VILLAGE, make_account, make_villager
from tests.factories.needs import Offices, make_offices

ADDRESSES = "tests.web.village.addresses"
STEP_LIMIT = 8 * 1024


@pytest.fixture(autouse=True)
def _village_addresses(settings: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    settings.ROOT_URLCONF = ADDRESSES
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    monkeypatch.setenv("DUIJIE_FIELD_KEYS", f"test:{base64.b64encode(b'k' * 32).decode()}")
    monkeypatch.setenv("DUIJIE_DIGEST_KEY", base64.b64encode(b"d" * 32).decode())


@pytest.fixture
def offices() -> Offices:
    """The village's offices, and the list by which one finds the village."""
    made = make_offices()
    for code in (VILLAGE.code, TOWNSHIP.code):
        place = Division.objects.get(pk=code)
        place.parent_code = TOWNSHIP.code if code == VILLAGE.code else "621121000000"
        place.initials, place.pinyin = ("slc", "shilicun") if code == VILLAGE.code else ("slz", "shilizhen")
        place.name = place.stem = "示例村" if code == VILLAGE.code else "示例镇"
        place.save()
    return made


@pytest.fixture
def client() -> Client:
    """An old phone."""
    return Client()


def signed_in(account: Account) -> Client:
    """A phone on which somebody is signed in."""
    client = Client()
    client.force_login(account)
    return client


@pytest.fixture
def cadre(offices: Offices) -> Client:
    """A village cadre at his phone."""
    return signed_in(make_account(Role.VILLAGE))


@pytest.fixture
def villager(offices: Offices) -> Client:
    """A villager who has signed in."""
    return signed_in(make_villager())


def text_of(response: HttpResponse) -> str:
    """What the page says."""
    return response.content.decode()


def weight(response: HttpResponse) -> int:
    """Bytes of the page as they travel."""
    return len(gzip.compress(response.content, 6))


def go(client: Client, response: Any) -> Any:
    """The page to which an answer leads."""
    assert response.status_code == 302, text_of(response)[:3000]
    return client.get(response["Location"])


def code_in(page: str) -> str:
    """The code that a page shows."""
    found = re.search(r"(?<![\w-])[0-9A-Z]{4}-[0-9A-Z]{4}-[0-9A-Z]{4}(?![\w-])", page)
    assert found, page
    return found[0]


class Journey:
    """A request on its way through the pages."""

    def __init__(self, client: Client, start: str = "/village/request/") -> None:
        self.client, self.language = client, "/en" if start.startswith("/en") else ""
        self.page = client.get(start)
        assert self.page.status_code == 302
        self.here = self.page["Location"]

    def step(self, name: str) -> str:
        """The address of a step of this journey."""
        return self.here.split("?")[0].rstrip("/").rsplit("/", 1)[0] + f"/{name}/"

    def send(self, step: str, /, **data: Any) -> Any:
        """Fill in a step."""
        return self.client.post(self.step(step), data)

    def what(self, **changes: Any) -> Any:
        """Say what is needed."""
        given = {"village": VILLAGE.code, "text": "门口的路晚上太黑，想装一盏太阳能路灯。", "field": ""}
        return self.send("what", **{**given, **changes})

    def who(self, **changes: Any) -> Any:
        """Say who asks."""
        return self.send("who", **{"name": "示例甲", "phone": "138 0000 0001", "house": "二组 15 号", **changes})

    def check(self, **data: Any) -> Any:
        """Send it."""
        return self.send("check", **data)


def sent_request(client: Client) -> tuple[str, Any]:
    """A request sent from this phone: its code, and the page that shows it."""
    journey = Journey(client)
    journey.what()
    journey.who()
    page = go(client, journey.check())
    return code_in(text_of(page)), page


@pytest.fixture
def time_machine_at() -> Iterator[Any]:
    """Let some time pass."""
    travellers = []
    began = datetime.now(UTC)

    def move(**by: int) -> None:
        traveller = time_machine.travel(began + timedelta(**by), tick=True)
        traveller.start()
        travellers.append(traveller)

    yield move
    for traveller in reversed(travellers):
        traveller.stop()
