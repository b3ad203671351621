"""Keys of the tests' own for encrypted fields and digests."""

import base64

import pytest


@pytest.fixture(autouse=True)
def _keys_of_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIJIE_FIELD_KEYS", f"test:{base64.b64encode(b'k' * 32).decode()}")
    monkeypatch.setenv("DUIJIE_DIGEST_KEY", base64.b64encode(b"d" * 32).decode())
