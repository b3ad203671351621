"""The sequencer at work, a thread of `duijie worker`. Several may run: the folder's lock lets one of them write.

Whatever goes wrong, it closes the log, waits and begins with opening it again, which finds out where things stand.
"""

import logging
from collections.abc import Callable
from contextlib import AbstractContextManager, closing
from threading import Event

from django.db import DatabaseError, InterfaceError, connection

from duijie.apps.records.models import Log
from duijie.apps.records.sequencing import logs
from duijie.apps.records.sequencing.draining import MOST_AT_ONCE, drain
from duijie.apps.records.sequencing.opening import OpenLog, open_log
from duijie.apps.records.sequencing.publishing import Publisher
from duijie.kernel.clock import today
from duijie.kernel.threads import running_beside
from duijie.ledger.errors import LedgerError, LogInUse

_log = logging.getLogger(__name__)
LOOK_EVERY = 0.4
PAUSE = 5.0


def beside() -> AbstractContextManager[None]:
    """Sequence in a thread as long as the work within goes on; the batch in hand is finished at its end."""
    return running_beside(run, "sequencer")


def run(stop: Event) -> None:
    """Sequence until told to stop; with the ledger switched off, does nothing."""
    said = ""
    while logs.is_on() and not stop.is_set():
        try:
            _keep(_origin(), stop)
            said = ""
        except LogInUse:
            stop.wait(PAUSE)
        except LedgerError as error:
            said = _halt(str(error), said)
            stop.wait(PAUSE)
        except (OSError, DatabaseError, InterfaceError) as error:
            _log.warning("the log is opened again: %s", error)
            connection.close()
            stop.wait(PAUSE)
    connection.close()


def run_once() -> int:
    """Sequence and publish what waits now; returns how many leaves found their places.

    Raises:
        LedgerError: the log must not be gone on with.
    """
    return run_through(open_log)


def run_through(open_one: Callable[[str], OpenLog]) -> int:
    """The same with a log that is opened by somebody else, as tests do that end the process at a step of it."""
    count = 0
    opened = open_one(_origin())
    with closing(opened.writer):
        publisher = Publisher(opened, logs.policy())
        if not publisher.is_due() or publisher.publish():
            while some := drain(opened):
                count += some
                publisher.publish()
    return count


def _origin() -> str:
    """The log to write to: a former year's until it is published whole, then that of this year."""
    year = today().year
    unfinished = [each for each in logs.kept() if each.published_size < each.size and logs.year_of(each.origin) < year]
    return unfinished[0].origin if unfinished else logs.origin_of(year)


def _keep(origin: str, stop: Event) -> None:
    """Keep one log until its year is over."""
    opened = open_log(origin)
    with closing(opened.writer):
        publisher = Publisher(opened, logs.policy())
        # Not one leaf more before enough witnesses have confirmed that this is where the log stands.
        while not publisher.publish() and not stop.wait(LOOK_EVERY):
            pass
        while not stop.is_set() and not _is_over(opened):
            count = drain(opened)
            if publisher.is_due():
                publisher.publish()
            if count < MOST_AT_ONCE:
                stop.wait(LOOK_EVERY)


def _is_over(opened: OpenLog) -> bool:
    return not opened.writer.staged and logs.year_of(opened.row.origin) < today().year


def _halt(sentence: str, said: str) -> str:
    """Say once why the log stands still, also to the pages."""
    if sentence != said:
        _log.error("the log stands still: %s", sentence)
        for row in logs.kept()[-1:]:
            Log.objects.filter(pk=row.pk).update(halted=sentence)
    return sentence
