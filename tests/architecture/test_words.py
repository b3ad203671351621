"""Words of the trade: what must never stand in the interface stands in no translation and no template."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.pofile import read_po

from tests.web.generated.wording import PAYING, forbidden_in

ROOT = Path(__file__).resolve().parents[2]
CATALOGUES = sorted(ROOT.glob("locale/*/*.po"))
TEMPLATES = sorted((ROOT / "duijie/web").glob("*/templates/**/*.html"))
PRESSED = re.compile(r"\{%\s*button(?:_link)?\s+_\(\"([^\"]+)\"\)|<button[^>]*>(.*?)</button>", re.DOTALL)
SENTENCE = re.compile(r"[\u4e00-\u9fff]{3,}[。！？]")
PAYMENT_SITES = re.compile(r"alipay|wxpay|weixin://|unionpay|paypal|stripe", re.IGNORECASE)


def translations() -> Iterator[tuple[str, str, str]]:
    """Each message with its words: file, message id, Chinese."""
    for path in CATALOGUES:
        with path.open("rb") as stream:
            for message in read_po(stream, locale="zh_Hans"):
                if message.id:
                    words = message.string if isinstance(message.string, str) else " ".join(message.string)
                    yield path.name, str(message.id), words


def test_there_are_words_to_look_through():
    assert sum(1 for _ in translations()) > 800
    assert len(TEMPLATES) > 40


def test_the_forbidden_words_stand_in_no_translation():
    found = [f"{name}: {words}" for name, _, words in translations() if forbidden_in(words)]
    assert not found


def test_the_forbidden_words_stand_in_no_template():
    found = [str(path.relative_to(ROOT)) for path in TEMPLATES if forbidden_in(path.read_text(encoding="utf-8"))]
    assert not found


def test_the_test_itself_would_notice():
    assert forbidden_in("我们帮助贫困户下单") == ["贫困户", "下单"]
    assert forbidden_in("巩固拓展脱贫攻坚成果") == []
    assert PAYING.search("立即捐款")
    assert PAYING.search("Donate now")
    assert not PAYING.search("Say what I need")


@pytest.mark.parametrize("path", TEMPLATES, ids=lambda path: path.name)
def test_no_template_has_a_button_that_asks_for_money(path):
    text = path.read_text(encoding="utf-8")
    assert not PAYMENT_SITES.search(text)
    assert not [words for pair in PRESSED.findall(text) for words in pair if PAYING.search(words)]


def test_no_button_of_a_lifecycle_asks_for_money():
    from duijie.config.wiring import LIFECYCLES  # noqa: PLC0415 - loads the apps

    labels = {each.label for lifecycle in LIFECYCLES for each in lifecycle.transitions}
    chinese = {words for _, message, words in translations() if message in labels}
    assert not [words for words in (*labels, *chinese) if PAYING.search(words)]


def test_no_page_has_chinese_of_its_own():
    """Chinese stands in the catalogues; code may name examples, places and typed signs, but no sentences."""
    sentences = []
    for path in (ROOT / "duijie/web").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and SENTENCE.search(node.value):
                sentences.append(f"{path.relative_to(ROOT)}: {node.value[:40]}")  # noqa: PERF401 - two loops deep
    assert not [each for each in sentences if "/samples.py" not in each and not _is_docstring(each)]


def _is_docstring(found: str) -> bool:
    path, _, words = found.partition(": ")
    tree = ast.parse((ROOT / path).read_text(encoding="utf-8"))
    documented = [
        ast.get_docstring(node) or ""
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef)
    ]
    return any(words[:20] in each for each in documented)
