"""An anchor that is a contract on an EVM-compatible consortium chain (FISCO BCOS, Besu …).

Transactions are of the legacy kind, with the gas and the price that the chain's keepers name: consortium chains know
no market of fees. The contract is `contract/heads.vy`; what it compiles to lies beside it as data, so that writing to
a chain needs no compiler.
"""

import json
import sys
from collections.abc import Callable
from dataclasses import dataclass
from importlib import import_module
from importlib.resources import files
from typing import Any

from duijie.ledger.anchors.anchoring import AnchorProblem, Receipt, demand_growth, log_id
from duijie.ledger.formats.checkpoints import Checkpoint

SECONDS = 120
CONTRACT = "contract/heads.json"


@dataclass(frozen=True, slots=True)
class Terms:
    """What a transaction may cost: the gas at most, and the price of one gas in wei (0 on many consortium chains)."""

    gas: int = 2_000_000
    gas_price: int = 0


class Chain:
    """A chain that one writes to with one key; `web3` is the library's object for it, already connected."""

    def __init__(self, web3: Any, private_key: str, terms: Terms) -> None:
        self.web3 = web3
        self._terms = terms
        try:
            self.account = web3.eth.account.from_key(private_key)
        except (ValueError, TypeError) as error:
            raise AnchorProblem("The private key for the chain is not 32 bytes in hexadecimal.") from error

    def contract(self, address: str) -> Any:
        """The contract of heads at an address.

        Raises:
            AnchorProblem: the address is none.
        """
        if not self.web3.is_address(address):
            raise AnchorProblem(f"“{address}” is no address of a contract.")
        return self.web3.eth.contract(address=self.web3.to_checksum_address(address), abi=_compiled()["abi"])

    def read(self, call: Any) -> Any:
        """What a call of the contract would answer now; nothing is changed.

        Raises:
            AnchorProblem: the chain does not answer, or the contract refuses.
        """
        return self._asked(lambda: call.call({"from": self.account.address}))

    def send(self, call: Any) -> Any:
        """Sign and send one transaction, and wait until it stands in a block; it is tried without effect before.

        Raises:
            AnchorProblem: the chain does not answer, or the contract refuses.
        """
        self.read(call)
        return self._asked(lambda: self._sent(call))

    def put(self, constructor: Any) -> str:
        """Put a contract on the chain; return its address.

        Raises:
            AnchorProblem: the chain does not answer, or does not take it.
        """
        return str(self._asked(lambda: self._sent(constructor))["contractAddress"])

    def _sent(self, call: Any) -> Any:
        eth = self.web3.eth
        nonce = eth.get_transaction_count(self.account.address)
        terms = {"gas": self._terms.gas, "gasPrice": self._terms.gas_price, "value": 0, "chainId": eth.chain_id}
        built = call.build_transaction({"from": self.account.address, "nonce": nonce, **terms})
        signed = self.account.sign_transaction(built)
        receipt = eth.wait_for_transaction_receipt(eth.send_raw_transaction(signed.raw_transaction), timeout=SECONDS)
        if receipt["status"] != 1:
            raise AnchorProblem(f"Transaction {receipt['transactionHash'].to_0x_hex()} was refused by the contract.")
        return receipt

    def _asked(self, ask: Callable[[], Any]) -> Any:
        exceptions = _library("exceptions")
        try:
            return ask()
        except exceptions.ContractLogicError as error:
            raise AnchorProblem(f"The contract refuses: {error.message}.") from error
        except (exceptions.Web3Exception, OSError, ValueError) as error:
            raise AnchorProblem(f"The chain does not do what it was asked: {error}") from error


class ChainAnchor:
    """The heads of logs in a contract on a chain; the chain's key must be the log's writer there."""

    def __init__(self, chain: Chain, address: str) -> None:
        self._chain = chain
        self._contract = chain.contract(address)
        self._address = address

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return f"the contract {self._address}"

    def newest(self, origin: str) -> Checkpoint | None:
        """The newest head of a log, None before the first.

        Raises:
            AnchorProblem: the chain does not answer.
        """
        size, root, _ = self._chain.read(self._contract.functions.head(log_id(origin)))
        return Checkpoint(origin, size, bytes(root)) if size else None

    def anchor(self, checkpoint: Checkpoint) -> Receipt:
        """Write a head; it stands in a block when this returns.

        Raises:
            AnchorProblem: it is not greater than the newest, the key is not the log's writer, or the chain fails.
        """
        demand_growth(self.name, self.newest(checkpoint.origin), checkpoint)
        call = self._contract.functions.anchor(log_id(checkpoint.origin), checkpoint.size, checkpoint.root)
        receipt = self._chain.send(call)
        where = f"block {receipt['blockNumber']}, transaction {receipt['transactionHash'].to_0x_hex()}"
        return Receipt(self.name, checkpoint, where)


def connect(address: str, private_key: str, terms: Terms) -> Chain:
    """A chain by the address of one of its nodes (JSON-RPC over HTTP).

    Raises:
        AnchorProblem: the extra is missing, nobody answers, or the key is none.
    """
    web3 = _library()
    connected = web3.Web3(web3.Web3.HTTPProvider(address, request_kwargs={"timeout": SECONDS}))
    if not connected.is_connected():
        raise AnchorProblem(f"No node of a chain answers at {address}.")
    return Chain(connected, private_key, terms)


def put_contract(chain: Chain) -> str:
    """Put the contract on a chain, as its steward; return its address."""
    compiled = _compiled()
    return chain.put(chain.web3.eth.contract(abi=compiled["abi"], bytecode=compiled["bytecode"]).constructor())


def register(chain: Chain, address: str, origin: str, writer: str) -> None:
    """Name the account that may anchor the heads of a log: the steward does, or the log's writer until then."""
    chain.send(chain.contract(address).functions.register(log_id(origin), writer))


def _compiled() -> dict[str, Any]:
    data: dict[str, Any] = json.loads(files(__package__).joinpath(CONTRACT).read_text(encoding="ascii"))
    return data


def _library(part: str = "") -> Any:
    """The library, without the depth of recursion that it sets: so deep, faulty JSON would end the whole process."""
    limit = sys.getrecursionlimit()
    try:
        return import_module(f"web3.{part}" if part else "web3")
    except ImportError as error:
        raise AnchorProblem("A chain needs the package web3; install the extra: pip install duijie[chain]") from error
    finally:
        sys.setrecursionlimit(limit)
