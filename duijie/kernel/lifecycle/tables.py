"""A lifecycle is a table of states and transitions. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from duijie.kernel.access.actors import Actor
from duijie.kernel.access.conditions import Grant
from duijie.kernel.errors import RuleBroken, mark

SAME = "="


@dataclass(frozen=True)
class Transition:
    """One event: from which states, to which, by whom and with what.

    `target` may be `SAME` (the row stays where it is) or `""` (the service decides among `targets`).
    `label` is the message id of the button; `required` names what must be given. `by_system` events also follow from
    other acts, without anybody's button.
    """

    event: str
    sources: tuple[str, ...]
    target: str
    who: tuple[Grant, ...]
    label: str
    required: tuple[str, ...] = ()
    targets: tuple[str, ...] = ()
    by_system: bool = False

    def possible_targets(self, state: str) -> tuple[str, ...]:
        """The states in which the row may be afterwards."""
        if self.targets:
            return self.targets
        return (state if self.target == SAME else self.target,)


@dataclass(frozen=True)
class Lifecycle:
    """States with their labels (message ids), the first state and the transitions."""

    name: str
    states: Mapping[str, str]
    initial: str
    transitions: tuple[Transition, ...]
    final: frozenset[str] = field(default_factory=frozenset)

    def __post_init__(self) -> None:
        known = set(self.states)
        if unknown := ({self.initial} | self.final) - known:
            raise ValueError(f"{self.name} begins or ends in unknown states {sorted(unknown)}")
        for each in self.transitions:
            unknown = (set(each.sources) | set(each.targets) | {each.target}) - known - {SAME, ""}
            if unknown:
                raise ValueError(f"{self.name}.{each.event} names unknown states {sorted(unknown)}")

    def transition(self, event: str) -> Transition:
        """The transition of an event.

        Raises:
            KeyError: the lifecycle has no such event.
        """
        for each in self.transitions:
            if each.event == event:
                return each
        raise KeyError(f"{self.name} has no event {event}")

    def events_from(self, state: str) -> tuple[Transition, ...]:
        """What may happen to a row in this state."""
        return tuple(each for each in self.transitions if state in each.sources)

    def available(self, actor: Actor, row: object) -> tuple[Transition, ...]:
        """The events that this actor may cause on this row now: the buttons of its page."""
        state = str(getattr(row, "state"))  # noqa: B009
        return tuple(each for each in self.events_from(state) if may(each, actor, row))


def may(transition: Transition, actor: Actor, row: object) -> bool:
    """Whether one of the transition's grants allows the actor."""
    return any(each.allows(actor, row) for each in transition.who)


def missing(transition: Transition, given: Mapping[str, object]) -> tuple[RuleBroken, ...]:
    """A fault for each required value that was not given (0 counts as given)."""
    return tuple(
        RuleBroken(mark("Please fill this in."), field=name)
        for name in transition.required
        if given.get(name) in (None, "", (), [])
    )
