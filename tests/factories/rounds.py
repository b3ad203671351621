"""Rounds for tests: a county with two townships, needs in both, and an offer that has room for some of them."""

from decimal import Decimal
from typing import Any

from duijie.apps.matches.models import Round
from duijie.apps.matches.services.round_computing import compute
from duijie.apps.matches.services.rounds import prepare_round
from duijie.apps.needs.models import Need
from duijie.apps.offers.models import Offer
from duijie.apps.organizations.models import Organization
from duijie.kernel.access.actors import Actor
from tests.factories.needs import Offices, published_need
from tests.factories.offers import make_offer

FAR_VILLAGE = "/62/6211/621121/621121101/621121101201/"
"""A village in the county's other township."""


def lamps(organization: Organization, **changes: Any) -> Offer:
    """Lamps for the needs that `published_need` makes: sixty each."""
    given = {
        "title": "太阳能路灯",
        "text": "安装太阳能路灯，含运输和一年维护。",
        "subfield": "lighting",
        "forms": ("goods",),
        "beneficiaries": ("villagers",),
        "capacity": Decimal(60),
        "unit": "盏",
    }
    return make_offer(organization, **{**given, **changes})


def need_far_away(offices: Offices, **changes: Any) -> Need:
    """A need of the other township, weaker than those of the first: it names no kind of help and shares fewer words."""
    need = published_need(offices, **{"title": "夜里太黑", "text": "巷子里看不见路。", "subfield": "", **changes})
    Need.objects.filter(pk=need.pk).update(division_path=FAR_VILLAGE)
    need.refresh_from_db()
    return need


def computed_round(actor: Actor, **changes: Any) -> Round:
    """A round whose list waits for release."""
    row = prepare_round(actor=actor, **changes)
    compute(row.pk)
    row.refresh_from_db()
    return row
