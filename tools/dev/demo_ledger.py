"""What the demonstration's log needs: its key, a witness of its own, and the policy that names that witness."""

import sys
from pathlib import Path

from duijie.config.commandline.ledger_key import make_ledger_key, this_year
from duijie.config.settings import DEMO_LEDGER
from duijie.kernel.database.processes import free_port
from duijie.ledger.formats.keys import KeyType
from duijie.ledger.witness.memory import LATEST
from duijie.ledger.writing.keyring import read_signer
from duijie.ledger.writing.signing import make_key_file, read_key_file
from tools.dev.supervision import Service

WITNESS = "witness.demo.duijie.example"
WARNING = """The keys of this demonstration's ledger were made in {folder}:
whoever reads them can write another history. For real use: docs/how-to/ledger-keys.md"""
ANCHORS = '[[anchor]]\nkind = "file"\npath = "anchored/heads"\n'
FOLDERS = ("ledger", "witness", "anchored")
"""What goes with the data when the demonstration begins anew."""


def demo_witness(home: Path, host: str, environment: dict[str, str]) -> Service:
    """Make keys and policy where they are missing, and return the witness, not started yet."""
    keys, folder = home / "keys" / "ledger", home / "witness"
    _, is_new = make_ledger_key(keys, DEMO_LEDGER, this_year())
    (folder / LATEST).mkdir(parents=True, exist_ok=True)
    own = folder / "key"
    witness = read_key_file(own) if own.exists() else make_key_file(own, WITNESS, KeyType.COSIGNATURE)
    watched = "".join(
        f"{read_signer(path).verifier}\n" for path in sorted({each.with_suffix("") for each in keys.iterdir()})
    )
    (folder / "logs").write_text(watched, encoding="utf-8")
    port = free_port(host)
    policy = f"witness demo {witness.verifier} http://{host}:{port}/\nquorum demo\n"
    (home / "witnesses").write_text(policy, encoding="utf-8")
    (home / "anchored").mkdir(exist_ok=True)
    (home / "anchors.toml").write_text(ANCHORS, encoding="utf-8")
    if is_new:
        print(WARNING.format(folder=keys))
    command = [sys.executable, "-m", "duijie.ledger", "witness", str(folder), "--address", f"{host}:{port}"]
    return Service("witness", command, home, environment)
