"""`duijie match train`: learning from a file, on a machine without database and without Django."""

from pathlib import Path

import pytest

from duijie.config.commandline import main
from duijie.matching.learning.files import current_model, load_model, model_path
from duijie.matching.learning.log import write_row
from tests.matching.learning.made import made_log


@pytest.fixture(scope="module")
def log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("log") / "answers.jsonl"
    path.write_text("\n".join(write_row(row) for row in made_log(500)), encoding="utf-8")
    return path


def test_it_says_what_changed_draws_the_chances_and_returns(log: Path, tmp_path: Path, capsys) -> None:
    models = tmp_path / "models"
    assert main(["match", "train", str(log), "--models", str(models), "--seed", "2"]) == 0
    told = capsys.readouterr().out
    assert "60000 → " in told
    assert "nDCG@10" in told
    assert "In use is now model 1" in told
    assert current_model(models).metrics["ndcg"] > current_model(models).metrics["prior_ndcg"]
    assert model_path(models, 1).with_suffix(".svg").read_text(encoding="utf-8").startswith("<svg")
    assert main(["match", "train", "--models", str(models), "--return"]) == 0
    assert capsys.readouterr().out == "In use is the prior again.\n"
    assert current_model(models).version == 0


def test_a_version_can_be_put_into_use_and_the_rule_again(log: Path, tmp_path: Path, capsys) -> None:
    models = tmp_path / "models"
    assert main(["match", "train", str(log), "--models", str(models), "--seed", "2"]) == 0
    for version, name in ((0, "the prior"), (1, "model 1")):
        capsys.readouterr()
        assert main(["match", "train", "--use", str(version), "--models", str(models)]) == 0
        assert f"In use is {name}" in capsys.readouterr().out
        assert current_model(models).version == version


def test_a_model_that_is_not_better_is_kept_but_not_used(tmp_path: Path, capsys) -> None:
    path, models = tmp_path / "noise.jsonl", tmp_path / "models"
    rows = made_log(400, weights={}, base=-1.0)
    path.write_text("\n".join(write_row(row) for row in rows), encoding="utf-8")
    assert main(["match", "train", str(path), "--models", str(models)]) == 0
    assert "not surely better than the prior on lists held back, so the prior stays" in capsys.readouterr().out
    assert current_model(models).version == 0
    assert load_model(model_path(models, 1)).version == 1


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ([], "Name a log to learn from, or say --return"),
        (["--return", "--use", "1"], "Name a log to learn from, or say --return"),
        (["--use", "7"], "model-0007.json is no whole model"),
        (["nowhere.jsonl"], "nowhere.jsonl cannot be read"),
        (["--return"], "there is no model before it"),
        (["few"], "200, 200 and 100 are needed to learn"),
        (["half"], "line 1: this is no row"),
    ],
)
def test_what_cannot_be_is_said_in_one_sentence(tmp_path: Path, arguments, sentence, capsys) -> None:
    (tmp_path / "few").write_text("\n".join(write_row(row) for row in made_log(20)), encoding="utf-8")
    (tmp_path / "half").write_text('{"list": "a', encoding="utf-8")
    given = [str(tmp_path / each) if each in {"few", "half"} else each for each in arguments]
    assert main(["match", "train", *given, "--models", str(tmp_path / "models")]) == 2
    assert sentence in capsys.readouterr().err
