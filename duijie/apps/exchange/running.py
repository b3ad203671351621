"""Following beside the jobs: a thread of `duijie worker` that looks at every source each minute.

It is no job of the queue: a worker does one job at a time, and a province that does not answer would keep all others
waiting. A few sources are looked at side by side, so that a silent one does not keep the next waiting either.
"""

import logging
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager
from threading import Event
from uuid import UUID

from django.db import DatabaseError, InterfaceError, connection

from duijie.apps.exchange.selectors.sources import addresses_to_follow
from duijie.apps.exchange.services.following import follow
from duijie.kernel.threads import running_beside

_log = logging.getLogger(__name__)
LOOK_EVERY = 60.0
SIDE_BY_SIDE = 4


def beside() -> AbstractContextManager[None]:
    """Follow in a thread as long as the work within goes on; a look in hand is finished at its end."""
    return running_beside(run, "follower")


def run(stop: Event) -> None:
    """Look at all sources again and again until told to stop."""
    with ThreadPoolExecutor(SIDE_BY_SIDE, thread_name_prefix="follower") as looking:
        while not stop.is_set():
            ids = _ids()
            list(looking.map(lambda each: None if stop.is_set() else _look(each), ids))
            stop.wait(LOOK_EVERY)


def _ids() -> list[UUID]:
    try:
        return list(addresses_to_follow().values_list("pk", flat=True))
    except (DatabaseError, InterfaceError) as error:
        _log.warning("sources cannot be read: %s", error)
        return []
    finally:
        connection.close()


def _look(source_id: UUID) -> None:
    """One look; whatever the disk or the database refuses is tried again the next time."""
    try:
        for source in addresses_to_follow().filter(pk=source_id):
            follow(source)
    except (OSError, DatabaseError, InterfaceError) as error:
        _log.warning("a source is looked at again later: %s", error)
    finally:
        connection.close()
