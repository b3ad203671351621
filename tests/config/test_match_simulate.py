"""`duijie match simulate`: a table, JSON, a picture, and clear refusals."""

import json
from pathlib import Path

import pytest

from duijie.config.commandline import main

SMALL = ["match", "simulate", "--seeds", "2", "--needs", "100", "--counties", "5", "--policies", "first-come,greedy"]


def test_the_table_names_every_policy_with_its_interval(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL, "--scorer", "known"]) == 0
    said = capsys.readouterr().out
    assert "100 needs a year, 4 offers, 5 counties, 2 seeds" in said
    assert [line.split()[0] for line in said.splitlines()[2:4]] == ["first-come", "greedy"]
    assert "±" in said
    assert "greedy − first-come, same worlds:" in said


def test_the_json_is_complete_and_the_same_each_time(capsys: pytest.CaptureFixture[str]) -> None:
    said = []
    for _ in range(2):
        assert main([*SMALL, "--json"]) == 0
        said.append(capsys.readouterr().out)
    assert said[0] == said[1]
    compared = json.loads(said[0])
    assert [each["scorer"] for each in compared] == ["placed", "known", "hidden"]
    mean, margin = compared[0]["policies"]["greedy"]["hindsight"]
    assert 0 < mean <= 1
    assert margin > 0


def test_one_seed_has_no_interval(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL, "--seeds", "1", "--json"]) == 0
    assert json.loads(capsys.readouterr().out)[0]["policies"]["greedy"]["hindsight"][1] is None


def test_other_worlds_are_played_from_another_number_on(capsys: pytest.CaptureFixture[str]) -> None:
    shares = []
    for first, seeds in (("0", "2"), ("1", "1"), ("0", "1")):
        assert main([*SMALL, "--seeds", seeds, "--first", first, "--scorer", "known", "--json"]) == 0
        shares.append(json.loads(capsys.readouterr().out)[0]["policies"]["greedy"]["hindsight"][0])
    assert shares[0] == pytest.approx((shares[1] + shares[2]) / 2)
    assert shares[1] != shares[2]


def test_the_picture_is_written(tmp_path: Path) -> None:
    picture = tmp_path / "simulation.svg"
    assert main([*SMALL, "--picture", str(picture)]) == 0
    assert picture.read_text(encoding="utf-8").startswith("<svg")


@pytest.mark.parametrize(
    ("wrong", "says"),
    [
        (["--seeds", "0"], "At least 1 seed"),
        (["--needs", "-3"], "needs"),
        (["--counties", "0"], "counties"),
        (["--policies", "greedy,best"], "no policy “best”"),
    ],
)
def test_what_cannot_be_played_is_refused_in_one_sentence(
    wrong: list[str], says: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main([*SMALL, *wrong]) == 2
    refusal = capsys.readouterr().err
    assert says in refusal
    assert refusal.count("\n") == 1


def test_a_picture_that_cannot_be_written_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([*SMALL, "--picture", str(tmp_path / "none" / "x.svg")]) == 1
    assert "cannot be written" in capsys.readouterr().err
