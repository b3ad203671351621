"""A new key for a whole installation: interrupted and taken up again, nothing is lost and the old key can go."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from django.db import OperationalError, connection
from django.db.models import Model

from duijie.config.commandline import main
from duijie.config.commandline.keys import VARIABLES
from duijie.demo.loading import load
from duijie.kernel.privacy import keys
from duijie.kernel.privacy.rotation import encrypted_fields, rotate, values_under_old_keys

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.slow]
Texts = dict[str, dict[object, str]]


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, settings: Any) -> Iterator[Path]:
    """An installation of its own with keys in files, and the demonstration loaded under the first of them."""
    monkeypatch.setenv("DUIJIE_HOME", str(tmp_path))
    for variable in VARIABLES:
        monkeypatch.delenv(variable, raising=False)
    settings.MEDIA_ROOT = tmp_path / "files"
    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    settings.ENVIRONMENT = replace(settings.ENVIRONMENT, home=tmp_path)
    main(["keys", "make"])
    forget_keys()
    load()
    yield tmp_path / "keys"
    forget_keys()


def forget_keys() -> None:
    """What a restart of web and worker does: the keys are read anew."""
    keys._file_text.cache_clear()


def texts() -> Texts:
    """Every encrypted value in plain words."""
    return {
        field.context: dict(
            model._base_manager.exclude(**{f"{field.name}__isnull": True}).values_list("pk", field.name)
        )
        for model, field in encrypted_fields()
    }


def rotate_until(model: type[Model]) -> None:
    """Stop a rotation at a table, as a failing database would: somebody holds its rows and we wait no longer."""
    holder = connection.copy()
    try:
        holder.set_autocommit(False)
        with holder.cursor() as held, connection.cursor() as ours:
            held.execute(f"SELECT 1 FROM {model._meta.db_table} FOR UPDATE")  # noqa: S608
            ours.execute("SET lock_timeout = '200ms'")
            with pytest.raises(OperationalError):
                rotate(batch=2)
            ours.execute("RESET lock_timeout")
    finally:
        holder.close()


def test_a_key_is_replaced_in_a_loaded_installation_and_nothing_is_lost(
    folder: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    before = texts()
    assert sum(map(len, before.values())) > 20
    assert main(["keys", "add"]) == 0
    forget_keys()
    assert main(["keys", "drop"]) == 1
    assert "Still under an older key" in capsys.readouterr().err
    assert main(["keys", "rotate"]) == 0
    assert texts() == before
    assert main(["keys", "drop"]) == 0
    forget_keys()
    assert len((folder / "fields").read_text(encoding="ascii").split()) == 1
    assert texts() == before


def test_a_rotation_that_was_interrupted_goes_on_where_it_stopped(folder: Path) -> None:
    before = texts()
    main(["keys", "add"])
    forget_keys()
    filled = [model for model, field in encrypted_fields() if before[field.context]]
    rotate_until(filled[-1])
    left = {field for field, count in values_under_old_keys().items() if count}
    assert left
    assert left < {field for field, found in before.items() if found}
    assert texts() == before
    assert main(["keys", "rotate"]) == 0
    assert not any(values_under_old_keys().values())
    assert main(["keys", "drop"]) == 0
    forget_keys()
    assert texts() == before
