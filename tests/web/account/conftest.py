"""The pages about oneself through Django's own client, with the addresses of the frame only."""

import base64

import pytest
from django.test import Client


@pytest.fixture(autouse=True)
def _keys_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIJIE_FIELD_KEYS", f"test:{base64.b64encode(b'k' * 32).decode()}")
    monkeypatch.setenv("DUIJIE_DIGEST_KEY", base64.b64encode(b"d" * 32).decode())


@pytest.fixture
def client() -> Client:
    """A browser that checks form tokens as a real one would."""
    return Client(enforce_csrf_checks=False)
