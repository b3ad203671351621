"""Write the references that follow from the tables: `python -m tools.dev.diagrams [--check]`."""

import sys
from collections.abc import Iterable
from pathlib import Path

from duijie.config.commandline.commands import load_django
from duijie.kernel.access import conditions as c
from duijie.kernel.lifecycle.tables import SAME, Lifecycle, Transition

FOLDER = Path(__file__).resolve().parents[2] / "docs" / "reference"


def lifecycles(tables: Iterable[Lifecycle]) -> str:
    """Each lifecycle as a diagram, with who may cause each event and what it asks for."""
    parts = [
        "# Lifecycles",
        "",
        "Made from the tables by `python -m tools.dev.diagrams`; a test fails when this page is old.",
        "The same tables give the checks, the buttons, the database's constraint and the generated tests.",
        "*By itself* means: follows from another act, or from a clock.",
    ]
    for table in tables:
        parts += ["", f"## {table.name}", "", "```mermaid", "stateDiagram-v2", f"    [*] --> {table.initial}"]
        parts += sorted(
            {
                f"    {source} --> {target} : {each.event}"
                for each in table.transitions
                for source, target in _moves(each)
            }
        )
        parts += [f"    {state} --> [*]" for state in sorted(table.final)]
        parts += ["```", "", "| state | says |", "|---|---|"]
        parts += [f"| `{state}` | {label} |" for state, label in table.states.items()]
        parts += ["", "| event | button | who, where | asks for |", "|---|---|---|---|"]
        parts += [
            f"| `{each.event}` | {each.label} | {_who(each)} | {_listed(each.required)} |" for each in table.transitions
        ]
    return "\n".join(parts) + "\n"


def permissions(grants: dict[str, list[c.Grant]]) -> str:
    """Every action with its roles and conditions."""
    parts = [
        "# Permissions",
        "",
        "Made from the grants by `python -m tools.dev.diagrams`; `can()` and `visible()` both read them.",
        "A role does an action on a row where one of its conditions holds.",
        "",
        "| action | roles | where |",
        "|---|---|---|",
    ]
    for action in sorted(grants):
        lines = {f"| `{action}` | {_roles(each)} | {spoken(each.when)} |" for each in grants[action]}
        parts += sorted(lines)
    return "\n".join(parts) + "\n"


def spoken(condition: c.Condition) -> str:
    """A condition in words."""
    if isinstance(condition, c.AllOf):
        return " and ".join(spoken(part) for part in condition.parts)
    if isinstance(condition, c.AnyOf):
        return "(" + " or ".join(spoken(part) for part in condition.parts) + ")"
    if isinstance(condition, c.State):
        return f"`{condition.field}` is {' / '.join(condition.values)}"
    if isinstance(condition, c.Is):
        return f"`{condition.field}` = {condition.value}"
    if isinstance(condition, c.Below):
        return f"`{condition.field}` is below `{condition.limit}`"
    words = {
        c.Inside: "`{}` lies in the own division",
        c.At: "`{}` is the own division",
        c.Mine: "`{}` is the person himself",
        c.NotMine: "`{}` is not the person himself",
        c.OurOrganization: "`{}` is the own organization",
        c.MyRole: "`{}` is the own role",
    }
    sentence = words.get(type(condition))
    return sentence.format(getattr(condition, "field", "")) if sentence else "everywhere"


def _moves(each: Transition) -> Iterable[tuple[str, str]]:
    for source in each.sources:
        for target in each.targets or ((source if each.target == SAME else each.target),):
            yield source, target


def _who(each: Transition) -> str:
    who = [f"{_roles(grant)}: {spoken(grant.when)}" for grant in each.who]
    return "; ".join([*who, *(["by itself"] if each.by_system else [])])


def _roles(grant: c.Grant) -> str:
    return ", ".join(sorted(role.value for role in grant.roles))


def _listed(names: Iterable[str]) -> str:
    return ", ".join(f"`{name}`" for name in names)


def pages() -> dict[Path, str]:
    """The pages as they follow from the tables."""
    from duijie.config.wiring import LIFECYCLES
    from duijie.kernel.access.checks import grants_in_force

    return {FOLDER / "lifecycles.md": lifecycles(LIFECYCLES), FOLDER / "permissions.md": permissions(grants_in_force())}


def main() -> int:
    """Write the pages, or with --check say which are old."""
    load_django()
    old = [path for path, text in pages().items() if not path.exists() or path.read_text(encoding="utf-8") != text]
    if "--check" in sys.argv:
        for path in old:
            print(f"{path.relative_to(FOLDER.parents[1])} is old; run python -m tools.dev.diagrams")
        return 1 if old else 0
    for path in old:
        path.write_text(pages()[path], encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
