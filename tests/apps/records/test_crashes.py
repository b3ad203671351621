"""Wherever the sequencer is killed, every act that was committed stands in the log once, and nothing forks.

Here a few lives, enough to end in most kinds of steps; `tests/benchmarks/bench_crashes.py` lets 200 of them end.
"""

from pathlib import Path

import pytest

from tests.apps.records.dying_sequencer import run_lives

LIVES = 12


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_the_sequencer_may_be_killed_at_any_step(folder_in_memory: Path) -> None:
    folder = folder_in_memory / "sequencer"
    folder.mkdir()
    steps = run_lives(folder, LIVES, most_acts=3)
    assert len(steps) == LIVES
    for part in ("tile/", ".writing/staged", "checkpoint"):
        assert any(part in step for step in steps), f"nobody ended at {part}"
