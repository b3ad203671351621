import builtins
import json
from dataclasses import replace

import numpy as np
import pytest

from duijie.matching.learning.calibrating import calibrate, compare, groups_of
from duijie.matching.learning.changes import most_of
from duijie.matching.learning.drawing import calibration_svg
from duijie.matching.learning.examples import examples_of
from duijie.matching.learning.factors import MONOTONE, SUCCESS_TERMS, Factor
from duijie.matching.learning.files import (
    current_model,
    load_model,
    model_path,
    next_version,
    return_to_last,
    save_model,
    use_model,
)
from duijie.matching.learning.fitting import LearningMissing
from duijie.matching.learning.log import Outcome, digest
from duijie.matching.learning.model import PRIOR, FaultyModel
from duijie.matching.learning.training import FEWEST, TooFewOutcomes, train
from duijie.matching.reasons import Term
from tests.matching.learning.made import made_log


@pytest.fixture(scope="module")
def rows():
    return made_log(700)


@pytest.fixture(scope="module")
def trained(rows):
    return train(rows, seed=3)


def test_it_finds_out_what_organizations_really_go_by(trained):
    def most(model, term):
        return most_of(model, term, Factor.ACCEPTS)

    assert trained.judgement.is_better
    assert most(trained.model, Term.RECORD) > most(PRIOR, Term.RECORD) + 50_000
    assert most(trained.model, Term.WORDS) < most(PRIOR, Term.WORDS)
    assert trained.model.learned == tuple(Factor)


def test_more_can_only_be_better_where_sense_demands_it(trained):
    for tables in trained.model.points.values():
        for term in MONOTONE:
            assert list(tables[term]) == sorted(tables[term])


def test_the_points_of_a_learned_factor_add_up_to_what_it_has_and_no_more(trained):
    for factor in Factor:
        own = sum(max(PRIOR.points[factor][term]) for term in SUCCESS_TERMS)
        learned = sum(max(trained.model.points[factor][term]) for term in SUCCESS_TERMS)
        assert own - len(SUCCESS_TERMS) <= learned <= own


def test_held_out_chances_hold(trained):
    for groups in trained.calibration.values():
        pairs = sum(group.pairs for group in groups)
        off = sum(group.pairs * abs(group.expected - group.came) for group in groups) / pairs
        assert off < 0.08


def test_the_same_rows_and_seed_give_the_same_model_in_any_order(rows, trained):
    again = train(rows[::-1], seed=3)
    assert again.model.rows_digest == trained.model.rows_digest == digest(rows)
    assert again.model.points == trained.model.points
    assert again.model.chances == trained.model.chances


def test_a_log_of_pure_chance_is_not_better_than_the_prior():
    chance = np.random.default_rng(5)
    outcomes = (Outcome.ACCEPTED, Outcome.DECLINED)
    noise = [replace(row, outcome=outcomes[chance.integers(2)], propensity=1.0) for row in made_log(200)]
    assert not train(noise, seed=1).judgement.is_better


def test_too_few_outcomes_are_refused_with_their_number(rows):
    few = [row for row in rows if row.outcome is not Outcome.DELIVERED][:300]
    with pytest.raises(TooFewOutcomes, match=r"There are \d+ accepted pairs, \d+ others and \d+ lists with both; 200"):
        train(few)
    with pytest.raises(TooFewOutcomes):
        train([])


def test_a_step_that_few_have_reached_keeps_the_prior(rows):
    without = [replace(row, outcome=Outcome.CONFIRMED) if row.outcome is Outcome.DELIVERED else row for row in rows]
    found = train(without, seed=3).model
    assert Factor.DELIVERS not in found.learned
    assert found.points[Factor.DELIVERS] == PRIOR.points[Factor.DELIVERS]
    assert found.chances[Factor.DELIVERS] == PRIOR.chances[Factor.DELIVERS]


def test_what_is_still_open_teaches_nothing_yet(rows):
    open_rows = [replace(row, settled=False) for row in rows]
    examples = examples_of(Factor.ACCEPTS, open_rows)
    assert examples.came.all()
    assert len(examples_of(Factor.CONFIRMS, rows).came) == int(examples.came.sum())


def test_without_lightgbm_one_sentence_says_what_to_install(rows, monkeypatch):
    real = builtins.__import__

    def without_it(name, *rest):
        if name == "lightgbm":
            raise ImportError(name)
        return real(name, *rest)

    monkeypatch.setattr(builtins, "__import__", without_it)
    with pytest.raises(LearningMissing, match=r"duijie\[learning\]"):
        train(rows)


def test_chances_rise_with_points_and_never_reach_certainty():
    points = np.arange(400)
    line = calibrate(points, (points > 200).astype(np.int64), np.ones(400))
    chances = [chance for _, chance in line]
    assert chances == sorted(chances)
    assert 0 < chances[0] < 100_000
    assert 900_000 < chances[-1] < 1_000_000


def test_who_was_rarely_looked_at_is_not_taken_for_worthless():
    points = np.repeat([1, 2], 500)
    came = np.zeros(1000, dtype=np.int64)
    came[:250] = came[500:550] = 1
    looked = np.where(points == 1, 1.0, 0.1)
    line = dict(calibrate(points, came, looked))
    assert line[1] == pytest.approx(500_000, abs=20_000)
    assert line[2] > 900_000


def test_pairs_of_the_same_points_stay_in_one_group():
    parts = groups_of(np.array([5] * 300 + [7] * 10))
    assert sorted(part.size for part in parts) in ([310], [10, 300])
    [only] = compare(np.full(50, 0.3), np.repeat([0, 1], 25))
    assert only == (50, pytest.approx(0.3), 0.5)


def test_the_picture_has_a_panel_and_dots_for_every_learned_factor(trained):
    picture = calibration_svg(trained.calibration, "Model <1>")
    assert picture.startswith("<svg ")
    assert "Model &lt;1&gt;" in picture
    assert picture.count("<circle") == sum(len(groups) for groups in trained.calibration.values())


def test_a_model_comes_back_from_its_file_as_it_was(trained, tmp_path):
    path = save_model(tmp_path, trained.model)
    assert load_model(path) == trained.model
    with pytest.raises(FileExistsError):
        save_model(tmp_path, trained.model)


def test_versions_go_on_and_one_step_leads_back(trained, tmp_path):
    assert current_model(tmp_path / "none") is PRIOR
    for version in (1, 2):
        assert next_version(tmp_path) == version
        save_model(tmp_path, replace(trained.model, version=version, parent=version - 1))
        use_model(tmp_path, version)
    assert current_model(tmp_path).version == 2
    assert [return_to_last(tmp_path).version, return_to_last(tmp_path).version] == [1, 0]
    assert current_model(tmp_path) is PRIOR
    with pytest.raises(FaultyModel, match="no model before"):
        return_to_last(tmp_path)


@pytest.mark.parametrize(
    ("spoil", "sentence"),
    [
        (lambda text: text[: len(text) // 2], "is no whole model"),
        (lambda text: text.replace('"format": 1', '"format": 2'), "has format 2, this program reads format 1"),
        (lambda text: text.replace('"seed": 3', '"seed": 4'), "its digest differs"),
        (lambda text: text.replace('"field": 50000', '"field": 60000', 1), "not as it was written|other terms"),
        (lambda _: "[]", "is no whole model"),
    ],
)
def test_half_a_file_another_format_or_a_changed_one_is_refused(trained, tmp_path, spoil, sentence):
    path = save_model(tmp_path, trained.model)
    path.write_text(spoil(path.read_text(encoding="utf-8")), encoding="utf-8")
    with pytest.raises(FaultyModel, match=sentence):
        load_model(path)


def test_a_model_for_other_terms_of_the_score_is_refused(trained, tmp_path):
    path = save_model(tmp_path, trained.model)
    told = json.loads(path.read_text(encoding="utf-8"))
    told["maxima"]["words"] = 1
    path.write_text(json.dumps(told), encoding="utf-8")
    with pytest.raises(FaultyModel, match="for other terms"):
        load_model(path)


def test_a_pointer_that_points_nowhere_is_refused(tmp_path):
    with pytest.raises(FaultyModel, match=model_path(tmp_path, 4).name):
        use_model(tmp_path, 4)
    assert current_model(tmp_path) is PRIOR
    (tmp_path / "current.json").write_text('{"version": 4}', encoding="ascii")
    with pytest.raises(FaultyModel, match=model_path(tmp_path, 4).name):
        current_model(tmp_path)
    (tmp_path / "current.json").write_text("{", encoding="ascii")
    with pytest.raises(FaultyModel, match="which model is in use"):
        current_model(tmp_path)


def test_the_numbers_needed_are_those_that_are_published():
    assert FEWEST == {Factor.ACCEPTS: 200, Factor.CONFIRMS: 100, Factor.DELIVERS: 100}
