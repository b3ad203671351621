"""What a stage of a round cost: time on the wall, of the processor, and the most memory that a process ever had."""

import resource
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from time import perf_counter, process_time

_UNIT = 1 if sys.platform == "darwin" else 1024


@dataclass(slots=True)
class Stage:
    """Seconds of one stage; `cpu` adds up all processes, `wall` is an upper bound where others share the machine."""

    name: str
    wall: float = 0.0
    cpu: float = 0.0


@dataclass(slots=True)
class Stages:
    """The stages so far, in their order."""

    stages: list[Stage] = field(default_factory=list)

    @contextmanager
    def measured(self, name: str) -> Iterator[Stage]:
        """Measure what happens inside; add to `cpu` what other processes spent."""
        stage = Stage(name)
        wall, cpu = perf_counter(), process_time()
        yield stage
        stage.wall += perf_counter() - wall
        stage.cpu += process_time() - cpu
        self.stages.append(stage)


def peak_memory() -> int:
    """The most bytes that this process ever had in memory, pages of mapped files included.

    Linux tells it of the process alone; what `getrusage` says is inherited from whoever started it.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = status.read_text(encoding="ascii").splitlines()
        return 1024 * next(int(line.split()[1]) for line in lines if line.startswith("VmHWM:"))
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * _UNIT
