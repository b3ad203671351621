"""Send notices out of the platform."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from duijie.apps.notices.delivery import deliver


@app.task(
    name="notices.deliver",
    queue="messages",
    retry=RetryStrategy(max_attempts=6, exponential_wait=4),
    pass_context=False,
)
def deliver_notice(notice_id: str) -> None:
    """Send a notice by the ways that its recipient wished."""
    deliver(UUID(notice_id))
