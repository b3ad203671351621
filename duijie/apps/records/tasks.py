"""What is done for the log beside sequencing it: anchors, and the count of what two sides have not both stated."""

import logging

from procrastinate.contrib.django import app

from duijie.apps.records.anchoring import anchor_published
from duijie.apps.records.unmatched import count_pairs
from duijie.ledger.errors import LedgerError

_log = logging.getLogger(__name__)


@app.periodic(cron="*/5 * * * *")
@app.task(name="records.anchor", queue="housekeeping", queueing_lock="records.anchor", pass_context=False)
def anchor(timestamp: int) -> None:  # noqa: ARG001 — periodic tasks are given their moment
    """Anchor what was published meanwhile; with no anchors named, nothing."""
    try:
        anchor_published()
    except LedgerError as error:
        _log.error("nothing is anchored: %s", error)


@app.periodic(cron="*/5 * * * *")
@app.task(name="records.count_pairs", queue="housekeeping", queueing_lock="records.count_pairs", pass_context=False)
def count(timestamp: int) -> None:  # noqa: ARG001 — periodic tasks are given their moment
    """Count what giver and receiver have and have not both stated, for the public page."""
    count_pairs()
