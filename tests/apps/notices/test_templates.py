"""The operator's file of WeChat templates: whatever it names, nothing of anybody can stand in a field."""

from pathlib import Path

import pytest

from duijie.apps.notices.templates import DEMO, VALUES, Template, read_templates


def written(folder: Path, text: str) -> Path:
    path = folder / "wechat.toml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_place_fills_in_ids_and_fields(tmp_path: Path) -> None:
    path = written(tmp_path, '[news]\ntemplate = "TM1"\n[news.fields]\nkeyword1 = "number"\n')
    assert read_templates(path, demo=False) == {"news": Template("TM1", {"keyword1": "number"})}


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ('[greeting]\ntemplate = "TM1"', "greeting"),
        ('[news]\ntemplate = "TM1"\n[news.fields]\nkeyword1 = "name"', "name"),
        ('[news.fields]\nkeyword1 = "number"', "id"),
    ],
)
def test_a_file_that_asks_for_more_is_refused_in_words(tmp_path: Path, text: str, wrong: str) -> None:
    with pytest.raises(ValueError, match=wrong):
        read_templates(written(tmp_path, text), demo=False)


def test_without_a_file_only_the_demo_has_templates(tmp_path: Path) -> None:
    assert read_templates(tmp_path / "none.toml", demo=False) == {}
    assert read_templates(tmp_path / "none.toml", demo=True) == DEMO
    assert {value for each in DEMO.values() for value in each.fields.values()} <= set(VALUES)
