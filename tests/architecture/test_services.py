"""How writes look: services take an actor and keywords, views never save, and only the demo moves the clock."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
APPS = ROOT / "duijie/apps"
ORM_WRITES = {"save", "create", "bulk_create", "bulk_update", "update", "delete", "get_or_create", "update_or_create"}
ORM_WRITES_OF_A_QUERY = {"update", "delete"}

WITHOUT_AN_ACTOR = {
    "accounts.signing_in": "who signs in is not an actor yet",
    "matches.interest.lapse_overdue": "the clock acts",
    "matches.round_computing": "a job computes what an official asked for",
    "matches.suggestions.lapse_overdue": "the clock acts",
    "matches.orders.lapse_overdue": "the clock acts",
    "needs.aftercare.expire_needs": "the clock acts",
    "needs.clocks": "the clock acts",
    "offers.proposing.end_expired_offers": "the clock acts",
    "notices.notifying.notify": "follows from an entry, which names the actor",
    "exchange.finding.find": "follows from an act of publishing, by a job",
    "exchange.collecting": "the clock acts, or a job for an entry, which names the actor",
    "exchange.pushing": "a job hands over what was found",
    "records.services.keep_leaf": "follows from an entry, which names the actor",
    "matches.orders.open_order_behind": "follows from an entry, which names the actor",
    "matches.orders.withdraw_orders_behind": "follows from an entry, which names the actor",
    "matches.orders.refuse_orders_behind": "follows from an entry, which names the actor",
    "matches.orders.resume_orders_behind": "follows from an entry, which names the actor",
    "needs.defaults.ensure_default_steps": "the defaults of an installation are written by nobody",
    "needs.forgetting": "emptied inside somebody's act of erasing",
    "projects.forgetting": "emptied inside somebody's act of erasing",
    "projects.hours.confirm_hours": "bound inside the receiving side's confirmation",
    "needs.progress": "a need follows its parts inside somebody's act",
    "needs.bundling": "requests follow their need inside somebody's act",
    "matches.progress": "a need follows its matches inside somebody's act",
    "matches.capacity": "an offer follows its matches inside somebody's act",
    "offers.capacity": "an offer follows its matches inside somebody's act",
    "projects.progress": "a need follows its projects inside somebody's act",
    "projects.codes.send_code_if_possible": "part of reporting a delivery",
    "regions.services": "divisions and lists are loaded by whoever runs the platform",
    "publications.services": "published cases are loaded by whoever runs the platform",
    "exchange.following": "a worker looks at what an official has asked to follow",
    "exchange.taking": "what another platform has published is nobody's act here",
    "exchange.contents": "follows from a record of another platform",
    "exchange.delivering": "a job takes across what an organization has sent",
    "exchange.pledging.learn_answer": "follows from a record of another platform",
    "exchange.receiving.receive": "a program of another platform hands it in, known by its signature",
}
"""Services without an actor, each with its reason."""
POSITIONAL = {
    "offers.capacity": "two values of one row, called from one place",
    "needs.progress": "a row and its parts, called from one place",
    "needs.bundling": "called with the need that the act is about",
    "needs.telling": "tells; writes nothing of its own",
    "matches.progress": "a row and its stage",
    "matches.capacity": "a row and a quantity",
    "matches.round_computing": "a job gives the id of a row",
    "projects.progress": "begins and ends the acts of the other modules",
}
"""Services that take values by position, each with its reason."""
NO_SERVICES = {"routing", "telling", "places", "writing"}
"""Modules beside services that prepare rows for them and save nothing by themselves."""


def service_modules() -> Iterator[tuple[str, Path]]:
    """Every module of services by its short name."""
    for path in sorted([*APPS.glob("*/services.py"), *APPS.glob("*/services/*.py")]):
        app = path.relative_to(APPS).parts[0]
        module = "services" if path.name == "services.py" else path.stem
        if module != "__init__" and module not in NO_SERVICES:
            yield f"{app}.{module}", path


def public_functions(path: Path) -> Iterator[ast.FunctionDef]:
    for node in ast.parse(path.read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and not node.name.startswith("_"):
            yield node


def writes(node: ast.FunctionDef, path: Path) -> bool:
    """Whether a function, or a private one that it calls, writes rows or records an act."""
    tree = ast.parse(path.read_text(encoding="utf-8"))
    known = {each.name: each for each in tree.body if isinstance(each, ast.FunctionDef)}
    waiting, seen = [node], set()
    while waiting:
        here = waiting.pop()
        seen.add(here.name)
        for call in ast.walk(here):
            if not isinstance(call, ast.Call):
                continue
            name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
            if name in ORM_WRITES or name == "record":
                return True
            if name in known and name not in seen:
                waiting.append(known[name])
    return False


SERVICES = [
    pytest.param(name, node, path, id=f"{name}.{node.name}")
    for name, path in service_modules()
    for node in public_functions(path)
    if writes(node, path)
]


def excused(table: dict[str, str], module: str, function: str) -> bool:
    return f"{module}.{function}" in table or module in table


@pytest.mark.parametrize(("module", "node", "path"), SERVICES)
def test_a_service_takes_its_actor_first_and_everything_by_keyword(module, node, path):
    by_keyword = [argument.arg for argument in node.args.kwonlyargs]
    by_position = [argument.arg for argument in (*node.args.posonlyargs, *node.args.args)]
    if not excused(WITHOUT_AN_ACTOR, module, node.name):
        assert by_keyword[:1] == ["actor"], f"{module}.{node.name} begins with {(by_position + by_keyword)[:1]}"
    if not excused(POSITIONAL, module, node.name) and not excused(WITHOUT_AN_ACTOR, module, node.name):
        assert not by_position, f"{module}.{node.name} takes {by_position} by position"


def test_every_excuse_is_still_needed():
    names = {name for name, _ in service_modules()}
    functions = {f"{name}.{node.name}" for name, path in service_modules() for node in public_functions(path)}
    stale = [each for each in (*WITHOUT_AN_ACTOR, *POSITIONAL) if each not in names | functions | {"needs.telling"}]
    assert not stale


def views() -> Iterator[Path]:
    yield from sorted((ROOT / "duijie/web").rglob("*.py"))
    yield from sorted((ROOT / "duijie/api").rglob("*.py"))


@pytest.mark.parametrize("path", list(views()), ids=lambda path: str(path.relative_to(ROOT)))
def test_no_page_writes_rows(path):
    """Pages call services; sessions and cookies are not rows of the trade."""
    written = [
        f"line {node.lineno}: {ast.unparse(node.func)}"
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and _writes_rows(node.func)
    ]
    assert not written


def _writes_rows(called: ast.Attribute) -> bool:
    on = ast.unparse(called.value)
    if called.attr == "save":
        return "session" not in on and "stream" not in on and "document" not in on and "workbook" not in on
    if called.attr in ORM_WRITES - {"save"} | {"objects"}:
        return "objects" in on or (called.attr in ORM_WRITES_OF_A_QUERY and on.endswith(")") and "filter(" in on)
    return False


def test_only_the_demonstration_moves_the_clock():
    moving = []
    for path in sorted((ROOT / "duijie").rglob("*.py")):
        if path.relative_to(ROOT).parts[1] == "demo" or path.name == "clock.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module == "duijie.kernel.clock":
                moving += [str(path) for each in node.names if each.name not in {"now", "today"}]
    assert not moving


def test_nobody_asks_for_the_time_elsewhere():
    asking = []
    for path in sorted((ROOT / "duijie").rglob("*.py")):
        text = path.read_text(encoding="utf-8")
        before_django = "commandline" in path.parts  # what an operator types works where Django cannot be loaded
        if (
            path.name != "clock.py"
            and not before_django
            and any(each in text for each in ("timezone.now(", "datetime.now(", "date.today("))
        ):
            asking.append(str(path.relative_to(ROOT)))
    assert not asking


def test_no_template_calls_a_service():
    """A template shows; what it shows was fetched before it."""
    for path in sorted((ROOT / "duijie/web").glob("*/templates/**/*.html")):
        text = path.read_text(encoding="utf-8")
        assert ".objects" not in text, path
        assert ".services" not in text, path
