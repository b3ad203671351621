"""Making a disclosure from a log and what is kept beside it."""

import json
from collections.abc import Collection, Mapping

from duijie.ledger.disclosing.commitments import Value
from duijie.ledger.disclosing.disclosures import Disclosure, Field, demand_leaf, demand_value
from duijie.ledger.errors import FormatError, ProofProblem
from duijie.ledger.formats.logged_proofs import LoggedProof
from duijie.ledger.reading.folders import LogFolder
from duijie.ledger.reading.proving import prove_entry


def disclose(
    leaf: Mapping[str, str],
    fields: Mapping[str, Value],
    salts: Mapping[str, bytes],
    proof: LoggedProof,
    show: Collection[str] | None = None,
) -> Disclosure:
    """Show the named fields of a leaf (all when none are named), of the others the digests alone.

    `fields` and `salts` are all that stand behind the leaf, by name.

    Raises:
        FormatError: a name is missing, or a value is none that a leaf can have.
        ProofProblem: the fields are not those of the leaf.
    """
    names = {*fields} if show is None else {*show}
    if missing := sorted(names - {*fields}) + sorted({*fields} ^ {*salts}):
        raise FormatError(f"The leaf has no field {missing[0]}, or its salt is gone.")
    every = [Field(*demand_value(name, fields[name]), salts[name]) for name in sorted(fields)]
    shown = tuple(each for each in every if each.name in names)
    withheld = tuple(sorted(each.digest for each in every if each.name not in names))
    found = Disclosure(demand_leaf(leaf), shown, withheld, proof)
    if found.root.hex() != found.leaf["root"]:
        raise ProofProblem("The fields are not those of the leaf.")
    return found


def disclose_entry(
    folder: LogFolder,
    index: int,
    fields: Mapping[str, Value],
    salts: Mapping[str, bytes],
    show: Collection[str] | None = None,
) -> Disclosure:
    """The same for a leaf of a log on a disk, against its newest checkpoint.

    Raises:
        LedgerError: there is no such leaf, or it is none of an act; or as above.
    """
    proof = prove_entry(folder, index)
    entry = folder.entry(index, folder.checkpoint().size)
    try:
        leaf = json.loads(entry.decode("utf-8"))
    except ValueError:
        leaf = None
    if not isinstance(leaf, dict):
        raise FormatError(f"Leaf {index} is not one of an act.")
    return disclose(demand_leaf(leaf), fields, salts, proof, show)
