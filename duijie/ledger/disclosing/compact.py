"""A disclosure in as few bytes as a QR code of moderate size holds, for a paper that proves itself without a network.

Left out is whatever the reader can compute or must know: the leaf's root (from fields and digests), the log's root
(from leaf and path), names (from the keys: a signature of an unknown key says nothing anyway).
"""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Final

from duijie.ledger.disclosing.commitments import SALT_SIZE, root_of
from duijie.ledger.disclosing.disclosures import Disclosure, Field, demand_fields, demand_leaf, demand_value
from duijie.ledger.disclosing.packing import SUBJECT_SIZE, Packer, Unpacker
from duijie.ledger.errors import FormatError, SignatureProblem
from duijie.ledger.formats.checkpoints import Checkpoint, parse_checkpoint
from duijie.ledger.formats.hashing import HASH_SIZE, leaf_hash
from duijie.ledger.formats.keys import TIMESTAMP_SIZE, VerifierKey
from duijie.ledger.formats.lines import MOST_HASHES
from duijie.ledger.formats.logged_proofs import LoggedProof
from duijie.ledger.formats.notes import KEY_ID_SIZE, Note, SignatureLine
from duijie.ledger.verifying.merkle import root_from_path
from duijie.ledger.verifying.opening import Trust

VERSION: Final = 1
SIGNATURE_SIZE: Final = 64
_EPOCH: Final = datetime(1970, 1, 1, tzinfo=UTC)
_HOUR: Final = timedelta(hours=1)
_HOURS_MOST: Final = 2**24
_WRITTEN: Final = "%Y-%m-%dT%HZ"


def as_compact(found: Disclosure, trust: Trust) -> bytes:
    """The bytes; signatures of keys that are not in `trust` are left out.

    Raises:
        FormatError: the log's signature is missing, or the subject is no pseudonym.
    """
    packer = Packer()
    packer.number(VERSION)
    packer.word(found.leaf["kind"])
    packer.number((datetime.strptime(found.leaf["hour"], _WRITTEN).replace(tzinfo=UTC) - _EPOCH) // _HOUR)
    packer.word(found.leaf["division"])
    packer.hex(found.leaf["subject"], SUBJECT_SIZE, "The subject of the leaf")
    packer.word(found.leaf["role"])
    packer.number(len(found.shown))
    for each in found.shown:
        packer.raw(each.salt)
        packer.word(each.name)
        packer.value(each.value)
    packer.hashes(found.withheld)
    packer.number(found.proof.index)
    packer.hashes(found.proof.path)
    checkpoint = parse_checkpoint(found.proof.checkpoint.text)
    packer.number(checkpoint.size)
    packer.words(checkpoint.extensions)
    _pack_signatures(packer, found.proof.checkpoint, trust)
    return packer.packed


def from_compact(data: bytes, trusts: Iterable[Trust]) -> Disclosure:
    """Read such bytes; nothing is verified yet.

    Raises:
        FormatError: they are no dense code.
        SignatureProblem: none of the keys is that of the log.
    """
    unpacker = Unpacker(data)
    if unpacker.number() != VERSION:
        raise FormatError("This is no dense code, or one of a later version.")
    leaf = {
        "kind": unpacker.word(),
        "hour": _hour(unpacker.number()),
        "division": unpacker.word(),
        "subject": unpacker.raw(SUBJECT_SIZE).hex(),
        "role": unpacker.word(),
    }
    shown = tuple(_field(unpacker) for _ in range(unpacker.count()))
    withheld = unpacker.hashes(HASH_SIZE)
    demand_fields(shown, withheld)
    leaf["root"] = root_of([*(each.digest for each in shown), *withheld]).hex()
    found = Disclosure(demand_leaf(leaf), shown, withheld, LoggedProof(0, (), Note("", ())))
    index, path, size = unpacker.number(), unpacker.hashes(HASH_SIZE), unpacker.number()
    if len(path) > MOST_HASHES:
        raise FormatError(f"A proof has {len(path)} hashes; no tree needs more than {MOST_HASHES}.")
    extensions = unpacker.words()
    trust, lines = _signatures(unpacker, trusts)
    unpacker.end()
    root = root_from_path(leaf_hash(found.leaf_bytes), index, size, path)
    note = Note(str(Checkpoint(trust.log.name, size, root, extensions)), lines)
    return Disclosure(found.leaf, shown, withheld, LoggedProof(index, path, note))


def _pack_signatures(packer: Packer, note: Note, trust: Trust) -> None:
    """The log's signature, then the witnesses' with their times."""
    by_id = {(line.name, line.key_id): line.signature for line in note.signatures}
    log = by_id.get((trust.log.name, trust.log.id))
    if log is None:
        raise FormatError(f"The checkpoint has no signature of {trust.log.name}.")
    packer.raw(trust.log.id + log)
    cosigned = [(key.id, by_id[key.name, key.id]) for key in trust.witnesses if (key.name, key.id) in by_id]
    packer.number(len(cosigned))
    for key_id, signature in cosigned:
        packer.raw(key_id + signature[TIMESTAMP_SIZE:])
        packer.number(int.from_bytes(signature[:TIMESTAMP_SIZE], "big"))


def _signatures(unpacker: Unpacker, trusts: Iterable[Trust]) -> tuple[Trust, tuple[SignatureLine, ...]]:
    log_id, signature = unpacker.raw(KEY_ID_SIZE), unpacker.raw(SIGNATURE_SIZE)
    trust = next((each for each in trusts if each.log.id == log_id), None)
    if trust is None:
        raise SignatureProblem("The log that signed this is not one of those whose keys are known here.")
    lines = [SignatureLine(trust.log.name, log_id, signature)]
    known: dict[bytes, VerifierKey] = {key.id: key for key in trust.witnesses}
    for _ in range(unpacker.count()):
        key_id, signature = unpacker.raw(KEY_ID_SIZE), unpacker.raw(SIGNATURE_SIZE)
        time = unpacker.number().to_bytes(TIMESTAMP_SIZE, "big")
        if key_id in known:
            lines.append(SignatureLine(known[key_id].name, key_id, time + signature))
    return trust, tuple(lines)


def _field(unpacker: Unpacker) -> Field:
    salt, name = unpacker.raw(SALT_SIZE), unpacker.word()
    return Field(*demand_value(name, unpacker.value()), salt)


def _hour(hours: int) -> str:
    if hours > _HOURS_MOST:
        raise FormatError("The hour of the leaf is none that a calendar has.")
    return (_EPOCH + hours * _HOUR).strftime(_WRITTEN)
