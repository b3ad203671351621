"""The pages of lifecycles and permissions say what the tables say, today."""

from dataclasses import fields

from duijie.config.wiring import LIFECYCLES
from duijie.kernel.access import checks, conditions
from duijie.kernel.access.actors import Role
from duijie.kernel.access.conditions import AnyOf, Condition, Is, State, grant
from duijie.kernel.lifecycle.tables import Lifecycle, Transition
from tools.dev.diagrams import in_words, lifecycles, pages, permissions

PAGES = {path.name: text for path, text in pages().items()}


def test_every_state_and_event_is_on_the_page():
    page = PAGES["lifecycles.md"]
    for lifecycle in LIFECYCLES:
        for state, label in lifecycle.states.items():
            assert f'state "{label}" as {state}' in page
        for transition in lifecycle.transitions:
            assert f"| `{transition.event}` |" in page


def test_every_action_in_force_is_on_the_page():
    assert all(f"`{action}`" in PAGES["permissions.md"] for action in checks.actions())


def test_every_kind_of_condition_has_words():
    kinds = [kind for kind in vars(conditions).values() if isinstance(kind, type) and issubclass(kind, Condition)]
    for kind in kinds:
        if kind in {Condition, conditions.AllOf, AnyOf}:
            continue
        sample = kind(**{each.name: ("one", "two") if each.name == "values" else "some_field" for each in fields(kind)})
        assert in_words(sample)


def test_conditions_are_said_as_people_say_them():
    condition = State(("b", "a")) & (Is("is_last_step", value=False) | Is("typed_by_id", value=None))
    assert in_words(condition) == "`state` is a or b and (`is_last_step` is no or `typed_by_id` is empty)"


def test_many_arrows_are_told_instead_of_drawn():
    states = {name: name for name in "abcd"}
    transition = Transition("go", tuple("abcd"), "", (), "Go", targets=tuple("abcd"), by_system=True)
    drawn = "\n".join(lifecycles([Lifecycle("tiny", states, "a", (transition,))]))
    assert "Not drawn: `go` leads from a, b, c, d to a, b, c, d." in drawn
    assert "a --> b" not in drawn
    assert "the platform itself" in drawn


def test_roles_with_the_same_condition_stand_in_one_line():
    found = (grant("x.y.z", (Role.VILLAGE,)), grant("x.y.z", (Role.TOWNSHIP,)))
    assert list(permissions({"x.y.z": found}))[-1] == "| `x.y.z` | township, village | always |"
