"""A lifecycle is a table that says no to what it does not know."""

from dataclasses import dataclass

import pytest

from duijie.config.wiring import LIFECYCLES
from duijie.kernel.access.actors import VISITOR, Actor, Role
from duijie.kernel.access.conditions import grant
from duijie.kernel.ids import new_id
from duijie.kernel.lifecycle.tables import SAME, Lifecycle, Transition, missing

CLERK = Actor(id=new_id(), role=Role.VILLAGE, label="示例村")
WHO = (grant("tests.lamp.light", (Role.VILLAGE,)),)
LAMP = Lifecycle(
    name="lamp",
    initial="dark",
    states={"dark": "Dark", "lit": "Lit", "broken": "Broken"},
    final=frozenset({"broken"}),
    transitions=(
        Transition("light", ("dark",), "lit", WHO, "Light it", ("oil",)),
        Transition("clean", ("dark", "lit"), SAME, WHO, "Clean it"),
        Transition("drop", ("lit",), "", (), "Fall", targets=("broken", "lit"), by_system=True),
    ),
)


@dataclass
class Lamp:
    """A row that is no model."""

    state: str = "dark"


def test_the_table_gives_the_events_of_a_state_to_those_who_may():
    assert [each.event for each in LAMP.available(CLERK, Lamp())] == ["light", "clean"]
    assert [each.event for each in LAMP.events_from("lit")] == ["clean", "drop"]
    assert LAMP.available(VISITOR, Lamp()) == ()
    assert [each.event for each in LAMP.available(CLERK, Lamp("lit"))] == ["clean"]


def test_a_row_ends_where_the_table_says():
    assert LAMP.transition("light").possible_targets("dark") == ("lit",)
    assert LAMP.transition("clean").possible_targets("dark") == ("dark",)
    assert LAMP.transition("drop").possible_targets("lit") == ("broken", "lit")


def test_an_event_or_state_that_is_not_in_the_table_is_an_error_at_once():
    with pytest.raises(KeyError):
        LAMP.transition("eat")
    with pytest.raises(ValueError, match="unknown states"):
        Lifecycle("bad", {"one": "One"}, "one", (Transition("go", ("one",), "two", WHO, "Go"),))
    with pytest.raises(ValueError, match="unknown states"):
        Lifecycle("bad", {"one": "One"}, "two", ())


@pytest.mark.parametrize(("given", "is_missing"), [({}, True), ({"oil": ""}, True), ({"oil": 0}, False)])
def test_what_is_required_is_asked_for_and_nought_is_an_answer(given, is_missing):
    faults = missing(LAMP.transition("light"), given)
    assert bool(faults) is is_missing
    assert all(fault.field == "oil" for fault in faults)


@pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda each: each.name)
def test_every_state_of_every_lifecycle_is_reached_and_left(lifecycle):
    reached = {lifecycle.initial}
    while True:
        further = {
            target
            for state in reached
            for transition in lifecycle.events_from(state)
            for target in transition.possible_targets(state)
        }
        if further <= reached:
            break
        reached |= further
    assert reached == set(lifecycle.states)
    dead_ends = {state for state in lifecycle.states if not lifecycle.events_from(state)}
    assert dead_ends <= lifecycle.final


@pytest.mark.parametrize("lifecycle", LIFECYCLES, ids=lambda each: each.name)
def test_every_event_is_somebodys(lifecycle):
    events = [each.event for each in lifecycle.transitions]
    assert len(events) == len(set(events))
    assert all(each.who or each.by_system for each in lifecycle.transitions)
