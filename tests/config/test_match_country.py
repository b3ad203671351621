"""`duijie match country`: figures as lines or JSON, refusals as one sentence."""

import json
import sys

import pytest

from duijie.config.commandline import main

SMALL = ("match", "country", "--needs", "800", "--offers", "800", "--counties", "100")


def test_the_round_of_a_small_country_prints_sizes_costs_and_its_proof(capsys, tmp_path):
    assert main([*SMALL, "--json", "--out", str(tmp_path / "round")]) == 0
    printed = capsys.readouterr()
    figures = json.loads(printed.out)
    assert (figures["needs"], figures["offers"]) == (800, 800)
    assert 0 < figures["objective"] <= figures["bound"]
    assert 0 <= figures["gap"] < 0.001
    assert "candidates and utilities" in figures["stages"]
    assert figures["peak_bytes"] > 10_000_000
    assert "offers are indexed" in printed.err
    assert {path.name for path in (tmp_path / "round").iterdir()} == {"problem.npz", "result.npz", "round.json"}


def test_the_lines_tell_the_same_for_people(capsys):
    assert main(SMALL) == 0
    printed = capsys.readouterr().out
    assert "assignment and certificate" in printed
    assert " %" in printed
    assert " GB" in printed


@pytest.mark.parametrize("wrong", [("--needs", "0"), ("--counties", "3"), ("--workers", "0")])
def test_an_impossible_country_is_one_sentence_and_status_2(capsys, wrong):
    assert main([*SMALL, *wrong]) == 2
    assert capsys.readouterr().err.count("\n") == 1


def test_a_split_without_dask_is_one_sentence(capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "distributed", None)
    assert main([*SMALL, "--split"]) == 1
    assert "needs Dask" in capsys.readouterr().err
