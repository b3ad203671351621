"""Random walks over the tables, and the database's own word on states; rules and lists agree on who may do what."""

import random
from decimal import Decimal

import pytest
from django.db import IntegrityError, transaction
from hypothesis import given
from hypothesis import strategies as st

from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules import needs, requests
from duijie.apps.needs.rules.needs import NEED, PROGRESS_STATES, PUBLIC_STATES
from duijie.apps.needs.rules.requests import REQUEST
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import can, visible
from duijie.kernel.ids import new_id
from duijie.kernel.lifecycle.tables import Lifecycle

PATHS = [
    "/62/6211/621121/",
    "/62/6211/621121/621121100/",
    "/62/6211/621121/621121100/621121100201/",
    "/62/6211/621121/621121100/621121100202/",
    "/62/6211/621122/",
]
HIGHER = ["/", "/62/", "/62/6211/", *PATHS]


@pytest.mark.parametrize("lifecycle", [REQUEST, NEED], ids=lambda each: each.name)
@given(choices=st.lists(st.integers(min_value=0, max_value=1000), max_size=60))
def test_a_random_walk_never_reaches_an_unknown_state(lifecycle: Lifecycle, choices):
    state = lifecycle.initial
    for choice in choices:
        ways = [(each, target) for each in lifecycle.events_from(state) for target in each.possible_targets(state)]
        if not ways:
            assert state in lifecycle.final
            return
        state = ways[choice % len(ways)][1]
        assert state in lifecycle.states


@pytest.mark.parametrize("lifecycle", [REQUEST, NEED], ids=lambda each: each.name)
def test_every_state_is_reached_and_only_final_ones_are_never_left(lifecycle: Lifecycle):
    reached, waiting = set(), [lifecycle.initial]
    while waiting:
        state = waiting.pop()
        reached.add(state)
        found = {target for each in lifecycle.events_from(state) for target in each.possible_targets(state)}
        waiting += found - reached
    assert reached == set(lifecycle.states)
    stuck = {state for state in lifecycle.states if not lifecycle.events_from(state)}
    assert stuck == set(lifecycle.final)


@pytest.mark.parametrize("lifecycle", [REQUEST, NEED], ids=lambda each: each.name)
def test_what_no_person_may_do_is_done_by_the_system(lifecycle: Lifecycle):
    for each in lifecycle.transitions:
        assert each.who or each.by_system, each.event


def test_nothing_is_public_that_was_not_published():
    published = set(PUBLIC_STATES)
    for each in NEED.transitions:
        for source in set(each.sources) - published - {"expired"}:
            entered = published & set(each.possible_targets(source))
            assert not entered or each.event == "publish", (each.event, source)
    assert set(PROGRESS_STATES) <= published


@pytest.mark.django_db
def test_the_database_refuses_a_state_that_the_table_does_not_know():
    with pytest.raises(IntegrityError), transaction.atomic():
        a_need(random.Random(1), state="nonsense").save()


def a_need(chance: random.Random, ids=(None,), **changes) -> Need:
    path = chance.choice(PATHS)
    given = {
        "state": chance.choice(list(NEED.states)),
        "division_path": path,
        "title": "示例",
        "aid": "relief",
        "field": "livelihood",
        "quantity": Decimal(1),
        "county_path": path,
        "typed_by_id": chance.choice(ids),
        "awaiting_role": chance.choice(["", "township", "county_office", "prefecture_office", "village"]),
        "awaiting_path": chance.choice(["", *HIGHER]),
        "is_last_step": chance.random() < 0.5,
    }
    return Need(**{**given, **changes})


def a_request(chance: random.Random, ids=(None,)) -> Request:
    return Request(
        state=chance.choice(list(REQUEST.states)),
        division_path=chance.choice(PATHS),
        text="示例",
        typed_by_id=chance.choice(ids),
        account_id=chance.choice(ids),
        awaiting_role=chance.choice(["", "township", "county_office", "village"]),
        awaiting_path=chance.choice(["", *PATHS]),
        has_open_report=chance.random() < 0.5,
        follow_digest=new_id().hex,
    )


@pytest.mark.django_db
@pytest.mark.parametrize("seed", range(3))
def test_lists_and_pages_agree_on_who_may_do_what(seed: int):
    chance = random.Random(seed)
    ids = [None, *(new_id() for _ in range(6))]
    Need.objects.bulk_create([a_need(chance, ids) for _ in range(60)])
    Request.objects.bulk_create([a_request(chance, ids) for _ in range(60)])
    holders = list(Request.objects.values_list("holder_id", flat=True)[:2])
    actors = [
        Actor(id=chance.choice([*ids, *holders]), role=role, label="", division_path=chance.choice(["", *HIGHER]))
        for role in Role
        for _ in range(4)
    ]
    for model, grants in ((Need, needs.GRANTS), (Request, requests.GRANTS)):
        rows = list(model.objects.all())
        for action in {each.action for each in grants}:
            for actor in actors:
                listed = set(visible(actor, action, model.objects.all()).values_list("pk", flat=True))
                assert listed == {row.pk for row in rows if can(actor, action, row)}, (action, actor)
