"""Whose cosignatures a checkpoint must have before anybody relies on it (C2SP tlog-policy, the flat part of it).

    witness w1 <verifier key> http://127.0.0.1:7460/
    witness w2 <verifier key> https://witness.example/duijie/
    group most 1 w1 w2
    quorum most

`log` lines are passed over, groups hold witnesses (not groups), the threshold is a number, `any` or `all`.
"""

from dataclasses import dataclass

from duijie.ledger.errors import FormatError
from duijie.ledger.formats.keys import KeyType, VerifierKey, parse_key

_NONE = "none"
_LEAST_WORDS = {"log": 2, "witness": 3, "group": 4, "quorum": 2}


@dataclass(frozen=True, slots=True)
class WitnessAt:
    """A witness: its key, and where it is asked ("" for one that comes by itself)."""

    key: VerifierKey
    address: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """All witnesses that are asked; those whose cosignatures count, and how many of them it takes."""

    witnesses: tuple[WitnessAt, ...] = ()
    counted: tuple[VerifierKey, ...] = ()
    quorum: int = 0

    def is_met(self, signers: set[VerifierKey]) -> bool:
        """Whether these are enough."""
        return len(signers & set(self.counted)) >= self.quorum


def parse_policy(text: str) -> Policy:
    """Read a policy; comments begin with #, the empty text asks nobody.

    Raises:
        FormatError: a line is none, names nobody, or a witness stands there twice.
    """
    witnesses: dict[str, WitnessAt] = {}
    groups: dict[str, tuple[int, tuple[str, ...]]] = {_NONE: (0, ())}
    quorum = _NONE
    for line in text.splitlines():
        words = line.split()
        if not words or words[0].startswith("#"):
            continue
        if len(words) < _LEAST_WORDS.get(words[0], len(words) + 1):
            raise FormatError(f"The policy has a line that nobody understands: {line}")
        if words[0] == "witness":
            witnesses[words[1]] = _witness(words, witnesses)
            groups[words[1]] = (1, (words[1],))
        elif words[0] == "group":
            groups[words[1]] = _group(words, witnesses)
        elif words[0] == "quorum":
            quorum = words[1]
    if quorum not in groups:
        raise FormatError(f"The policy's quorum “{quorum}” is neither a group nor a witness nor none.")
    needed, members = groups[quorum]
    return Policy(tuple(witnesses.values()), tuple(witnesses[name].key for name in members), needed)


def _witness(words: list[str], known: dict[str, WitnessAt]) -> WitnessAt:
    key = parse_key(words[2])
    if words[1] in known or words[1] == _NONE or key.public in {each.key.public for each in known.values()}:
        raise FormatError(f"The policy names the witness {words[1]} twice, or calls it none.")
    if key.type is not KeyType.COSIGNATURE:
        raise FormatError(f"The policy gives {words[1]} a key that is not a witness's.")
    return WitnessAt(key, words[3] if len(words) > _LEAST_WORDS["witness"] else "")


def _group(words: list[str], witnesses: dict[str, WitnessAt]) -> tuple[int, tuple[str, ...]]:
    members = tuple(words[3:])
    if unknown := [name for name in members if name not in witnesses]:
        raise FormatError(f"The policy's group {words[1]} names {unknown[0]}, which is no witness above it.")
    counts = {"any": "1", "all": str(len(members))}
    needed = counts.get(words[2], words[2])
    if not (needed.isascii() and needed.isdigit()) or not 1 <= int(needed) <= len(set(members)):
        raise FormatError(f"The policy's group {words[1]} asks for {words[2]} of {len(set(members))} witnesses.")
    return int(needed), members
