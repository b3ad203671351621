"""What follows by itself: each transition of the platform is caused by the act or the clock that causes it."""

from collections.abc import Callable
from datetime import timedelta
from decimal import Decimal

import pytest
import time_machine
from django.db.models import Model

from duijie.apps.matches.services import interest, orders, suggestions
from duijie.apps.matches.services.progress import set_stage
from duijie.apps.matches.services.round_computing import compute
from duijie.apps.matches.services.rounds import prepare_round
from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.services.aftercare import expire_needs
from duijie.apps.needs.services.decisions import publish_need, state_cover, verify_need
from duijie.apps.needs.services.needs import make_need, submit_need, withdraw_need
from duijie.apps.needs.services.requests import ask_review_of_request, withdraw_request
from duijie.apps.needs.services.verification import decline_request, verify_request
from duijie.apps.offers.models import Offer
from duijie.apps.offers.services.proposing import end_expired_offers
from duijie.apps.projects.services.settlement import cancel_project
from duijie.config.wiring import LIFECYCLES
from duijie.kernel.clock import now, today
from tests.factories.matches import villagers_order
from tests.factories.needs import need_values, published_need, send_request, verified_request
from tests.factories.world import World

pytestmark = pytest.mark.django_db
Scene = Callable[[World], tuple[Model, str]]


def suggestion_lapse(world: World) -> tuple[Model, str]:
    with time_machine.travel(now() + timedelta(hours=49)):
        suggestions.lapse_overdue()
    return world.rows["suggestion"], "lapsed"


def order_open(world: World) -> tuple[Model, str]:
    order = villagers_order(world.rows["offer"], phone="13800000077")
    request = verify_request(actor=world.offices.village, request=order.request, verified_how="上门看过")
    _published_of(world, request)
    return order, "open"


def order_withdraw(world: World) -> tuple[Model, str]:
    villager = world["villager"].actor
    order = villagers_order(world.rows["offer"], actor=villager, phone="13800000011")
    withdraw_request(actor=villager, request=order.request)
    return order, "withdrawn"


def order_refuse(world: World) -> tuple[Model, str]:
    order = villagers_order(world.rows["offer"], phone="13800000078")
    decline_request(actor=world.offices.village, request=order.request, reason="不属于本村的事")
    return order, "refused"


def order_resume(world: World) -> tuple[Model, str]:
    villager = world["villager"].actor
    order = villagers_order(world.rows["offer"], actor=villager, phone="13800000011")
    decline_request(actor=world.offices.village, request=order.request, reason="不属于本村的事")
    ask_review_of_request(actor=villager, request=order.request, reason="是本村的事")
    return order, "waiting"


def order_lapse(world: World) -> tuple[Model, str]:
    with time_machine.travel(now() + timedelta(hours=49)):
        orders.lapse_overdue()
    return world.rows["order"], "lapsed"


def match_commit(world: World) -> tuple[Model, str]:
    return orders.accept(actor=world["organization_staff"].actor, order=world.rows["order"]), "committed"


def match_drop(world: World) -> tuple[Model, str]:
    project = world.rows["project"]
    cancel_project(actor=world.offices.county, project=project, reason="资金未到位")
    return project.match, "withdrawn"


def match_lapse(world: World) -> tuple[Model, str]:
    with time_machine.travel(now() + timedelta(days=40)):
        interest.lapse_overdue()
    return world.rows["match"], "lapsed"


def round_finish(world: World) -> tuple[Model, str]:
    row = prepare_round(actor=world.offices.prefecture)
    compute(row.pk)
    return row, "prepared"


def offer_end(world: World) -> tuple[Model, str]:
    offer = world.rows["offer"]
    Offer.objects.filter(pk=offer.pk).update(available_to=today() - timedelta(days=1))
    end_expired_offers()
    return offer, "ended"


def need_reflect(world: World) -> tuple[Model, str]:
    need = published_need(world.offices)
    manager = world["organization_manager"].actor
    interest.express_interest(actor=manager, need=need, quantity=Decimal(5))
    return need, "matching"


def need_expire(world: World) -> tuple[Model, str]:
    need = published_need(world.offices)
    Need.objects.filter(pk=need.pk).update(wanted_by=today() - timedelta(days=1))
    expire_needs()
    return need, "expired"


def request_bundle(world: World) -> tuple[Model, str]:
    request = verified_request(world.offices)
    make_need(actor=world.offices.village, values=need_values(), requests=[request])
    return request, "bundled"


def request_unbundle(world: World) -> tuple[Model, str]:
    request = verified_request(world.offices)
    need = make_need(actor=world.offices.village, values=need_values(), requests=[request])
    withdraw_need(actor=world.offices.village, need=need, reason="重新整理")
    return request, "verified"


def request_fulfil(world: World) -> tuple[Model, str]:
    request, match = _committed(world)
    set_stage(match, "confirmed")
    return request, "fulfilled"


def request_reopen(world: World) -> tuple[Model, str]:
    request, match = _committed(world)
    set_stage(match, "confirmed")
    set_stage(match, "disputed")
    return request, "bundled"


SCENES: dict[str, Scene] = {
    "suggestion.lapse": suggestion_lapse,
    "order.open": order_open,
    "order.withdraw": order_withdraw,
    "order.refuse": order_refuse,
    "order.resume": order_resume,
    "order.lapse": order_lapse,
    "match.commit": match_commit,
    "match.drop": match_drop,
    "match.lapse": match_lapse,
    "round.finish": round_finish,
    "offer.end": offer_end,
    "need.reflect": need_reflect,
    "need.expire": need_expire,
    "request.bundle": request_bundle,
    "request.unbundle": request_unbundle,
    "request.fulfil": request_fulfil,
    "request.reopen": request_reopen,
}


@pytest.mark.parametrize("name", sorted(SCENES))
def test_what_follows_by_itself_follows_from_its_act(world, name):
    row, state = SCENES[name](world)
    row.refresh_from_db()
    assert row.state == state
    lifecycle, event = name.split(".")
    [table] = [each for each in LIFECYCLES if each.name == lifecycle]
    transition = table.transition(event)
    assert any(state in transition.possible_targets(source) for source in transition.sources)


def test_every_transition_of_the_platform_has_its_scene():
    assert set(SCENES) == {
        f"{lifecycle.name}.{each.event}" for lifecycle in LIFECYCLES for each in lifecycle.transitions if each.by_system
    }


def _published_of(world: World, request: Request) -> Need:
    """A need of this request; the township types it, so that its colleague verifies it where that is a step."""
    offices = world.offices
    values = need_values(title="上门理发", quantity=Decimal(1), unit="次", total_fen=None)
    need = make_need(actor=offices.township, values=values, requests=[request])
    need = submit_need(actor=offices.township, need=need)
    state_cover(actor=offices.county, need=need, policy_cover="none")
    need.refresh_from_db()
    if not need.is_last_step:
        need = verify_need(actor=world["township colleague"].actor, need=need, opinion="情况属实")
    decider = world["county_office" if need.awaiting_role == "county_office" else "township colleague"].actor
    return publish_need(actor=decider, need=need, opinion="同意入库")


def _committed(world: World) -> tuple[Request, Model]:
    request = verify_request(actor=world.offices.village, request=send_request().request, verified_how="上门看过")
    need = _published_of(world, request)
    manager = world["organization_manager"].actor
    return request, interest.commit_at_once(actor=manager, need=need, quantity=Decimal(1))
