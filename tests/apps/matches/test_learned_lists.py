"""Lists and rounds go by a learned model as soon as one is in use, say so, and return to the published rule."""

import io
import json
import zipfile
from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from pathlib import Path

import pytest
from django.conf import settings

from duijie.apps.matches.rounds.proof import archive_of
from duijie.apps.matches.selectors import needs_for, offers_for
from duijie.apps.matches.services.rounds import release_round
from duijie.apps.matches.valuing import valuing_in_use
from duijie.matching.learning.factors import Factor
from duijie.matching.learning.files import model_path, return_to_last, save_model, use_model
from duijie.matching.learning.model import KNOTS, PRIOR
from duijie.matching.learning.success import Success
from duijie.matching.reasons import Term
from tests.factories.needs import published_need
from tests.factories.rounds import computed_round, lamps

pytestmark = pytest.mark.django_db
ANOTHER_KIND_OF_HELP = {
    factor: {
        term: tuple((KNOTS - step) * 1000 * (term is Term.SUBFIELD) for step in range(KNOTS + 1))
        for term in PRIOR.points[factor]
    }
    for factor in Factor
}


@pytest.fixture
def models(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The site's folder of models, with one that likes other kinds of help better; it is not in use yet."""
    monkeypatch.setattr(settings, "MODELS_FOLDER", tmp_path)
    chances = dict.fromkeys(Factor, ((0, 200_000), (20_000, 900_000)))
    save_model(tmp_path, replace(PRIOR, version=1, points=ANOTHER_KIND_OF_HELP, chances=chances))
    return tmp_path


def test_a_list_goes_by_the_chances_of_the_model_in_use_and_back_by_the_rule(offices, organization, need, models):
    lamp = lamps(organization, title="太阳能路灯", subfield="water")
    kind = lamps(organization, title="夜里有光", text="让村道亮起来。", subfield="lighting")
    assert [each.offer for each in offers_for(need)] == [kind, lamp]
    use_model(models, 1)
    fits = offers_for(need)
    assert [each.offer for each in fits] == [lamp, kind]
    for fit in fits:
        assert fit.model == 1
        assert fit.value == Success(valuing_in_use().success.model).explain(fit.reasons).chance
        assert sum(each.points for each in fit.reasons) == fit.score
    assert [each.value for each in needs_for(organization) if each.need == need] == [fits[0].value]
    return_to_last(models)
    assert [(each.offer, each.model) for each in offers_for(need)] == [(kind, 0), (lamp, 0)]


def test_a_round_values_its_pairs_by_the_model_and_its_proof_says_which(offices, organization, need, models):
    lamps(organization, subfield="water")
    use_model(models, 1)
    row = release_round(actor=offices.county, row=computed_round(offices.county))
    [pair] = row.pairs.all()
    assert pair.utility == 729_000  # 0.9 three times over: it is another kind of help
    assert pair.suggestion.reasons == pair.reasons
    with zipfile.ZipFile(io.BytesIO(archive_of(row, row.arrays))) as archive:
        assert json.loads(archive.read("round.json"))["model"]["version"] == 1


def test_prices_of_a_round_by_another_model_are_not_subtracted(offices, organization, other, need, models):
    published_need(offices)
    lamps(organization)
    row = release_round(actor=offices.county, row=computed_round(offices.county))
    lamps(other, capacity=Decimal(600))
    row.places.update(price=100_000)
    asking = published_need(offices)
    assert 100_000 in {each.price for each in offers_for(asking)}
    use_model(models, 1)
    assert {each.price for each in offers_for(asking)} == {0}


@pytest.mark.parametrize("text", ["{}", '{"format": 99, "knots": 20, "maxima": {}, "digest": "", "model": {}}'])
def test_a_model_that_cannot_be_used_leaves_the_rule_in_its_place_and_is_named(need, organization, models, text):
    lamps(organization)
    use_model(models, 1)
    model_path(models, 1).write_text(text, encoding="utf-8")
    (models / "current.json").touch()
    assert "model-0001.json" in valuing_in_use().fault
    [fit] = offers_for(need)
    assert (fit.model, fit.value) == (0, fit.score)
