"""Write docs/reference/lifecycles.md and docs/reference/permissions.md from the tables that the platform runs on.

`python -m tools.dev.diagrams` writes both, `--check` only says which are old; a test does the same.
"""

import sys
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from duijie.config.commandline.commands import load_django

if TYPE_CHECKING:
    from duijie.kernel.access.conditions import Condition, Grant
    from duijie.kernel.lifecycle.tables import Lifecycle, Transition

FOLDER = Path(__file__).resolve().parents[2] / "docs/reference"
MADE_BY = "<!-- Written by `python -m tools.dev.diagrams` from the tables in `duijie/apps/*/rules`; do not edit. -->"
_SAID = {"None": "empty", "True": "yes", "False": "no"}
MOST_ARROWS = 12
"""An event that leads from many states to many is told below the diagram instead of drawn."""


def main() -> int:
    """Write the pages that are old, or say which they are."""
    load_django()
    old = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    for path in old:
        if "--check" in sys.argv:
            print(f"docs/reference/{path.name} is old; run python -m tools.dev.diagrams", file=sys.stderr)
        else:
            path.write_text(pages()[path], encoding="utf-8")
            print(f"docs/reference/{path.name}")
    return 1 if old and "--check" in sys.argv else 0


def pages() -> dict[Path, str]:
    """The text of each page as it follows from the tables; Django is loaded."""
    from duijie.config.wiring import LIFECYCLES
    from duijie.kernel.access.checks import grants_in_force

    return {
        FOLDER / "lifecycles.md": _lines(lifecycles(LIFECYCLES)),
        FOLDER / "permissions.md": _lines(permissions(dict(sorted(grants_in_force().items())))),
    }


def lifecycles(tables: Iterable["Lifecycle"]) -> Iterator[str]:
    """Every lifecycle as a diagram and a table."""
    yield from (MADE_BY, "", "# Lifecycles", "")
    yield "From each table come the checks of services, the buttons of pages, the database's constraint and this page."
    for table in tables:
        yield from ("", f"## {table.name.capitalize()}", "", "```mermaid", "stateDiagram-v2")
        yield from (f'    state "{label}" as {state}' for state, label in table.states.items())
        yield f"    [*] --> {table.initial}"
        for transition in table.transitions:
            yield from _arrows(transition)
        yield from (f"    {state} --> [*]" for state in table.states if state in table.final)
        yield "```"
        yield from _told(table)
        yield from ("", "| event | button | from | to | who may | must be given |", "|---|---|---|---|---|---|")
        yield from (_row(transition) for transition in table.transitions)


def permissions(grants: Mapping[str, Iterable["Grant"]]) -> Iterator[str]:
    """Every action with those to whom it is granted, and on which rows."""
    yield from (MADE_BY, "", "# Permissions", "")
    yield "One grant answers both questions: may this person do it on this row, and on which rows may he do it."
    yield from ("", "| action | who | on which rows |", "|---|---|---|")
    for action, found in grants.items():
        for position, (words, roles) in enumerate(_by_condition(found).items()):
            yield f"| {f'`{action}`' if position == 0 else ''} | {', '.join(sorted(roles))} | {words} |"


_WORDS = {
    "Always": "always",
    "Inside": "`{field}` lies in the actor's division",
    "At": "`{field}` is the actor's division",
    "Mine": "`{field}` is the actor",
    "NotMine": "`{field}` is not the actor",
    "OurOrganization": "`{field}` is the actor's organization",
    "MyRole": "`{field}` is the actor's role",
    "State": "`{field}` is {values}",
    "Is": "`{field}` is {value}",
    "Below": "`{field}` is below `{limit}`",
}


def in_words(condition: "Condition") -> str:
    """A condition as people say it."""
    from duijie.kernel.access.conditions import AllOf, AnyOf

    if isinstance(condition, AllOf):
        parts = [f"({in_words(each)})" if isinstance(each, AnyOf) else in_words(each) for each in condition.parts]
        return " and ".join(parts)
    if isinstance(condition, AnyOf):
        return " or ".join(in_words(each) for each in condition.parts)
    given = dict(vars(condition))
    if "values" in given:
        given["values"] = " or ".join(sorted(given["values"]))
    if "value" in given:
        given["value"] = _SAID.get(str(given["value"]), given["value"])
    return _WORDS[type(condition).__name__].format(**given)


def _arrows(transition: "Transition") -> Iterator[str]:
    pairs = [(state, target) for state in transition.sources for target in transition.possible_targets(state)]
    if len(pairs) <= MOST_ARROWS:
        yield from (f"    {state} --> {target} : {transition.event}" for state, target in pairs)


def _told(table: "Lifecycle") -> Iterator[str]:
    for transition in table.transitions:
        pairs = sum(len(transition.possible_targets(state)) for state in transition.sources)
        if pairs > MOST_ARROWS:
            sources, targets = ", ".join(transition.sources), ", ".join(dict.fromkeys(_targets(transition)))
            yield from ("", f"Not drawn: `{transition.event}` leads from {sources} to {targets}.")


def _targets(transition: "Transition") -> Iterator[str]:
    for state in transition.sources:
        yield from transition.possible_targets(state)


def _row(transition: "Transition") -> str:
    stays = all(transition.possible_targets(state) == (state,) for state in transition.sources)
    targets = "stays" if stays else ", ".join(dict.fromkeys(_targets(transition)))
    who = [f"{', '.join(sorted(roles))}: {words}" for words, roles in _by_condition(transition.who).items()]
    who += ["the platform itself"] if transition.by_system else []
    required = ", ".join(f"`{name}`" for name in transition.required)
    sources = ", ".join(transition.sources)
    cells = (f"`{transition.event}`", transition.label, sources, targets, "<br>".join(who), required)
    return f"| {' | '.join(cells)} |"


def _by_condition(grants: Iterable["Grant"]) -> dict[str, set[str]]:
    found: dict[str, set[str]] = defaultdict(set)
    for each in grants:
        found[in_words(each.when)] |= {role.value for role in each.roles}
    return found


def _lines(lines: Iterable[str]) -> str:
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main())
