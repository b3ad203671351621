"""Send notices out of the platform: each on its own at once, or collected in the morning."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from duijie.apps.notices.delivery import deliver, send_digests
from duijie.apps.notices.rules import TRIES
from duijie.kernel.clock import now


@app.task(
    name="notices.deliver",
    queue="messages",
    retry=RetryStrategy(max_attempts=TRIES, exponential_wait=4),
    pass_context=False,
)
def deliver_notice(notice_id: str) -> None:
    """Send a notice by the ways that its recipient wished."""
    deliver(UUID(notice_id))


@app.periodic(cron="2,32 * * * *")
@app.task(name="notices.digests", queue="messages", queueing_lock="notices.digests")
def send_due_digests(timestamp: int) -> None:  # noqa: ARG001 — periodic tasks are told when
    """Send what has been collected; what could not be handed over is tried again with the next run."""
    send_digests(now())
