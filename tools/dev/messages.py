"""The words of the interface: message ids are plain English in code and templates, Chinese stands in locale/zh_Hans.

    python -m tools.dev.messages compile                   merge the parts into LC_MESSAGES/django.mo
    python -m tools.dev.messages check                     missing, orphaned and double ids, parameters that differ
    python -m tools.dev.messages extract [PATH …]          print entries still to be translated
    python -m tools.dev.messages extract --into needs.po duijie/apps/needs

Several files, one a part of the house, so that people do not meet in one file. `django.po` alone may hold ids
that are not ours: Django's own messages, put into better words.
"""

import argparse
import io
import re
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

ROOT = Path(__file__).resolve().parents[2]
KEYWORDS = {
    **DEFAULT_KEYWORDS,
    "mark": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext_lazy": (1, 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext_lazy": ((1, "c"), 2, 3),
}
TEMPLATE_SUFFIXES = {".html", ".txt", ".xml"}
PARAMETER = re.compile(r"%\((\w+)\)|\{(\w*)\}")
OVERRIDES = "django.po"


class Key(NamedTuple):
    """What tells two messages apart; a plural belongs to its singular."""

    context: str | None
    id: str


@dataclass(frozen=True)
class Tree:
    """One checkout: where the messages are used and where their translations stand."""

    root: Path = ROOT

    @property
    def parts(self) -> list[Path]:
        """Return the Chinese files, one for each part."""
        return sorted((self.root / "locale" / "zh_Hans").glob("*.po"))

    @property
    def compiled(self) -> Path:
        """Return the one file that Django reads."""
        return self.root / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.mo"

    def sources(self) -> Iterator[Path]:
        """Yield the files that may hold message ids."""
        for path in sorted((self.root / "duijie").rglob("*")):
            parts = path.relative_to(self.root).parts
            is_template = path.suffix in TEMPLATE_SUFFIXES and "templates" in parts
            if is_template or (path.suffix == ".py" and "migrations" not in parts):
                yield path


def used(tree: Tree) -> Catalog:
    """Return all message ids of code and templates with the places where they are used."""
    if not settings.configured:
        settings.configure(USE_I18N=True)
    catalog = Catalog(locale="zh_Hans")
    for path in tree.sources():
        text = path.read_text(encoding="utf-8")
        if path.suffix != ".py":
            # The brackets keep Python's tokenizer from minding the indentation of a page.
            text = f"({templatize(text, origin=str(path))})"
        name = str(path.relative_to(tree.root))
        for line, message, comments, context in extract("python", io.BytesIO(text.encode()), KEYWORDS):
            catalog.add(message, locations=[(name, line)], auto_comments=comments, context=context)
    return catalog


def translated(path: Path) -> Catalog:
    """Read one Chinese file."""
    with path.open("rb") as stream:
        return read_po(stream, locale="zh_Hans", abort_invalid=True)


def compile_messages(tree: Tree) -> bool:
    """Merge the parts into the file that Django reads; false when that file is newer than all of them."""
    newest = max((path.stat().st_mtime for path in tree.parts), default=0)
    if tree.compiled.exists() and tree.compiled.stat().st_mtime > newest:
        return False
    merged = Catalog(locale="zh_Hans")
    for path in tree.parts:
        for message in translated(path):
            if message.id:
                merged.add(message.id, message.string, context=message.context, flags=message.flags)
    tree.compiled.parent.mkdir(parents=True, exist_ok=True)
    making = tree.compiled.with_suffix(".making")
    with making.open("wb") as stream:
        write_mo(stream, merged)
    making.replace(tree.compiled)
    return True


def faults(tree: Tree) -> list[str]:
    """Return one line for each message id that is missing, orphaned or double, or whose parameters differ."""
    wanted = {key_of(message): message for message in used(tree) if message.id}
    found: dict[Key, list[str]] = defaultdict(list)
    lines = []
    for path in tree.parts:
        lines += [f"{path.name}: twice in this file: {text!r}" for text in _repeated(path)]
        for message in translated(path):
            if not message.id:
                continue
            key = key_of(message)
            texts = message.string if isinstance(message.string, list | tuple) else [message.string]
            if all(texts) and not message.fuzzy:
                found[key].append(path.name)
            if key not in wanted and path.name != OVERRIDES:
                lines.append(f"{path.name}: used nowhere: {key.id!r}")
            if any(text and parameters(text) != parameters(_ids(message.id)[-1]) for text in texts):
                lines.append(f"{path.name}: other parameters than its id: {key.id!r}")
    for key, message in wanted.items():
        if key not in found:
            file, line = message.locations[0]
            lines.append(f"{file}:{line}: not translated: {key.id!r}" + (f" ({key.context})" if key.context else ""))
    lines += [f"{' and '.join(files)}: both hold {key.id!r}" for key, files in found.items() if len(files) > 1]
    return lines


def missing(tree: Tree, paths: Sequence[str]) -> Catalog:
    """Return the ids that have no entry yet and are used first under one of the paths (everywhere when none)."""
    known = {key_of(message) for path in tree.parts for message in translated(path)}
    catalog = Catalog(locale="zh_Hans")
    for message in used(tree):
        is_here = not paths or any(message.locations and message.locations[0][0].startswith(path) for path in paths)
        if message.id and is_here and key_of(message) not in known:
            catalog.add(message.id, locations=message.locations, context=message.context)
    return catalog


def key_of(message: object) -> Key:
    """Return the key of a message of Babel's."""
    return Key(message.context or None, _ids(message.id)[0])  # type: ignore[attr-defined]


def parameters(text: str) -> set[str]:
    """Return the names that a text wants filled in."""
    return {first or second for first, second in PARAMETER.findall(text.replace("%%", ""))}


def _ids(message_id: str | Sequence[str]) -> tuple[str, ...]:
    return (message_id,) if isinstance(message_id, str) else tuple(message_id)


def _repeated(path: Path) -> list[str]:
    """Babel silently merges entries of one id; the text of the file still shows them."""
    entries = re.findall(
        r"^(?:msgctxt (\".*\")\n)?msgid ((?:\".*\"\n)+)", path.read_text(encoding="utf-8"), re.MULTILINE
    )
    seen = [(context, "".join(re.findall(r'"(.*)"', text))) for context, text in entries]
    return sorted({text for context, text in seen if text and seen.count((context, text)) > 1})


def _write(catalog: Catalog, into: Path | None) -> None:
    stream = io.BytesIO()
    write_po(stream, catalog, width=110, omit_header=into is None or into.exists(), sort_by_file=True)
    if into is None:
        sys.stdout.write(stream.getvalue().decode())
        return
    with into.open("ab") as file:
        file.write(stream.getvalue())


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one of the three commands; `check` fails when there is a fault."""
    parser = argparse.ArgumentParser(prog="python -m tools.dev.messages", description=__doc__)
    parser.formatter_class = argparse.RawDescriptionHelpFormatter
    parser.add_argument("command", choices=["compile", "check", "extract"])
    parser.add_argument("paths", nargs="*", help="extract only what is used first under these paths")
    parser.add_argument("--into", help="a file of locale/zh_Hans that `extract` appends to")
    given = parser.parse_args(arguments)
    tree = Tree()
    if given.command == "compile":
        compile_messages(tree)
        return 0
    if given.command == "extract":
        _write(missing(tree, given.paths), tree.root / "locale" / "zh_Hans" / given.into if given.into else None)
        return 0
    found = faults(tree)
    print(*found, sep="\n")
    print(f"{len(found)} faults in {len(tree.parts)} files.")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
