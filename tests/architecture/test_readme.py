"""The README's table from the notice to the code is true: every app, page and test of it exists."""

import re
from pathlib import Path

import pytest
from django.conf import settings
from django.urls import get_resolver

ROOT = Path(settings.BASE_DIR)
ROW = re.compile(
    r"^\| (?P<article>[^|]+) \| (?P<asks>[^|]+) \| `(?P<app>\w+)` \| `(?P<page>[\w:-]+)` \| `(?P<test>[\w/]+)` \|$"
)
ROWS = [
    found.groupdict()
    for line in (ROOT / "README.md").read_text(encoding="utf-8").splitlines()
    if (found := ROW.match(line))
]


def _names(resolver, namespace=""):
    for pattern in resolver.url_patterns:
        if hasattr(pattern, "url_patterns"):
            yield from _names(pattern, getattr(pattern, "namespace", None) or namespace)
        elif pattern.name:
            yield f"{namespace}:{pattern.name}"


@pytest.mark.parametrize("row", ROWS, ids=lambda row: f"{row['app']}-{row['page']}")
def test_the_row_exists(row):
    assert (ROOT / "duijie" / "apps" / row["app"] / "__init__.py").exists()
    assert row["page"] in set(_names(get_resolver()))
    tests = [
        path for path in (ROOT / row["test"]).rglob("test_*.py") if "def test_" in path.read_text(encoding="utf-8")
    ]
    assert tests, f"no test in {row['test']}"


def test_every_app_that_exists_stands_in_the_table():
    assert {row["app"] for row in ROWS} == set(settings.APPS)


@pytest.mark.parametrize("name", ["README.md", "README.zh-CN.md", "docs/house.md", "CONTRIBUTING.md", "SECURITY.md"])
def test_every_link_leads_somewhere(name):
    page = ROOT / name
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text(encoding="utf-8"))
    assert links
    assert [link for link in links if not (page.parent / link).exists()] == []
