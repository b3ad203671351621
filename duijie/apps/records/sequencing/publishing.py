"""Showing a new state to others: witnesses first, then the checkpoint, when as many cosigned as the policy demands.

A witness that is silent stops no act and no leaf, only the publishing, and that only where the policy cannot be met
without it. It is asked again after a while that grows. One that holds more leaves than there are here, or another
history, stops the sequencer; what it holds is kept as evidence.
"""

import time
from collections.abc import Mapping
from concurrent.futures import Future, ThreadPoolExecutor

from duijie.apps.records.models import Conflict, Log, WitnessState
from duijie.apps.records.sequencing.opening import Behind, OpenLog
from duijie.kernel.clock import now
from duijie.ledger.formats.keys import VerifierKey
from duijie.ledger.formats.notes import Note, SignatureLine
from duijie.ledger.formats.policies import Policy, WitnessAt
from duijie.ledger.witness.asking import Cosigned, WitnessAhead, WitnessContradicts, WitnessFails, ask_witness

PATIENCE = 5.0
LONGEST_PAUSE = 60.0
REFRESH_SECONDS = 600.0


class Publisher:
    """Publishes one open log; knows which witness gave what for the staged state, and when to ask the others again."""

    def __init__(self, opened: OpenLog, policy: Policy) -> None:
        self._opened = opened
        self._policy = policy
        self._text = ""
        self._given: dict[VerifierKey, tuple[SignatureLine, ...]] = {}
        self._failures: dict[VerifierKey, int] = {}
        self._not_before: dict[VerifierKey, float] = {}
        self._published = float("-inf")

    def is_due(self) -> bool:
        """Whether something is not published yet, or witnesses should say again that this is the newest state."""
        if self._opened.writer.staged:
            return True
        return bool(self._policy.witnesses) and time.monotonic() - self._published > REFRESH_SECONDS

    def publish(self) -> bool:
        """Ask those who are due; publish and say so when enough have cosigned.

        Raises:
            Behind: a witness has seen more than is here, or another history.
        """
        writer = self._opened.writer
        note = writer.staged or writer.stage()
        if note.text != self._text:
            self._text = note.text
            self._given.clear()
        self._ask(note)
        if not self._policy.is_met({*self._given}):
            return False
        writer.publish(line for lines in self._given.values() for line in lines)
        self._published = time.monotonic()
        row = self._opened.row
        row.published_size, row.published_at = writer.published_size, now()
        row.cosigned_by = sorted(key.name for key in self._given)
        row.save(update_fields=["published_size", "published_at", "cosigned_by"])
        # before a year's first leaf has its row, why it stood still was written on the year before
        Log.objects.exclude(halted="").update(halted="")
        return True

    def _ask(self, note: Note) -> None:
        due = [
            each
            for each in self._policy.witnesses
            if each.address and each.key not in self._given and time.monotonic() >= self._not_before.get(each.key, 0)
        ]
        if not due:
            return
        held = dict(self._opened.row.witnesses.values_list("name", "size"))
        with ThreadPoolExecutor(len(due)) as threads:
            asked = {each: threads.submit(self._ask_one, each, note, held) for each in due}
        for witness, answer in asked.items():
            self._hear(witness, note, answer)

    def _ask_one(self, witness: WitnessAt, note: Note, held: Mapping[str, int]) -> Cosigned:
        """In a thread of its own: without the database."""
        return ask_witness(witness, note, self._opened.tree, held.get(witness.key.name, 0), PATIENCE)

    def _hear(self, witness: WitnessAt, note: Note, answer: "Future[Cosigned]") -> None:
        """Note what a witness answered."""
        row, key = self._opened.row, witness.key
        state, _ = WitnessState.objects.get_or_create(log=row, name=key.name)
        try:
            cosigned = answer.result()
        except WitnessFails as failure:
            fails = self._failures[key] = self._failures.get(key, 0) + 1
            self._not_before[key] = time.monotonic() + min(2.0**fails, LONGEST_PAUSE)
            state.failing_since, state.failure = state.failing_since or now(), str(failure)
            state.save()
            return
        except (WitnessAhead, WitnessContradicts) as found:
            theirs = getattr(found, "theirs", "")
            evidence = {"reason": str(found), "theirs": theirs}
            Conflict.objects.get_or_create(log=row, witness=key.name, ours=str(note), defaults=evidence)
            raise Behind(f"{found} Bring the newest copy of the log back; going on would be a fork.") from found
        self._given[key] = cosigned.lines
        self._failures.pop(key, None)
        state.size, state.cosigned_at, state.failing_since, state.failure = cosigned.size, now(), None, ""
        state.save()
