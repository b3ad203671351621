"""One world for each module: made once, every test in a savepoint of its own; nothing of it outlives the module."""

import base64
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.db import transaction
from django.test import Client, override_settings
from pytest_django.plugin import DjangoDbBlocker

from duijie.apps.matches.catalogue import CATALOGUE
from tests.factories.world import Seat, World, make_world, with_work


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if "tests/web/generated" in item.nodeid:
            item.add_marker(pytest.mark.walk)


@contextmanager
def rolled_back() -> Iterator[None]:
    """Forget everything that is written within."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


@pytest.fixture(scope="session", autouse=True)
def _keys_of_tests() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DUIJIE_FIELD_KEYS", f"test:{base64.b64encode(b'k' * 32).decode()}")
        patch.setenv("DUIJIE_DIGEST_KEY", base64.b64encode(b"d" * 32).decode())
        yield


@pytest.fixture(scope="module")
def world(
    django_db_setup: None, django_db_blocker: DjangoDbBlocker, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[World]:
    """Two counties, two organizations, and one row of each lifecycle."""
    folder: Path = tmp_path_factory.mktemp("files")
    with override_settings(MEDIA_ROOT=folder), django_db_blocker.unblock(), rolled_back():
        CATALOGUE.reset()
        yield with_work(make_world())
    CATALOGUE.reset()


@pytest.fixture(scope="module")
def browser_of(world: World) -> Callable[[Seat], Client]:
    """The browser of a seat; all sign in at the beginning, because what a test writes is forgotten with it."""
    browsers = {seat.name: Client(headers={"accept-language": "zh-hans"}) for seat in world}
    for seat in world:
        if seat.account is not None:
            browsers[seat.name].force_login(seat.account)
    return lambda seat: browsers[seat.name]


@pytest.fixture(autouse=True)
def _rows_as_they_stand(request: pytest.FixtureRequest) -> None:
    """What an earlier test did to the rows in memory is forgotten as it is in the database."""
    if "world" in request.fixturenames:
        request.getfixturevalue("db")
        for row in request.getfixturevalue("world").rows.values():
            row.refresh_from_db()
