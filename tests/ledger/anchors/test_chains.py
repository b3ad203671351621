"""The contract of heads, on a chain in this process, on anvil where it is found, and on any chain by ANCHOR_URL.

    ANCHOR_URL=http://127.0.0.1:8545 ANCHOR_KEY=0x… .venv/bin/python -m pytest tests/ledger/anchors/test_chains.py

ANCHOR_KEY is the private key of an account that may write there, ANCHOR_GAS_PRICE what one gas costs, in wei. anvil
comes from npm (`npm install @foundry-rs/anvil`); put its binary into the PATH, or name it in ANVIL.
"""

import os
import re
import shutil
import subprocess

import pytest
from eth_tester import EthereumTester, PyEVMBackend
from eth_tester.exceptions import TransactionFailed
from web3 import EthereumTesterProvider, Web3

from duijie.ledger.anchors.anchoring import AnchorProblem, log_id
from duijie.ledger.anchors.chains import Chain, ChainAnchor, Terms, connect, put_contract, register
from duijie.ledger.commands import main
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.formats.hashing import leaf_hash
from tests.ledger.made import ORIGIN, leaves, written_log
from tests.ledger.served import started
from tools.dev import contract

ANVIL = os.environ.get("ANVIL") or shutil.which("anvil")
ADDRESS = os.environ.get("ANCHOR_URL")
GWEI = 10**9
ANCHORS = 100


class NodeInThisProcess(EthereumTesterProvider):
    """Answers a refusal as a node does over JSON-RPC."""

    def make_request(self, method, params):
        try:
            return super().make_request(method, params)
        except TransactionFailed as refusal:
            return {"jsonrpc": "2.0", "id": 1, "error": {"code": 3, "message": str(refusal)}}


def chain_in_this_process():
    backend = PyEVMBackend()
    web3 = Web3(NodeInThisProcess(EthereumTester(backend)))
    yield [Chain(web3, backend.account_keys[number].to_hex(), Terms(gas_price=2 * GWEI)) for number in (0, 1, 2)]


def chain_of_anvil():
    with started([ANVIL, "--host", "127.0.0.1", "--port", "0", "--accounts", "3"], errors=subprocess.STDOUT) as run:
        keys, address = [], None
        while not address:
            line = run.stdout.readline()
            assert line, "anvil ended before it listened"
            keys += re.findall(r"^\(\d\) (0x[0-9a-f]{64})$", line)
            address = re.search(r"Listening on (\S+)", line)
        yield [connect(f"http://{address[1]}", key, Terms(gas_price=2 * GWEI)) for key in keys]


def chain_by_address():
    terms = Terms(gas_price=int(os.environ.get("ANCHOR_GAS_PRICE", "0")))
    keys = [os.environ["ANCHOR_KEY"]] * 2 + [f"0x{os.urandom(32).hex()}"]
    yield [connect(ADDRESS, key, terms) for key in keys]


CHAINS = [
    chain_in_this_process,
    *([chain_of_anvil] if ANVIL else []),
    *([chain_by_address] if ADDRESS else []),
]


@pytest.fixture(scope="module", params=CHAINS)
def parties(request):
    """The chain as steward, writer and stranger see it."""
    yield from request.param()


@pytest.fixture(scope="module")
def address(parties):
    return put_contract(parties[0])


def head(size: int, origin: str = ORIGIN) -> Checkpoint:
    return Checkpoint(origin, size, leaf_hash(str(size).encode()))


@pytest.fixture
def origin(parties, address, request):
    """A log of its own for each test, registered."""
    name = f"log.example/{os.urandom(8).hex()}"
    register(parties[0], address, name, parties[1].account.address)
    return name


def test_a_hundred_heads_are_anchored_one_after_the_other(parties, address, origin):
    anchor = ChainAnchor(parties[1], address)
    assert anchor.newest(origin) is None
    written = parties[1].contract(address)
    for size in range(1, ANCHORS):
        parties[1].send(written.functions.anchor(log_id(origin), size, head(size).root))
    receipt = anchor.anchor(head(ANCHORS, origin))
    assert anchor.newest(origin) == head(ANCHORS, origin)
    block = int(re.fullmatch(r"block (\d+), transaction 0x[0-9a-f]{64}", receipt.reference)[1])
    (event,) = written.events.Anchored.get_logs(from_block=block, to_block=block)
    told = event["args"]
    assert (told["log_id"], told["size"], told["root"]) == (log_id(origin), ANCHORS, head(ANCHORS).root)


def test_transactions_are_of_the_legacy_kind_with_the_price_that_was_named(parties, address, origin):
    writer = parties[1]
    receipt = writer.send(writer.contract(address).functions.anchor(log_id(origin), 1, head(1).root))
    sent = writer.web3.eth.get_transaction(receipt["transactionHash"])
    assert sent["type"] == 0
    assert (sent["gas"], sent["gasPrice"]) == (writer._terms.gas, writer._terms.gas_price)
    assert receipt["gasUsed"] < 150_000


def test_a_size_that_does_not_grow_is_refused_by_the_contract_and_before_it_is_asked(parties, address, origin):
    writer, anchor = parties[1], ChainAnchor(parties[1], address)
    anchor.anchor(head(7, origin))
    for size in (7, 6, 0):
        with pytest.raises(AnchorProblem, match="the size must grow"):
            writer.send(writer.contract(address).functions.anchor(log_id(origin), size, head(size).root))
    for wrong, sentence in (
        (head(6, origin), "holds 7 leaves"),
        (head(7, origin), "holds the 7 leaves .* already"),
        (Checkpoint(origin, 7, leaf_hash(b"forged")), "holds another root for the 7 leaves"),
    ):
        with pytest.raises(AnchorProblem, match=sentence):
            anchor.anchor(wrong)
    assert anchor.newest(origin) == head(7, origin)


def test_a_stranger_neither_anchors_nor_registers(parties, address, origin):
    _, writer, stranger = parties
    with pytest.raises(AnchorProblem, match="only the log's writer"):
        ChainAnchor(stranger, address).anchor(head(1, origin))
    with pytest.raises(AnchorProblem, match="only the steward or the log's writer"):
        register(stranger, address, origin, stranger.account.address)
    with pytest.raises(AnchorProblem, match="only the log's writer"):
        ChainAnchor(writer, address).anchor(head(1, "log.example/never-registered"))
    with pytest.raises(AnchorProblem, match="a log needs a writer"):
        register(writer, address, origin, "0x" + 40 * "0")
    assert ChainAnchor(writer, address).newest(origin) is None


def test_a_transaction_that_the_contract_refuses_on_the_chain_itself_is_not_taken_for_a_success(
    parties, address, origin
):
    if ADDRESS and parties[0].web3.provider.endpoint_uri == ADDRESS:
        pytest.skip("the stranger has no funds on a chain of others")
    stranger = parties[2]
    call = stranger.contract(address).functions.anchor(log_id(origin), 1, head(1).root)
    with pytest.raises(AnchorProblem, match="was refused by the contract|only the log's writer"):
        stranger._asked(lambda: stranger._sent(call))
    assert ChainAnchor(stranger, address).newest(origin) is None


def test_a_writer_hands_his_log_over(parties, address):
    steward, _, heir = parties
    name = f"log.example/{os.urandom(8).hex()}"
    register(steward, address, name, steward.account.address)
    ChainAnchor(steward, address).anchor(head(3, name))
    register(steward, address, name, heir.account.address)
    with pytest.raises(AnchorProblem, match="only the log's writer"):
        steward.send(steward.contract(address).functions.anchor(log_id(name), 4, head(4).root))


def test_who_names_no_chain_no_key_or_no_contract_is_told_so(parties):
    with pytest.raises(AnchorProblem, match="No node of a chain answers at"):
        connect("http://127.0.0.1:9", "0x" + 64 * "1", Terms())
    with pytest.raises(AnchorProblem, match="is not 32 bytes in hexadecimal"):
        Chain(parties[0].web3, "secret", Terms())
    with pytest.raises(AnchorProblem, match="is no address of a contract"):
        ChainAnchor(parties[0], "nowhere")


@pytest.mark.skipif(not ANVIL, reason="anvil, a node of its own, is not installed: npm install @foundry-rs/anvil")
def test_by_commands_alone_a_log_gets_its_contract_and_its_head_onto_a_chain(tmp_path, capsys):
    chain = chain_of_anvil()
    steward, writer, _ = next(chain)
    address = steward.web3.provider.endpoint_uri
    for name, party in (("steward", steward), ("writer", writer)):
        (tmp_path / name).write_text(party.account.key.to_0x_hex())
        (tmp_path / name).chmod(0o600)
    ask = ["contract", address, "--key", str(tmp_path / "steward"), "--gas-price", str(2 * GWEI)]
    assert main([*ask, "--origin", ORIGIN, "--writer", writer.account.address]) == 0
    put = re.match("contract: (0x[0-9a-fA-F]{40})\n", capsys.readouterr().out)[1]
    (tmp_path / "anchors.toml").write_text(
        f'[[anchor]]\nkind = "chain"\naddress = "{address}"\ncontract = "{put}"\n'
        f'key = "writer"\ngas = 200000\ngas_price = {2 * GWEI}\n'
    )
    folder = written_log(tmp_path / "log", leaves(300)).path
    assert main(["anchor", str(folder), "--anchors", str(tmp_path / "anchors.toml")]) == 0
    assert capsys.readouterr().out.startswith(f"anchored: 300 leaves at the contract {put}, block ")
    assert ChainAnchor(writer, put).newest(ORIGIN).size == 300


def test_the_data_beside_the_contract_is_what_it_compiles_to():
    assert contract.COMPILED.read_text(encoding="ascii") == contract.compiled()
