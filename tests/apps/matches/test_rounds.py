"""统筹匹配: a division's needs against all that serves it, looked at before anybody is asked, released by a person."""

from decimal import Decimal

import pytest

from duijie.apps.matches.models import Round, Suggestion
from duijie.apps.matches.services.round_computing import compute
from duijie.apps.matches.services.rounds import prepare_round, release_round
from tests.factories.needs import published_need
from tests.factories.offers import make_offer

pytestmark = pytest.mark.django_db


def lamps(organization, **changes):
    given = {"title": "太阳能路灯", "text": "安装路灯", "subfield": "lighting", "forms": ("goods",), "unit": "盏"}
    return make_offer(organization, **{**given, "beneficiaries": ("villagers",), "capacity": Decimal(100), **changes})


def test_a_round_recommends_nothing_before_it_is_released(offices, organization):
    need = published_need(offices)
    lamps(organization)
    row = prepare_round(actor=offices.county)
    compute(row.pk)
    row.refresh_from_db()
    assert row.state == "prepared"
    assert not Suggestion.objects.exists()
    release_round(actor=offices.county, row=row)
    assert Suggestion.objects.get().need == need
    assert Round.objects.get().state == "released"
