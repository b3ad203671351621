"""Which anchors a log uses, read from a file in TOML, one table [[anchor]] each; docs/how-to/anchors.md shows one.

Paths in it count from the folder of the file.
"""

import tomllib
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from duijie.ledger.anchors.anchoring import Anchor, AnchorProblem
from duijie.ledger.anchors.chains import ChainAnchor, Terms, connect
from duijie.ledger.anchors.files import FileAnchor
from duijie.ledger.anchors.timestamps import TimestampAnchor

_WORDS: dict[str, dict[str, type]] = {
    "file": {"path": str},
    "timestamps": {"address": str, "roots": str, "folder": str},
    "chain": {"address": str, "contract": str, "key": str, "gas": int, "gas_price": int},
}
_PLACES = {"file": "path", "timestamps": "address", "chain": "contract"}


@dataclass(frozen=True, slots=True)
class ConfiguredAnchor:
    """An anchor that the file names: its kind, its place as it stands there, and what makes it.

    A chain is reached, and certificates are read, only when the anchor is made.
    """

    kind: str
    place: str
    make: Callable[[], Anchor]


def configured_anchors(path: Path) -> tuple[ConfiguredAnchor, ...]:
    """Each anchor that the file names, in its order.

    Raises:
        AnchorProblem: the file cannot be read, or something in it is not as it should be.
    """
    try:
        named = tomllib.loads(path.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise AnchorProblem(f"The anchors {path} cannot be read: {error}.") from error
    tables = named.pop("anchor", None)
    if named or not isinstance(tables, list) or not tables:
        raise AnchorProblem(f"{path} names no anchors: it has one table [[anchor]] for each, and nothing else.")
    return tuple(_anchor(path, number, table) for number, table in enumerate(tables, 1))


def read_private_key(path: Path) -> str:
    """The private key for a chain: 32 bytes in hexadecimal, alone in a file that only its owner can read.

    Raises:
        AnchorProblem: it cannot be read, or others can read it.
    """
    try:
        if path.stat().st_mode & 0o077:
            raise AnchorProblem(f"Others can read the key {path}; chmod 600 takes that away.")
        return path.read_text(encoding="ascii").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise AnchorProblem(f"The key {path} cannot be read.") from error


def _anchor(path: Path, number: int, table: dict[str, Any]) -> ConfiguredAnchor:
    kind = table.pop("kind", None)
    words = _WORDS.get(kind) if isinstance(kind, str) else None
    if words is None:
        raise AnchorProblem(f"Anchor {number} of {path} is of no kind that we know: {', '.join(_WORDS)}.")
    if {word: type(value) for word, value in table.items()} != words:
        raise AnchorProblem(f"Anchor {number} of {path} has exactly these words beside its kind: {', '.join(words)}.")
    folder = path.parent
    makers: dict[str, Callable[[], Anchor]] = {
        "file": lambda: FileAnchor(folder / table["path"]),
        "timestamps": lambda: TimestampAnchor(table["address"], folder / table["roots"], folder / table["folder"]),
        "chain": lambda: _on_chain(folder, table),
    }
    return ConfiguredAnchor(kind, table[_PLACES[kind]], makers[kind])


def _on_chain(folder: Path, table: dict[str, Any]) -> Anchor:
    terms = Terms(table["gas"], table["gas_price"])
    return ChainAnchor(connect(table["address"], read_private_key(folder / table["key"]), terms), table["contract"])
