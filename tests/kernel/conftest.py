"""Keys of the tests' own, so that nothing depends on what lies in `var/keys`."""

import base64

import pytest

FIELD_KEYS = f"new:{base64.b64encode(b'n' * 32).decode()},old:{base64.b64encode(b'o' * 32).decode()}"
DIGEST_KEY = base64.b64encode(b"d" * 32).decode()


@pytest.fixture(autouse=True)
def _keys(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIJIE_FIELD_KEYS", FIELD_KEYS)
    monkeypatch.setenv("DUIJIE_DIGEST_KEY", DIGEST_KEY)
