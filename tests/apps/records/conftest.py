"""A log in a folder, acts that wait for it, and a witness over real HTTP."""

import threading
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

import pytest

from duijie.apps.notices.models import Notice
from duijie.apps.records.models import Leaf
from duijie.apps.records.sequencing import logs
from duijie.apps.records.services import keep_leaf
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import today
from duijie.kernel.ids import new_id
from duijie.ledger.witness.judging import Witness
from duijie.ledger.witness.memory import WitnessMemory
from duijie.ledger.witness.serving import WitnessServer
from tests.ledger.conftest import folder_in_memory  # noqa: F401 - a fixture that both share
from tests.ledger.made import SEEN_AT, witness_key

NAME = "log.example/620000"


@pytest.fixture
def origin(settings: Any, tmp_path: Path) -> str:
    """The log of this year, with its key, in a folder of its own; nobody is asked to cosign."""
    settings.LEDGER_NAME = NAME
    settings.LEDGER_FOLDER = tmp_path / "ledger"
    settings.LEDGER_KEYS = tmp_path / "keys"
    settings.LEDGER_POLICY = tmp_path / "witnesses"
    made = logs.origin_of(today().year)
    logs.make_key(made)
    return made


def acts(count: int, kind: str = "projects.project.confirm") -> list[Leaf]:
    """Leaves of acts on a row (any model will do) that wait in the outbox."""
    subject = Notice.objects.create(account_id=new_id(), entry_id=new_id(), link="/")
    entries = [
        AuditEntry.objects.create(
            action=kind,
            subject_kind="notice",
            subject_id=subject.pk,
            division_path="/62/6211/621121/",
            actor_role="village",
            actor_label="示例村",
            channel="web",
            facts={"need": f"N-{number:07}", "quantity": "30"},
        )
        for number in range(count)
    ]
    for entry in entries:
        keep_leaf(entry)
    return list(Leaf.objects.filter(entry_id__in=[entry.pk for entry in entries]).order_by("pending__id"))


@contextmanager
def witness_at(folder: Path, origin: str, number: int = 1) -> Iterator[str]:
    """A witness of ours that listens; gives its address."""
    with closing(WitnessMemory(folder)) as memory:
        judge = Witness(witness_key(number), [logs.signer(origin).verifier], memory, lambda: SEEN_AT)
        with WitnessServer("127.0.0.1", 0, judge) as server:
            thread = threading.Thread(target=server.serve_forever, args=(0.02,))
            thread.start()
            try:
                yield f"http://127.0.0.1:{server.server_port}/"
            finally:
                server.shutdown()
                thread.join()


@pytest.fixture
def ask(settings: Any) -> Callable[..., None]:
    """Write the policy: so many of the witnesses at these addresses ("" for one that is not asked)."""

    def write(quorum: int, *addresses: str) -> None:
        names = [f"w{number}" for number, _ in enumerate(addresses, start=1)]
        lines = [
            f"witness {name} {witness_key(number).verifier} {address}"
            for number, (name, address) in enumerate(zip(names, addresses, strict=True), start=1)
        ]
        ends = [f"group enough {quorum} {' '.join(names)}", "quorum enough"] if quorum else ["quorum none"]
        settings.LEDGER_POLICY.write_text("\n".join([*lines, *ends]) + "\n", encoding="utf-8")

    return write
