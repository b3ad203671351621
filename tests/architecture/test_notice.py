"""Each app quotes the sentence of the notice that it serves, as the notice has it.

The sentences that are needed stand in `notice.txt`, one a line, as in 民发〔2022〕11号.
"""

import ast
import re
from pathlib import Path

import pytest

APPS = Path(__file__).resolve().parents[2] / "duijie/apps"
NOTICE = (Path(__file__).parent / "notice.txt").read_text(encoding="utf-8")
QUOTED = re.compile(r"「([^」]+)」")
LIBRARIES = sorted(path.parent.name for path in APPS.glob("*/__init__.py"))


def docstring(app: str) -> str:
    return ast.get_docstring(ast.parse((APPS / app / "__init__.py").read_text(encoding="utf-8"))) or ""


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("app", LIBRARIES)
def test_an_app_quotes_its_sentence_of_the_notice(app):
    quotes = [bare(each) for each in QUOTED.findall(docstring(app))]
    assert quotes, f"{app} quotes nothing: whom does it serve?"
    notice = bare(NOTICE)
    for quote in quotes:
        for part in re.split(r"……|：|^[一二三四五六七]、?", quote):
            assert part in notice, f"{app} quotes what the notice does not say: {part}"


@pytest.mark.parametrize("app", LIBRARIES)
def test_an_app_says_which_article_it_serves_and_nothing_else(app):
    tree = ast.parse((APPS / app / "__init__.py").read_text(encoding="utf-8"))
    assert [type(node) for node in tree.body] == [ast.Expr]
