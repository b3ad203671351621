"""A disclosure: a leaf, some of its fields with their salts, bare digests of the others, and the proof of its place.

Its text is RFC 8785 JSON with one spelling: whatever else decodes to the same is refused, so a changed byte changes
what is said, and what is said is proven.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from duijie.ledger.disclosing.commitments import BIGGEST_NUMBER, SALT_SIZE, Value, canonical, field_digest, root_of
from duijie.ledger.errors import FormatError
from duijie.ledger.formats.hashing import HASH_SIZE
from duijie.ledger.formats.leaves import leaf_bytes
from duijie.ledger.formats.logged_proofs import LoggedProof, parse_logged_proof

FORMAT: Final = "duijie-disclosure@v1"
LEAF_PARTS: Final = ("kind", "hour", "division", "subject", "role", "root")
LONGEST: Final = 100_000
_PARTS: Final = {"format", "leaf", "proof", "shown", "withheld"}
_NAME: Final = re.compile(r"[a-z][a-z0-9_]{0,39}")
_HOUR: Final = re.compile(r"\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3])Z", re.ASCII)
_WIDTH_OF_A_FIELD: Final = 3


@dataclass(frozen=True, slots=True)
class Field:
    """A field that is shown, with the salt that ties it to the leaf."""

    name: str
    value: Value
    salt: bytes

    @property
    def digest(self) -> bytes:
        """What stands for it in the root of the leaf."""
        return field_digest(self.salt, self.name, self.value)


@dataclass(frozen=True, slots=True)
class Disclosure:
    """What one file says; nothing of it is proven yet. `leaf` has the six texts of `LEAF_PARTS`."""

    leaf: Mapping[str, str]
    shown: tuple[Field, ...]
    withheld: tuple[bytes, ...]
    proof: LoggedProof

    @property
    def leaf_bytes(self) -> bytes:
        """The leaf as it stands in the log."""
        return leaf_bytes(**self.leaf)

    @property
    def root(self) -> bytes:
        """The root that fields and digests make."""
        return root_of([*(each.digest for each in self.shown), *self.withheld])

    def __str__(self) -> str:
        """The file: one line of RFC 8785 JSON."""
        return _content(self).decode() + "\n"


def parse_disclosure(data: bytes) -> Disclosure:
    """Read such a file; white space around it, as pasting adds it, is passed over.

    Raises:
        FormatError: it is none, or not in its one spelling.
    """
    data = data.strip(b" \t\r\n")
    if len(data) > LONGEST:
        raise FormatError(f"A disclosure has {len(data)} bytes; at most {LONGEST} are read.")
    try:
        given = json.loads(data.decode("utf-8"))
        found = _read(given)
        spelled = _content(found)
    except (ValueError, RecursionError) as error:
        if isinstance(error, FormatError):
            raise
        raise FormatError("A disclosure is JSON in UTF-8.") from None
    if spelled != data:
        raise FormatError("A disclosure is RFC 8785 JSON: sorted names, no blanks, each value in its one spelling.")
    return found


def demand_fields(fields: tuple[Field, ...], withheld: tuple[bytes, ...]) -> None:
    """Demand the one order of fields (by name) and of digests.

    Raises:
        FormatError: they stand in another, or one stands there twice.
    """
    names = [each.name for each in fields]
    if names != sorted({*names}) or list(withheld) != sorted({*withheld}):
        raise FormatError(
            "The fields of a disclosure stand in the order of their names, the digests in theirs, each once."
        )


def demand_leaf(leaf: Mapping[str, object]) -> dict[str, str]:
    """Demand the six texts of a leaf.

    Raises:
        FormatError: one is missing, or none of its kind.
    """
    if {*leaf} != {*LEAF_PARTS}:
        raise FormatError(f"The leaf of a disclosure has {', '.join(LEAF_PARTS)}, and nothing else.")
    texts = {name: text for name, text in leaf.items() if isinstance(text, str)}
    if len(texts) < len(LEAF_PARTS) or not _HOUR.fullmatch(texts["hour"]):
        raise FormatError("The leaf of a disclosure has texts alone, and its hour is written as 2026-11-21T09Z.")
    from_hex(texts["root"], HASH_SIZE, "The root of the leaf")
    return texts


def from_hex(text: object, size: int, what: str) -> bytes:
    """Bytes from lower-case hexadecimal digits.

    Raises:
        FormatError: it is something else; `what` names it.
    """
    if not isinstance(text, str) or not re.fullmatch(f"[0-9a-f]{{{2 * size}}}", text):
        raise FormatError(f"{what} is not {2 * size} hexadecimal digits in lower case.")
    return bytes.fromhex(text)


def demand_value(name: object, value: object) -> tuple[str, Value]:
    """Demand the name and the value of a field.

    Raises:
        FormatError: one is none.
    """
    if not isinstance(name, str) or not _NAME.fullmatch(name):
        raise FormatError("The name of a field has small letters, digits and underscores, at most 40.")
    if value is None or isinstance(value, str | bool):
        return name, value
    if isinstance(value, int) and abs(value) <= BIGGEST_NUMBER:
        return name, value
    raise FormatError(f"The field {name} is no text, whole number, yes/no or nothing.")


def _content(found: Disclosure) -> bytes:
    return canonical(
        {
            "format": FORMAT,
            "leaf": dict(found.leaf),
            "proof": str(found.proof),
            "shown": [[each.salt.hex(), each.name, each.value] for each in found.shown],
            "withheld": [each.hex() for each in found.withheld],
        }
    )


def _read(given: Any) -> Disclosure:
    if not isinstance(given, dict) or {*given} != _PARTS or given["format"] != FORMAT:
        raise FormatError(f"A disclosure has format ({FORMAT}), leaf, proof, shown and withheld.")
    leaf, proof, shown, withheld = (given[name] for name in ("leaf", "proof", "shown", "withheld"))
    if not (
        isinstance(leaf, dict) and isinstance(proof, str) and isinstance(shown, list) and isinstance(withheld, list)
    ):
        raise FormatError(
            "A disclosure has an object as leaf, a text as proof, and lists of what is shown and withheld."
        )
    fields = tuple(_field(each) for each in shown)
    digests = tuple(from_hex(each, HASH_SIZE, "A digest") for each in withheld)
    demand_fields(fields, digests)
    parsed = parse_logged_proof(proof.encode())
    if parsed.extra:
        raise FormatError("The proof in a disclosure has no extra data.")
    return Disclosure(demand_leaf(leaf), fields, digests, parsed)


def _field(given: object) -> Field:
    if not isinstance(given, list) or len(given) != _WIDTH_OF_A_FIELD:
        raise FormatError("What is shown of a leaf is a list of salt, name and value.")
    salt = from_hex(given[0], SALT_SIZE, "A salt")
    return Field(*demand_value(given[1], given[2]), salt)
