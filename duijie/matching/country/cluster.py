"""Desks in processes of their own, on Dask: on this machine, or on a cluster whose scheduler is named.

A desk is an actor: it stays in its worker with its edges, and only answers travel. Should a worker be lost, its desk
is lost with it; the round then ends with a sentence instead of waiting.
"""

import importlib
import logging
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import ModuleType
from typing import Any

from duijie.matching.country.desks import open_desk

_PATIENCE = 1.0
"""Seconds after which whoever waits for an answer looks whether the worker is still there."""


class ClusterMissing(RuntimeError):
    """Dask is not installed."""


class WorkerLost(RuntimeError):
    """A worker process ended before its answer came."""


class Cluster:
    """Workers that are connected."""

    def __init__(self, client: Any) -> None:
        self._client = client
        self.on_waiting: Callable[[], None] | None = None

    def workers(self) -> list[str]:
        """The addresses of all workers."""
        return sorted(self._client.nthreads())

    def open_desks(self, folder: Path, provinces: Sequence[list[int]]) -> "FarDesks":
        """Open a desk on each of the first workers, for these provinces each."""
        chosen = self.workers()[: len(provinces)]
        futures = [
            self._client.submit(open_desk, str(folder), mine, workers=[address], actor=True, pure=False)
            for address, mine in zip(chosen, provinces, strict=True)
        ]
        return FarDesks(self, chosen, self.wait(chosen, futures))

    def wait(self, addresses: Sequence[str], futures: Sequence[Any]) -> list[Any]:
        """The answers of workers, in order; WorkerLost as soon as one of them has gone."""
        return [self._answer(addresses, future) for future in futures]

    def look(self, addresses: Sequence[str]) -> None:
        """Raise WorkerLost when one of these workers has gone."""
        present = set(self.workers())
        for place, address in enumerate(addresses, start=1):
            if address not in present:
                raise WorkerLost(
                    f"Worker {place} of {len(addresses)}, perhaps out of memory, ended before its answer came; "
                    "start the round again."
                )

    def _answer(self, addresses: Sequence[str], future: Any) -> Any:
        while True:
            try:
                return future.result(timeout=_PATIENCE)
            except TimeoutError:
                self.look(addresses)
                if self.on_waiting:
                    self.on_waiting()
            except OSError as error:
                raise WorkerLost("A worker ended before its answer came; start the round again.") from error
            except RuntimeError:  # Dask's word for an actor that is lost, or the desk's own
                self.look(addresses)
                raise


class FarDesks:
    """Desks on the workers of a cluster."""

    def __init__(self, cluster: Cluster, addresses: Sequence[str], actors: Sequence[Any]) -> None:
        self._cluster, self._addresses, self._actors = cluster, addresses, actors

    def __len__(self) -> int:
        return len(self._actors)

    def ask(self, question: str, given: Sequence[tuple[Any, ...]]) -> list[Any]:
        """Ask all at the same time."""
        self._cluster.look(self._addresses)
        futures = [getattr(actor, question)(*each) for actor, each in zip(self._actors, given, strict=True)]
        return self._cluster.wait(self._addresses, futures)


@contextmanager
def connect(workers: int = 2, *, scheduler: str = "") -> Iterator[Cluster]:
    """Start so many worker processes here, or use those of a scheduler elsewhere, which must see the same folder.

    Raises:
        ClusterMissing: Dask is not installed.
        WorkerLost: the scheduler does not answer.
    """
    distributed = _distributed()
    if scheduler:
        try:
            client = distributed.Client(scheduler, timeout=10)
        except (OSError, ValueError) as error:
            raise WorkerLost(f"The scheduler {scheduler} does not answer.") from error
        with client:
            yield Cluster(client)
        return
    local = distributed.LocalCluster(
        n_workers=workers,
        threads_per_worker=1,
        processes=True,
        dashboard_address="127.0.0.1:0",
        memory_limit=0,
        silence_logs=logging.CRITICAL,
    )
    with local, distributed.Client(local) as client:
        yield Cluster(client)


def _distributed() -> ModuleType:
    try:
        return importlib.import_module("distributed")
    except ModuleNotFoundError as error:
        raise ClusterMissing("The split round needs Dask: pip install 'duijie[cluster]'.") from error
