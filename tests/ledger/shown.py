"""Acts with their fields and salts, as leaves of logs for tests."""

from hashlib import sha256
from pathlib import Path

from duijie.ledger.disclosing.commitments import field_digest, root_of
from duijie.ledger.disclosing.making import disclose, disclose_entry
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.hashing import leaf_hash
from duijie.ledger.formats.leaves import leaf_bytes
from duijie.ledger.formats.logged_proofs import LoggedProof
from duijie.ledger.formats.notes import Note
from duijie.ledger.verifying.merkle import root_from_path
from duijie.ledger.verifying.opening import Trust
from tests.ledger.made import SEEN_AT, leaves, log_key, witness_key, written_log

GIFT = {"amount_fen": 12_345_600, "kind": "sign_giving", "need": "XQ2026-0001234"}
WITNESSES = [witness_key(number) for number in (1, 2, 3)]
KEYS = (log_key().verifier, *(each.verifier for each in WITNESSES))
ALL = Trust(KEYS[0], KEYS[1:], 3)
TWO_OF_THREE = Trust(KEYS[0], KEYS[1:], 2)
TEN_MILLIONS = 10_000_000


def salts_of(fields, word="salt"):
    return {name: sha256(f"{word} {name}".encode()).digest()[:16] for name in fields}


def leaf_of(fields, salts, **changed):
    root = root_of(field_digest(salts[name], name, value) for name, value in fields.items())
    leaf = {
        "kind": "projects.project.sign_giving",
        "hour": "2026-11-21T09Z",
        "division": "621121",
        "subject": "ab" * 16,
        "role": "organization_manager",
    }
    return {**leaf, "root": root.hex(), **changed}


def gift_log(folder: Path, fields=None):
    """A log with the gift as leaf 200 of 301, and the folder."""
    fields = fields or GIFT
    leaf = leaf_bytes(**leaf_of(fields, salts_of(fields)))
    entries = leaves(300)
    return written_log(folder, [*entries[:200], leaf, *entries[200:]], witnesses=WITNESSES)


def gift_shown(folder: Path, show=None, fields=None):
    fields = fields or GIFT
    return disclose_entry(gift_log(folder, fields), 200, fields, salts_of(fields), show)


def from_ten_millions(fields=None, show=None):
    """The gift in a log of 10 M leaves, as its path might be."""
    fields = fields or GIFT
    leaf, salts = leaf_of(fields, salts_of(fields)), salts_of(fields)
    index = TEN_MILLIONS // 3
    path = tuple(sha256(f"sibling {number}".encode()).digest() for number in range(24))
    root = root_from_path(leaf_hash(leaf_bytes(**leaf)), index, TEN_MILLIONS, path)
    note = log_key().sign(str(Checkpoint(log_key().verifier.name, TEN_MILLIONS, root)))
    lines = [each.cosign(note.text, SEEN_AT + at) for at, each in enumerate(WITNESSES)]
    proof = LoggedProof(index, path, Note(note.text, (*note.signatures, *lines)))
    return disclose(leaf, fields, salts, proof, show)
