"""The words of the interface: found in code and templates, merged from many files, and checked against each other."""

import gettext
from pathlib import Path

import pytest

from tools.dev.messages import Tree, compile_messages, faults, missing

CODE = """
from django.utils.translation import gettext, ngettext, pgettext
from duijie.kernel.errors import mark
REFUSAL = mark("Only %(count)s are left.")
def words(n):
    return gettext("Needs"), ngettext("One village", "%(n)s villages", n), pgettext("verb", "Open")
"""
TEMPLATE = """{% extends "frame/page.html" %}
    {% translate "Say what is missing" %}
  {% if a > 1 %} It's 5 o'clock {% endif %}
{% blocktranslate trimmed count n=n %}
    {{ n }} need
{% plural %}
    {{ n }} needs of {{ village }}
{% endblocktranslate %} {% button _("Send") %}
"""
CHINESE = """
msgid "Needs"
msgstr "需求"

msgid "One village"
msgid_plural "%(n)s villages"
msgstr[0] "%(n)s 个村"

msgctxt "verb"
msgid "Open"
msgstr "打开"

msgid "Only %(count)s are left."
msgstr "只剩 %(count)s 件。"
"""
PAGE_CHINESE = """
msgid "Say what is missing"
msgstr "说说缺什么"

msgid "%(n)s need"
msgid_plural "%(n)s needs of %(village)s"
msgstr[0] "%(village)s的 %(n)s 项"

msgid "Send"
msgstr "提交"
"""


@pytest.fixture
def tree(tmp_path: Path) -> Tree:
    for name, text in {
        "duijie/apps/needs/rules.py": CODE,
        "duijie/web/public/templates/public/home.html": TEMPLATE,
        "locale/zh_Hans/needs.po": CHINESE,
        "locale/zh_Hans/public.po": PAGE_CHINESE,
    }.items():
        path = tmp_path / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
    return Tree(tmp_path)


def add(tree: Tree, file: str, entry: str) -> None:
    with (tree.root / "locale/zh_Hans" / file).open("a", encoding="utf-8") as stream:
        stream.write(f"\n{entry}\n")


def test_complete_files_have_no_fault(tree: Tree) -> None:
    assert faults(tree) == []
    assert len(missing(tree, [])) == 0


def test_a_message_without_chinese_is_named_with_its_place(tree: Tree) -> None:
    (tree.root / "duijie/apps/needs/new.py").write_text('x = gettext("Brand new")\n', encoding="utf-8")
    assert faults(tree) == ["duijie/apps/needs/new.py:1: not translated: 'Brand new'"]
    assert "Brand new" in missing(tree, ["duijie/apps/needs"])
    assert "Brand new" not in missing(tree, ["duijie/web"])


def test_an_empty_or_doubtful_translation_counts_as_missing(tree: Tree) -> None:
    (tree.root / "duijie/apps/needs/new.py").write_text('x = gettext("One"), gettext("Two")\n', encoding="utf-8")
    add(tree, "needs.po", 'msgid "One"\nmsgstr ""')
    add(tree, "needs.po", '#, fuzzy\nmsgid "Two"\nmsgstr "二"')
    assert [line.split(": ", 1)[1] for line in faults(tree)] == ["not translated: 'One'", "not translated: 'Two'"]


def test_an_entry_that_nothing_uses_is_an_orphan(tree: Tree) -> None:
    add(tree, "needs.po", 'msgid "Gone"\nmsgstr "没了"')
    assert faults(tree) == ["needs.po: used nowhere: 'Gone'"]


def test_better_words_for_djangos_own_messages_are_no_orphans(tree: Tree) -> None:
    add(tree, "django.po", 'msgid "This field is required."\nmsgstr "请填写这一项。"')
    assert faults(tree) == []


def test_an_id_stands_once(tree: Tree) -> None:
    add(tree, "public.po", 'msgid "Needs"\nmsgstr "需求"')
    assert faults(tree) == ["needs.po and public.po: both hold 'Needs'"]
    add(tree, "needs.po", 'msgid "Needs"\nmsgstr "需要"')
    assert "needs.po: twice in this file: 'Needs'" in faults(tree)


def test_the_same_word_in_another_sense_is_not_double(tree: Tree) -> None:
    (tree.root / "duijie/apps/needs/new.py").write_text('x = gettext("Open")\n', encoding="utf-8")
    add(tree, "needs.po", 'msgid "Open"\nmsgstr "公开"')
    assert faults(tree) == []


def test_parameters_must_be_those_of_the_id(tree: Tree) -> None:
    needs = tree.root / "locale/zh_Hans/needs.po"
    needs.write_text(CHINESE.replace("只剩 %(count)s 件", "只剩 %(number)s 件"), encoding="utf-8")
    assert faults(tree) == ["needs.po: other parameters than its id: 'Only %(count)s are left.'"]


def test_the_parts_are_merged_into_what_django_reads_and_only_when_they_changed(tree: Tree) -> None:
    assert compile_messages(tree) is True
    with tree.compiled.open("rb") as stream:
        chinese = gettext.GNUTranslations(stream)
    assert chinese.gettext("Say what is missing") == "说说缺什么"
    assert chinese.ngettext("One village", "%(n)s villages", 3) == "%(n)s 个村"
    assert chinese.pgettext("verb", "Open") == "打开"
    assert compile_messages(tree) is False
