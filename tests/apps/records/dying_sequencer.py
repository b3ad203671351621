"""A sequencer that is killed again and again, while acts go on coming; for a test and for a benchmark.

Each life is a process of its own: it opens the log, moves what waits in the outbox, asks a witness over HTTP and
publishes, and ends itself with SIGKILL at one step or another. At the end every act that was committed must stand in
the log once, in its place, and the witness must have seen one history only.
"""

import os
import random
import signal
import subprocess
import sys
from pathlib import Path
from urllib.parse import quote

from django.db import connection, transaction

from duijie.apps.records.models import Leaf, Log, Pending
from duijie.apps.records.selectors import body_of
from duijie.apps.records.sequencing import logs
from duijie.apps.records.sequencing.opening import open_log
from duijie.apps.records.sequencing.running import run_once, run_through
from duijie.kernel.clock import today
from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.opening import Trust
from tests.apps.records.conftest import NAME, acts, witness_at
from tests.ledger.made import witness_key

MOST_STEPS = 60
_PROGRAM = """
import sys, django
django.setup()
from tests.apps.records.dying_sequencer import main
main(*sys.argv[1:])
"""


def run_lives(folder: Path, lives: int, most_acts: int) -> list[str]:
    """Let so many lives end in a program of its own, on the database of the test that calls; return the last steps.

    Raises CalledProcessError when an act was lost or doubled, a life ended by itself, or history forked.
    """
    held = connection.settings_dict
    environment = {
        **os.environ,
        "DATABASE_URL": f"postgresql://{quote(held['USER'])}:{quote(held['PASSWORD'])}@{held['HOST']}:{held['PORT']}"
        f"/{held['NAME']}",
        "DJANGO_SETTINGS_MODULE": "duijie.config.settings",
        "DUIJIE_HOME": str(folder),
        "DUIJIE_LEDGER": NAME,
        "DUIJIE_SECRET_KEY": "of a test",
    }
    program = [sys.executable, "-c", _PROGRAM, str(folder), str(lives), str(most_acts)]
    answer = subprocess.run(program, stdout=subprocess.PIPE, text=True, check=True, env=environment)
    return answer.stdout.split("\n")[:-1]


def main(folder: str, lives: str, most_acts: str) -> None:
    """Let lives end at steps drawn by lot, with acts between them; print the step of each."""
    chance = random.Random(1)
    origin = logs.origin_of(today().year)
    logs.make_key(origin)
    with witness_at(Path(folder) / "witness", origin) as address:
        policy = f"witness w {witness_key().verifier} {address}\nquorum w\n"
        Path(logs.settings.LEDGER_POLICY).write_text(policy, encoding="utf-8")
        for _ in range(int(lives)):
            with transaction.atomic():
                acts(chance.randint(1, int(most_acts)))
            sys.stdout.write(f"{_lived(chance.randrange(MOST_STEPS)) or 'whole'}\n")
            sys.stdout.flush()
        _look_at_the_end()


def _lived(last_step: int) -> str:
    """Let one process live until the step; return the step's name, "" when it came to its end."""
    ours, theirs = os.pipe()
    connection.close()
    if not os.fork():
        _live(last_step, theirs)
    _, status = os.wait()
    os.close(theirs)
    with os.fdopen(ours) as named:
        step = named.read()
    assert os.WIFSIGNALED(status) == bool(step), "a life ended by itself"
    return step


def _live(last_step: int, told: int) -> None:
    left = last_step

    def on_step(name: str) -> None:
        nonlocal left
        if not left:
            os.write(told, name.encode())
            os.kill(os.getpid(), signal.SIGKILL)
        left -= 1

    run_through(lambda origin: open_log(origin, on_step))
    os._exit(0)


def _look_at_the_end() -> None:
    run_once()
    row = Log.objects.get()
    folder = logs.folder_of(row.origin)
    trust = Trust(logs.signer(row.origin).verifier, (witness_key().verifier,), 1)
    size = verify_folder(folder.path, trust).checkpoint.size
    assert {row.size, row.published_size, size} == {1 + Leaf.objects.count()}, "leaves were lost or doubled"
    assert not Pending.objects.exists()
    for leaf in Leaf.objects.all():
        assert folder.entry(leaf.index or 0, size) == body_of(leaf).as_bytes(), "a leaf does not stand in its place"
    assert not row.conflicts.exists()
