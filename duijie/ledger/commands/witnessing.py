"""`witness`: cosign other logs over HTTP."""

import argparse
import time
from collections.abc import Iterator
from pathlib import Path

from duijie.ledger.commands.parts import Command, WronglyAsked
from duijie.ledger.errors import LedgerError
from duijie.ledger.formats.keys import KeyType, VerifierKey, parse_keys
from duijie.ledger.witness.judging import Witness
from duijie.ledger.witness.memory import LATEST, WitnessMemory
from duijie.ledger.witness.serving import WitnessServer
from duijie.ledger.writing.signing import SigningKey, make_key_file, read_key_file

_LAST_PORT = 65_535
_LOOK_EVERY = 1.0


def run(given: argparse.Namespace) -> Iterator[str]:
    """Answer until the process is ended; everything cosigned is on the disk by then."""
    folder = Path(given.folder)
    host, port = _address(given.address)
    listed = Path(given.logs) if given.logs else folder / "logs"
    logs = _logs(listed)
    folder.mkdir(parents=True, exist_ok=True)
    key = _key(folder / "key", given.name)
    memory = WitnessMemory(folder)
    witness = Witness(key, logs, memory, lambda: int(time.time()))
    try:
        server = WitnessServer(host, port, witness)
    except OSError as error:
        raise WronglyAsked(f"{given.address} cannot be listened on: {error.strerror}.") from error
    with server:
        yield f"{key.verifier}\n"
        yield _watches(logs)
        yield f"listens on http://{host}:{server.server_port}\n"
        try:
            yield from _serve(server, listed, logs)
        except KeyboardInterrupt:
            yield "stopped\n"
        finally:
            memory.close()


def _serve(server: WitnessServer, listed: Path, logs: tuple[VerifierKey, ...]) -> Iterator[str]:
    """Answer for ever; a list of logs that was changed counts from then on, one with a mistake does not."""
    server.timeout = _LOOK_EVERY
    said = ""
    while True:
        server.handle_request()
        try:
            found = _logs(listed)
        except WronglyAsked as mistake:
            if said != str(mistake):
                yield f"goes on as before: {mistake}\n"
            said = str(mistake)
            continue
        said = ""
        if found != logs:
            logs = found
            server.witness.watch(found)
            yield _watches(found)


def _watches(logs: tuple[VerifierKey, ...]) -> str:
    return f"watches {', '.join(each.name for each in logs)}\n"


def _address(typed: str) -> tuple[str, int]:
    host, _, port = typed.rpartition(":")
    if not host or not (port.isascii() and port.isdigit()) or int(port) > _LAST_PORT:
        raise WronglyAsked(f"--address is HOST:PORT, as 127.0.0.1:7460, not {typed}.")
    return host, int(port)


def _logs(path: Path) -> tuple[VerifierKey, ...]:
    try:
        return parse_keys(path.read_bytes())
    except OSError as error:
        raise WronglyAsked(
            f"{path} cannot be read ({error.strerror}): put the verifier keys of the logs to watch there, one a line."
        ) from error
    except LedgerError as error:
        raise WronglyAsked(f"{path}: {error}") from error


def _key(path: Path, name: str | None) -> SigningKey:
    """The witness's key; made at the first start, under the name that is given then."""
    if path.exists():
        key = read_key_file(path)
        if name not in {None, key.verifier.name}:
            raise WronglyAsked(f"This witness is called {key.verifier.name}; its name cannot change.")
        if not (path.parent / LATEST).is_dir():
            raise WronglyAsked(
                f"{path.parent / LATEST} is gone: a witness that forgot what it cosigned must not go on under its name."
            )
        return key
    if name is None:
        raise WronglyAsked("A new witness needs a name, as --name witness.example/w1; its key is made with it.")
    try:
        return make_key_file(path, name, KeyType.COSIGNATURE)
    except LedgerError as error:
        raise WronglyAsked(str(error)) from error


def _add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", metavar="DIR", help="the witness's own folder, made when it is not there")
    parser.add_argument("--address", default="127.0.0.1:7460", metavar="HOST:PORT", help="default: %(default)s")
    parser.add_argument("--name", help="what the witness is called; needed at the first start only")
    parser.add_argument("--logs", metavar="FILE", help="verifier keys of the logs to watch; default: DIR/logs")


COMMAND = Command(
    name="witness",
    summary="Cosign checkpoints of other logs over HTTP (C2SP tlog-witness).",
    explanation=(
        "DIR/key is the private key, made at the first start; keep no second copy running. DIR/logs has the verifier\n"
        "keys of the logs to watch, one a line; changes of it count at once. DIR/latest has what it cosigned last,\n"
        "DIR/conflicts what a log signed and could not prove to follow from it. Prints its own verifier key for those\n"
        "who trust it."
    ),
    add_arguments=_add_arguments,
    run=run,
)
