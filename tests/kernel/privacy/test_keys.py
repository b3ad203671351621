import base64
import stat
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.conf import settings

from duijie.kernel.privacy import keys
from duijie.kernel.privacy.digests import keyed_digest
from duijie.kernel.privacy.encryption import Undecipherable, decrypt, encrypt
from duijie.kernel.privacy.levels import Level, fields_up_to, only_up_to

KEY = base64.b64encode(b"k" * 32).decode()


def test_the_first_key_is_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIJIE_FIELD_KEYS", f"b2:{KEY},b1:{base64.b64encode(b'j' * 32).decode()}")
    assert keys.field_keys().newest == "b2"
    assert list(keys.field_keys().by_id) == ["b2", "b1"]
    assert KEY not in repr(keys.field_keys())
    assert "kkkk" not in repr(keys.field_keys())


@pytest.mark.parametrize("text", ["", "x", f":{KEY}", "a:short", f"a:{KEY},a:{KEY}", f"A_b:{KEY}", "a:" + KEY[:-4]])
def test_a_wrong_key_is_refused_without_repeating_it(
    text: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(settings, "ENVIRONMENT", SimpleNamespace(home=tmp_path))
    monkeypatch.setenv("DUIJIE_FIELD_KEYS", text)
    with pytest.raises(keys.KeysMissing, match="DUIJIE_FIELD_KEYS") as refused:
        keys.field_keys()
    assert KEY not in str(refused.value)


def test_missing_keys_name_the_variable_and_the_file(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DUIJIE_DIGEST_KEY")
    monkeypatch.setattr(settings, "ENVIRONMENT", SimpleNamespace(home=tmp_path))
    with pytest.raises(keys.KeysMissing, match=f"DUIJIE_DIGEST_KEY.*{tmp_path}/keys/digest"):
        keyed_digest("x", "phone")


def test_demo_keys_are_made_once_and_only_their_owner_reads_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv("DUIJIE_DIGEST_KEY")
    monkeypatch.delenv("DUIJIE_FIELD_KEYS")
    monkeypatch.setattr(settings, "ENVIRONMENT", SimpleNamespace(home=tmp_path))
    keys.make_demo_keys(tmp_path / "keys")
    made = {path.name: path.read_text() for path in (tmp_path / "keys").iterdir()}
    keys.make_demo_keys(tmp_path / "keys")
    assert {path.name: path.read_text() for path in (tmp_path / "keys").iterdir()} == made
    assert set(made) == {"fields", "digest"}
    assert {stat.S_IMODE(path.stat().st_mode) for path in (tmp_path / "keys").iterdir()} == {0o600}
    assert keys.field_keys().newest == "demo"
    assert len(keys.digest_key()) == 32


def test_several_keys_may_stand_one_a_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DUIJIE_FIELD_KEYS")
    monkeypatch.setattr(settings, "ENVIRONMENT", SimpleNamespace(home=tmp_path))
    (tmp_path / "keys").mkdir()
    (tmp_path / "keys" / "fields").write_text(f"{keys.new_field_key('y2027')}\n{keys.new_field_key('y2026')}\n")
    assert list(keys.field_keys().by_id) == ["y2027", "y2026"]


def test_a_token_opens_only_where_it_belongs() -> None:
    token = encrypt("张三", context="needs.applicant.name")
    assert token.startswith("new.")
    assert "张三" not in token
    assert token != encrypt("张三", context="needs.applicant.name")
    assert decrypt(token, context="needs.applicant.name") == "张三"
    with pytest.raises(Undecipherable):
        decrypt(token, context="needs.applicant.phone")


@pytest.mark.parametrize("token", ["", "plain", "gone.abcd", "new.", "new.!!!", "new.AAAA", "old.€"])
def test_what_is_no_token_says_where_and_not_what(token: str) -> None:
    with pytest.raises(Undecipherable, match=r"^a\.b\.c: "):
        decrypt(token, context="a.b.c")


def test_a_changed_token_is_refused() -> None:
    token = encrypt("13800138000", context="a.b.c")
    changed = token[:20] + ("A" if token[20] != "A" else "B") + token[21:]
    with pytest.raises(Undecipherable):
        decrypt(changed, context="a.b.c")


def test_digests_of_different_purposes_cannot_be_joined() -> None:
    assert keyed_digest("13800138000", "phone") == keyed_digest("13800138000", "phone")
    assert keyed_digest("13800138000", "phone") != keyed_digest("13800138000", "id")
    assert len(keyed_digest("x", "y")) == 64


def test_a_field_that_nobody_declared_counts_as_personal() -> None:
    levels = {"title": Level.PUBLIC, "flags": Level.INTERNAL, "phone": Level.PERSONAL}
    values = {"title": 1, "flags": 2, "phone": 3, "new": 4}
    assert only_up_to(Level.PUBLIC, values, levels) == {"title": 1}
    assert only_up_to(Level.INTERNAL, values, levels) == {"title": 1, "flags": 2}
    assert only_up_to(Level.PERSONAL, values, levels) == values
    assert fields_up_to(Level.INTERNAL, levels) == ("title", "flags")
