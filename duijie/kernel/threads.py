"""Work that goes on in a thread beside the jobs of a worker, and ends with it."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Event, Thread


@contextmanager
def running_beside(run: Callable[[Event], None], name: str) -> Iterator[None]:
    """Run in a thread as long as the work within goes on; `run` ends what it has in hand once its event is set."""
    stop = Event()
    thread = Thread(target=run, args=(stop,), name=name)
    thread.start()
    try:
        yield
    finally:
        stop.set()
        thread.join()
