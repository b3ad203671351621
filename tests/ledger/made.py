"""Logs, keys and witnesses for tests."""

from collections.abc import Iterable
from pathlib import Path
from typing import Any

from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.keys import KeyType
from duijie.ledger.reading.folders import VERIFIER_KEYS, LogFolder
from duijie.ledger.reading.trees import Tree
from duijie.ledger.witness.judging import Witness
from duijie.ledger.witness.requests import AddCheckpoint
from duijie.ledger.writing.signing import SigningKey
from duijie.ledger.writing.writer import LogWriter

ORIGIN = "log.example/620000/2026"
SEEN_AT = 1_790_000_000


def log_key(name: str = ORIGIN, secret: bytes = b"L") -> SigningKey:
    return SigningKey(name, KeyType.ED25519, secret * 32)


def witness_key(number: int = 1) -> SigningKey:
    return SigningKey(f"witness-{number}.example", KeyType.COSIGNATURE, bytes([number]) * 32)


def leaves(count: int, word: str = "leaf") -> list[bytes]:
    return [f"{word} {number}".encode() * (number % 7) for number in range(count)]


def written_log(
    folder: Path, entries: Iterable[bytes], key: SigningKey | None = None, witnesses: Iterable[SigningKey] = ()
) -> LogFolder:
    """A published log with the file of keys, cosigned by the witnesses."""
    key, witnesses = key or log_key(), tuple(witnesses)
    with LogWriter(folder, key) as writer:
        writer.append(entries)
        text = writer.stage().text
        writer.publish(witness.cosign(text, SEEN_AT) for witness in witnesses)
    keys = [key.verifier, *(witness.verifier for witness in witnesses)]
    (folder / VERIFIER_KEYS).write_text("".join(f"{each}\n" for each in keys), encoding="utf-8")
    return LogFolder(folder)


def request(tree: Tree, old: int, size: int, **changed: Any) -> bytes:
    """What the log of a tree asks a witness; parts can be replaced."""
    note = log_key().sign(str(Checkpoint(ORIGIN, size, tree.root(size))))
    parts = {"old_size": old, "proof": tree.consistency(min(old, size), size), "checkpoint": note, **changed}
    return str(AddCheckpoint(**parts)).encode()


def ask(witness: Witness, *arguments: Any, **changed: Any) -> tuple[int, str]:
    answer = witness.add_checkpoint(request(*arguments, **changed))
    return int(answer.status), answer.body
