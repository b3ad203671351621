"""Tests make their database as the owner and run as the app, as in real use; without DATABASE_URL they start one.

Tests that ask for no database get none: those of rules and of the engine run anywhere, in seconds.
"""

import os
from base64 import b64encode
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urlsplit

import hypothesis
import pytest
from django.conf import settings
from django.db import connection
from django.utils import translation
from pytest_django.plugin import DjangoDbBlocker

from duijie.kernel.database.roles import APP, OWNER
from duijie.kernel.database.sharing import SharedCluster
from tools.dev.messages import Tree, compile_messages

KEYS = {
    "DUIJIE_FIELD_KEYS": f"test:{b64encode(b'k' * 32).decode()}",
    "DUIJIE_DIGEST_KEY": b64encode(b"d" * 32).decode(),
}
# A busy machine is no fault of the code.
hypothesis.settings.register_profile("duijie", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow])
hypothesis.settings.load_profile("duijie")


def pytest_configure(config: pytest.Config) -> None:
    for name, value in KEYS.items():
        os.environ.setdefault(name, value)
    settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    Path(settings.STATIC_ROOT).mkdir(parents=True, exist_ok=True)
    if not hasattr(config, "workerinput"):
        compile_messages(Tree())


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say what tests have measured beside what they assert."""
    for report in terminalreporter.getreports("passed"):
        for name, value in report.user_properties:
            terminalreporter.write_line(f"{name}: {value}")


@pytest.fixture(autouse=True)
def _language_is_forgotten() -> Iterator[None]:
    """A page below /en/ leaves its language on in the process, which would be the next test's."""
    yield
    translation.deactivate()


@pytest.fixture(scope="session")
def _cluster() -> Iterator[None]:
    """The cluster of DATABASE_URL, else our own; programs that tests start find its address there, too."""
    if os.environ.get("DATABASE_URL"):
        yield
        return
    shared = SharedCluster(Path(settings.BASE_DIR) / "var")
    os.environ["DATABASE_URL"] = shared.enter()
    yield
    del os.environ["DATABASE_URL"]
    shared.leave()


@pytest.fixture(scope="session")
def _as_owner(_cluster: None) -> None:
    address = urlsplit(os.environ["DATABASE_URL"])
    connection.settings_dict.update(
        USER=unquote(address.username or ""),
        PASSWORD=unquote(address.password or ""),
        HOST=address.hostname or "",
        PORT=str(address.port or ""),
    )
    _become(OWNER)


@pytest.fixture(scope="session")
def django_db_setup(_as_owner: None, django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    """Ours runs around that of pytest-django, which makes the database before and removes it after us."""
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
