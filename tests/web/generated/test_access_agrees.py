"""May I, and which ones: `can()` and `visible()` give the same answer for every action, row and actor.

Rows and actors are generated from what the grants themselves compare: for each field that some condition of an
action reads, values that meet it and values that do not.
"""

import random
from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from itertools import product
from typing import Any
from uuid import UUID

import pytest
from django.db.models import Field, Model

from duijie.apps.accounts.models import Account, SavedFilter
from duijie.apps.exchange.models import FollowedNeed, PartnerPair, ReceivedPledge, SentPledge, Source, Subscription
from duijie.apps.matches.models import Match, Order, Round, Suggestion
from duijie.apps.needs.models import ImportBatch, Need, Request
from duijie.apps.notices.models import Notice
from duijie.apps.offers.models import Offer
from duijie.apps.organizations.models import Commendation, Organization
from duijie.apps.projects.models import Project
from duijie.apps.regions.models import Division, KeyCounty
from duijie.kernel.access import checks
from duijie.kernel.access.actors import OFFICIALS, ORGANIZATION_ROLES, SYSTEM, VISITOR, Actor, Role
from duijie.kernel.access.conditions import (
    AllOf,
    AnyOf,
    At,
    Below,
    Condition,
    Inside,
    Is,
    Mine,
    MyRole,
    NotMine,
    OurOrganization,
    State,
)
from duijie.kernel.clock import now, today
from duijie.kernel.ids import new_id
from tests.apps.exchange.made import make_source
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE, PROVINCE, TOWNSHIP, VILLAGE
from tests.factories.world import OTHER_VILLAGE, World

pytestmark = pytest.mark.django_db
SEED = 20261121
ROWS = 36
PATHS = ("/", *(place.path for place in (PROVINCE, PREFECTURE, COUNTY, OTHER_COUNTY, TOWNSHIP, VILLAGE, OTHER_VILLAGE)))
MODELS: dict[str, type[Model]] = {
    "accounts.account": Account,
    "accounts.savedfilter": SavedFilter,
    "notices.notice": Notice,
    "organizations.organization": Organization,
    "organizations.commendation": Commendation,
    "offers.offer": Offer,
    "needs.request": Request,
    "needs.need": Need,
    "needs.importbatch": ImportBatch,
    "matches.suggestion": Suggestion,
    "matches.order": Order,
    "matches.match": Match,
    "matches.round": Round,
    "projects.project": Project,
    "figures.conflict": Project,
    "figures.overview": Need,
    "exchange.subscription": Subscription,
    "exchange.partnerpair": PartnerPair,
    "exchange.source": Source,
    "exchange.pledge": ReceivedPledge,
    "regions.village": Division,
    "regions.listing": KeyCounty,
}
ASKED_OF: dict[str, type[Model]] = {
    "exchange.pledge.send": SentPledge,
    "exchange.pledge.see_sent": SentPledge,
    "offers.offer.make": Organization,
    "matches.suggestion.make": Need,
    "matches.match.express_interest": Need,
    "matches.order.place": Offer,
}
"""Acts that make a row are asked of the row that they begin from."""
ASKED_OF_NOTHING = {
    "organizations.organization.submit",
    "needs.request.submit",
    "needs.need.make",
    "needs.need.import",
    "matches.round.prepare",
    "notices.choice.change",
}
"""Asked of no row, or of one that is not saved yet."""


def by_chance() -> random.Random:
    """Chance that falls the same way each time."""
    return random.Random(SEED)


def model_of(action: str) -> type[Model]:
    return ASKED_OF.get(action) or MODELS[".".join(action.split(".")[:2])]


def leaves(condition: Condition) -> Iterator[Condition]:
    """The conditions that compare a field."""
    if isinstance(condition, AllOf | AnyOf):
        for part in condition.parts:
            yield from leaves(part)
    else:
        yield condition


def actors(world: World, organizations: list[Model]) -> list[Actor]:
    """Every role at places and in organizations that fit it and that do not, as persons known to rows and unknown."""
    ids = (world["village"].actor.id, world["villager"].actor.id, new_id(), None)
    found = [VISITOR, SYSTEM, *(seat.actor for seat in world)]
    for role, path, who in product(Role, PATHS, ids[:3]):
        if role in OFFICIALS:
            found.append(Actor(id=who, role=role, label="", division_path=path))
    for role, organization in product(ORGANIZATION_ROLES, [*(each.pk for each in organizations[:8]), new_id()]):
        found.append(Actor(id=ids[0], role=role, label="", organization_id=organization))
    for role, who in product((Role.VILLAGER, Role.HOLDER), ids):
        found.append(Actor(id=who, role=role, label=""))
    return by_chance().sample(found, 90) + [replace(each, division_path="/") for each in found[:5]]


def values_for(condition: Condition, field: "Field[Any, Any]", world: World) -> list[object]:
    """Values of a field, of which some meet the condition for somebody."""
    people = [world[name].actor.id for name in ("village", "villager", "organization_manager")]
    match condition:
        case Inside() | At():
            found = [path for path in PATHS if path != "/"]
        case Mine() | NotMine():
            found = [*people, None] if field.null else people
        case OurOrganization():
            found = [world.ours.pk, world.theirs.pk]
        case MyRole():
            found = [Role.VILLAGE.value, Role.TOWNSHIP.value, Role.COUNTY_OFFICE.value, ""]
        case Is(value=bool()):
            found = [True, False]
        case Is(value=value):
            found = [value]
        case State(values=values):
            found = list(values)
        case _:
            found = [Decimal(0), Decimal(5)] if isinstance(condition, Below) else []
    return found


def scatter(rows: Iterable[Model], conditions: Iterable[Condition], world: World) -> None:
    """Give each row values of the fields that conditions read, by chance but the same each time."""
    chance = by_chance()
    model = type(next(iter(rows)))
    values: dict[str, list[object]] = {}
    for condition in conditions:
        name = getattr(condition, "field", "")
        if not name or name == "id" or "__" in name or name.startswith("__"):
            continue
        field = model._meta.get_field(name.removesuffix("_id") if name == "organization_id" else name)
        if not field.unique and name != "kind":
            values.setdefault(name, []).extend(values_for(condition, field, world))
    for row in rows:
        given = {name: chance.choice(found) for name, found in values.items() if found}
        model._default_manager.filter(pk=row.pk).update(**given)


@pytest.fixture
def rows(world: World) -> dict[type[Model], list[Model]]:
    """Copies of the world's rows, scattered."""
    made: dict[type[Model], list[Model]] = {
        Account: list(Account.objects.all()),
        Division: list(Division.objects.all()),
        KeyCounty: [
            KeyCounty.objects.create(division_id=each.code, basis="unverified") for each in (COUNTY, OTHER_COUNTY)
        ],
        Notice: [
            Notice.objects.create(account_id=seat.actor.id, entry_id=new_id(), message="x", link="/")
            for seat in world
            if seat.account
        ],
        SavedFilter: [
            SavedFilter.objects.create(account=seat.account, page="needs", name="x", query="")
            for seat in world
            if seat.account
        ],
        Commendation: [
            commended(world.ours, path, withdrawn_at=at)
            for path in (COUNTY.path, OTHER_COUNTY.path)
            for at in (None, now())
        ],
        ImportBatch: [
            returned_list(seat.actor.id, is_returned=each) for seat in world if seat.account for each in (True, False)
        ],
        Subscription: [
            *(
                Subscription.objects.create(organization=each, name="x", kind="need")
                for each in (world.ours, world.theirs)
            ),
            *(
                Subscription.objects.create(office_role=role, office_path=path, name="x", kind="need")
                for role, path in product((Role.COUNTY_OFFICE.value, Role.PROVINCE_OFFICE.value), PATHS[1:4])
            ),
        ],
        PartnerPair: [
            PartnerPair.objects.create(east_path=east, west_path=west, document="x")
            for east, west in product(PATHS[1:], PATHS[1:])
        ],
    }
    for kind in ("organization", "offer", "need", "request", "match", "suggestion", "order", "round", "project"):
        made[type(world.rows[kind])] = [world.rows[kind], *copies(world.rows[kind], made)]
    made |= exchanged(world, made[Need])
    for action in checks.actions():
        if action not in ASKED_OF_NOTHING:
            conditions = [leaf for grant in checks._GRANTS[action] for leaf in leaves(grant.when)]
            scatter_once(made[model_of(action)], conditions, world)
    return made


def exchanged(world: World, needs: list[Model]) -> dict[type[Model], list[Model]]:
    """Sources of several offices, pledges that came for each need, and one that each organization has sent."""
    sources = [make_source(log_name=f"log.example{path}", division_path=path) for path in PATHS[1:]]
    given = {"quantity": 1, "unit": "x"}
    elsewhere = FollowedNeed.objects.create(
        source=sources[0], subject="x", state="published", published_at=now(), changed_at=now(), **given
    )
    return {
        Source: list(sources),
        ReceivedPledge: [ReceivedPledge.objects.create(source=sources[0], need=each, **given) for each in needs],
        SentPledge: [
            SentPledge.objects.create(need=elsewhere, organization=each, sent_by_id=new_id(), **given)
            for each in (world.ours, world.theirs)
        ],
    }


def commended(organization: Organization, path: str, *, withdrawn_at: datetime | None) -> Commendation:
    return Commendation.objects.create(
        organization=organization,
        title="x",
        document=new_id().hex,
        year=2026,
        level="county",
        awarded_on=today(),
        office_path=path,
        office_label="x",
        withdrawn_at=withdrawn_at,
    )


def returned_list(who: UUID | None, *, is_returned: bool) -> ImportBatch:
    return ImportBatch.objects.create(
        division_code=COUNTY.code,
        division_path=COUNTY.path,
        division_name=COUNTY.name,
        file_name="x.xlsx",
        file_digest="x",
        uploaded_by_id=who,
        uploaded_by_label="x",
        is_returned=is_returned,
    )


def scatter_once(rows: list[Model], conditions: list[Condition], world: World) -> None:
    if isinstance(rows[0], Subscription | PartnerPair | Source | ReceivedPledge | SentPledge):
        return  # made at several places already; an owner is one of two, and a pair has two places
    if isinstance(rows[0], Account | Division | KeyCounty | Notice | SavedFilter | ImportBatch | Commendation):
        return
    scatter(rows, conditions, world)


def copies(row: Model, made: dict[type[Model], list[Model]]) -> list[Model]:
    """More rows like one, each with rows of its own where a key must be unique."""
    model, chance, found = type(row), by_chance(), []
    for number in range(ROWS):
        values: dict[str, Any] = {}
        for field in model._meta.concrete_fields:
            value = getattr(row, field.attname)
            if field.one_to_one:
                value = made[field.related_model][number + 1].pk if field.related_model in made else None
            elif field.primary_key or (field.unique and isinstance(value, UUID)):
                value = new_id()
            elif field.unique and value is not None:
                value = f"{str(value)[:8]}{number:03d}"
            elif field.many_to_one and field.related_model in made and value is not None:
                value = chance.choice(made[field.related_model]).pk
            values[field.attname] = value
        if model is Organization:
            is_filed = number % 2 == 1
            values["credit_code"] = None if is_filed else f"{number:018d}"
            values["kind"] = "filed_community" if is_filed else "association"
            values["registration_level"] = "filed" if is_filed else "county"
        if model is Round:
            values["state"] = "released"  # only one of a division may wait
        if model in {Match, Suggestion}:
            values["need_id"] = made[Need][number + 1].pk
        found.append(model(**values))
    model._default_manager.bulk_create(found)
    return found


def test_each_action_in_force_is_asked_of_a_known_row():
    for action in checks.actions():
        if action not in ASKED_OF_NOTHING:
            assert issubclass(model_of(action), Model)


def test_one_row_and_many_rows_get_the_same_answer(world, rows):
    everybody, answered = actors(world, rows[Organization]), {True: 0, False: 0}
    assert {actor.role for actor in everybody} == set(Role)
    for action in checks.actions():
        if action in ASKED_OF_NOTHING:
            continue
        model = model_of(action)
        found = list(model._default_manager.filter(pk__in=[row.pk for row in rows[model]]))
        for actor in everybody:
            may = {row.pk for row in found if checks.can(actor, action, row)}
            listed = set(
                checks.visible(
                    actor, action, model._default_manager.filter(pk__in=[row.pk for row in found])
                ).values_list("pk", flat=True)
            )
            assert listed == may, f"{action} for {actor}"
            answered[True] += len(may)
            answered[False] += len(found) - len(may)
    assert min(answered.values()) > 5_000, answered


def test_every_grant_is_met_by_some_row_and_actor(world, rows):
    """A grant that nobody ever meets would make the test above say nothing about it."""
    everybody = [*(seat.actor for seat in world), *actors(world, rows[Organization])]
    idle = []
    for action in checks.actions():
        if action in ASKED_OF_NOTHING:
            continue
        model = model_of(action)
        found = list(model._default_manager.filter(pk__in=[row.pk for row in rows[model]]))
        if not any(checks.can(actor, action, row) for actor in everybody for row in found):
            idle.append(action)
    assert not idle
