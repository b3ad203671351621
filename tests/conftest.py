"""Tests make their database as the owner and run as the app, as in real use; without DATABASE_URL they start one."""

import os
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import pytest
from django.conf import settings
from django.db import connection, connections
from pytest_django.plugin import DjangoDbBlocker

from duijie.kernel.database.roles import APP, OWNER
from duijie.kernel.database.sharing import SharedCluster
from tools.dev.messages import Tree, compile_messages

KEYS = {
    "DUIJIE_FIELD_KEYS": f"test:{b64encode(b'k' * 32).decode()}",
    "DUIJIE_DIGEST_KEY": b64encode(b"d" * 32).decode(),
}
CLUSTER = pytest.StashKey[SharedCluster]()


def pytest_configure(config: pytest.Config) -> None:
    for name, value in KEYS.items():
        os.environ.setdefault(name, value)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    if not hasattr(config, "workerinput"):
        compile_messages(Tree())
    if not os.environ.get("DATABASE_URL"):
        cluster = config.stash[CLUSTER] = SharedCluster(Path(settings.BASE_DIR) / "var")
        os.environ["DATABASE_URL"] = cluster.enter()  # also for xdist's workers and for programs that tests start
    parts = urlsplit(os.environ["DATABASE_URL"])
    connections["default"].settings_dict.update(
        USER=unquote(parts.username or ""),
        PASSWORD=unquote(parts.password or ""),
        HOST=parts.hostname or "",
        PORT=str(parts.port or ""),
    )


def pytest_unconfigure(config: pytest.Config) -> None:
    if cluster := config.stash.get(CLUSTER, None):
        cluster.leave()


@pytest.fixture(scope="session")
def _as_owner() -> None:
    _become(OWNER)


@pytest.fixture(scope="session")
def django_db_setup(
    _as_owner: None,
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    with django_db_blocker.unblock():
        _become(APP)
        _flush_as_owner()
    yield
    with django_db_blocker.unblock():
        _become(OWNER)


def _become(role: str) -> None:
    connection.close()
    connection.settings_dict["OPTIONS"]["options"] = f"-c role={role}"


def _flush_as_owner() -> None:
    """Only the owner may truncate, which is how tests with real transactions clean up."""
    flush = connection.ops.execute_sql_flush

    def flush_as_owner(statements: list[str]) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {OWNER}")
            flush(statements)
            cursor.execute(f"SET ROLE {APP}")

    connection.ops.execute_sql_flush = flush_as_owner
