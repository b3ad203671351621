"""Rounds that an office has asked for, and what runs out by itself because nobody answered in time."""

from uuid import UUID

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app

from duijie.apps.matches.services import interest, orders, round_computing, suggestions


@app.task(
    name="matches.compute_round",
    queue="rounds",
    retry=RetryStrategy(max_attempts=3, exponential_wait=4),
    pass_context=False,
)
def compute_round(round_id: str) -> None:
    """Compute a round; doing it again after a worker was killed, or twice, gives the same list once."""
    round_computing.compute(UUID(round_id))


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="matches.lapse")
def lapse_overdue(timestamp: int) -> None:  # noqa: ARG001
    """Release what is overdue; running it twice changes nothing."""
    interest.lapse_overdue()
    suggestions.lapse_overdue()
    orders.lapse_overdue()
