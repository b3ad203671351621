"""Size, annotation and neutrality of every tracked file."""

import ast
import functools
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
LINES_AT_MOST = 400
LINES_AS_A_RULE = 250
FUNCTION_LINES_AS_A_RULE = 30
SHARE_AS_A_RULE = 0.95
GENERATED = re.compile(r"/migrations/|/docs/reference/|\.(lock|po|json|csv|tsv|svg)$|/data/|/static/.*\.js$")
# One letter of each in brackets, so that this file is not the first to break its own rule.
REGISTRIES = re.compile(
    r"p[y]pi\.org|python[h]osted|npm[j]s\.|registry\.n[p]m|docker\.[i]o|gh[c]r\.io|crates\.[i]o|proxy\.g[o]lang"
    r"|[m]irrors?\.[a-z]+\.(?:com|cn|edu)"
)
MACHINE_PATHS = re.compile(r"(?<![\w.])/(?:work|root|home/[a-z]+|Users/[A-Za-z]+)/[\w.-]+")


@functools.cache
def tracked() -> tuple[Path, ...]:
    listed = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "-z"],
        capture_output=True,
        check=True,
        text=True,
        cwd=ROOT,
    )
    return tuple(ROOT / name for name in listed.stdout.split("\0") if name and (ROOT / name).is_file())


def texts() -> Iterator[tuple[str, str]]:
    for path in tracked():
        try:
            yield str(path.relative_to(ROOT)), path.read_text(encoding="utf-8")
        except UnicodeDecodeError:
            continue


def ours(name: str) -> bool:
    """Say whether people write the file: code, templates, styles and pages of documentation."""
    return not GENERATED.search(f"/{name}") and name.endswith((".py", ".html", ".css", ".js", ".md", ".toml", "run"))


def functions() -> Iterator[tuple[str, ast.FunctionDef | ast.AsyncFunctionDef]]:
    for name, text in texts():
        if name.endswith(".py") and ours(name):
            for node in ast.walk(ast.parse(text)):
                if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
                    yield name, node


def test_no_file_is_longer_than_people_read() -> None:
    long = {name: text.count("\n") for name, text in texts() if ours(name) and text.count("\n") > LINES_AT_MOST}
    assert not long


def test_nearly_all_files_are_short() -> None:
    lengths = [text.count("\n") for name, text in texts() if ours(name) and name.endswith(".py")]
    assert sum(length <= LINES_AS_A_RULE for length in lengths) >= SHARE_AS_A_RULE * len(lengths)


def test_nearly_all_functions_are_short() -> None:
    lengths = [(node.end_lineno or 0) - node.lineno + 1 for _, node in functions()]
    assert sum(length <= FUNCTION_LINES_AS_A_RULE for length in lengths) >= SHARE_AS_A_RULE * len(lengths)


def test_every_function_says_what_it_takes_and_gives() -> None:
    bare = []
    for name, node in functions():
        if name.startswith("tests/"):
            continue
        arguments = [*node.args.posonlyargs, *node.args.args, *node.args.kwonlyargs]
        untyped = [a.arg for a in arguments if a.annotation is None and a.arg not in {"self", "cls"}]
        if untyped or node.returns is None:
            bare.append(f"{name}:{node.lineno} {node.name}")
    assert not bare


def test_every_module_says_why_it_exists() -> None:
    silent = [
        name
        for name, text in texts()
        if name.endswith(".py")
        and not name.startswith("tests/")
        and "/migrations/" not in name
        and not ast.get_docstring(ast.parse(text))
    ]
    assert not silent


def test_dev_py_stays_short_and_needs_the_standard_library_only() -> None:
    text = (ROOT / "dev.py").read_text(encoding="utf-8")
    assert text.count("\n") <= 150
    ast.parse(text, feature_version=(3, 6))


@pytest.mark.parametrize("pattern", [REGISTRIES, MACHINE_PATHS], ids=["registries", "machine paths"])
def test_no_file_names_where_it_was_made(pattern: re.Pattern[str]) -> None:
    found = [
        f"{name}: {match.group()}" for name, text in texts() if (match := pattern.search(text)) and "/data/" not in name
    ]
    assert not found
