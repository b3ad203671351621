"""`anchor` and `contract`: put the head of a log where the log's keeper cannot change it, and make ready for that."""

import argparse
from collections.abc import Iterator
from pathlib import Path

from duijie.ledger.anchors.anchoring import AnchorProblem, anchor_log
from duijie.ledger.anchors.chains import Terms, connect, put_contract, register
from duijie.ledger.anchors.configured import configured_anchors, read_private_key
from duijie.ledger.commands.parts import Command, WronglyAsked, add_log, existing_log
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.reading.folders import LogFolder
from duijie.ledger.reading.trees import Tree
from duijie.ledger.verifying.opening import demand_all, open_checkpoint


def _anchor(given: argparse.Namespace) -> Iterator[str]:
    """One anchor that fails does not keep the others from being tried; then the command ends with 1."""
    folder = LogFolder(existing_log(given.folder))
    checkpoint = open_checkpoint(folder.note(), demand_all(folder.keys())).checkpoint
    if not checkpoint.size:
        raise WronglyAsked("The log has no leaves yet: there is nothing to anchor.")
    anchors = configured_anchors(Path(given.anchors))
    tree = Tree(folder, checkpoint.size)
    failed = 0
    for configured in anchors:
        try:
            anchor = configured.make()
            receipt = anchor_log(anchor, tree, Checkpoint(checkpoint.origin, checkpoint.size, checkpoint.root))
        except AnchorProblem as problem:
            failed += 1
            yield f"failed: {problem}\n"
        else:
            where = receipt.reference if receipt else "stood there already"
            yield f"anchored: {checkpoint.size} leaves at {anchor.name}, {where}\n"
    if failed:
        raise AnchorProblem(f"{failed} of {len(anchors)} anchors failed.")


def _contract(given: argparse.Namespace) -> Iterator[str]:
    if bool(given.origin) != bool(given.writer) or not (given.origin or not given.contract):
        raise WronglyAsked("--origin and --writer go together; with --contract both must be there.")
    terms = Terms(gas_price=given.gas_price)
    chain = connect(given.address, read_private_key(Path(given.key)), terms)
    address = given.contract
    if not address:
        address = put_contract(chain)
        yield f"contract: {address}\n"
    if given.origin:
        register(chain, address, given.origin, given.writer)
        yield f"{given.writer} writes for {given.origin}\n"


def _add_anchors(parser: argparse.ArgumentParser) -> None:
    add_log(parser)
    parser.add_argument("--anchors", required=True, metavar="FILE", help="which anchors, in TOML")


def _add_chain(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("address", metavar="ADDRESS", help="a node of the chain, as http://127.0.0.1:8545")
    parser.add_argument("--key", required=True, metavar="FILE", help="the private key that signs, in hexadecimal")
    parser.add_argument("--gas-price", type=int, default=0, metavar="WEI", help="default: %(default)s")
    parser.add_argument("--contract", metavar="CONTRACT", help="a contract that is there; without it, a new one is put")
    parser.add_argument("--origin", metavar="O", help="the log to register")
    parser.add_argument("--writer", metavar="ACCOUNT", help="the account that shall anchor its heads")


ANCHOR = Command(
    name="anchor",
    summary="Put the head of a log where its keeper cannot change it: a file, time stamps, a chain.",
    explanation=(
        "FILE is described in docs/how-to/anchors.md. Before a head is anchored, the log is held against what was\n"
        "anchored last: a log that was rewritten is refused, with one sentence for each anchor that says so."
    ),
    add_arguments=_add_anchors,
    run=_anchor,
)
CONTRACT = Command(
    name="contract",
    summary="Put the contract of heads on a chain, and name who writes for a log.",
    explanation=(
        "Whoever puts the contract there is its steward and names the writer of each log. Transactions are legacy\n"
        "ones with the price that is given. Nothing but heads of logs ever goes to the chain."
    ),
    add_arguments=_add_chain,
    run=_contract,
)
