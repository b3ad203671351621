"""What runs out by itself: interests, recommendations and orders that nobody answered in time."""

from procrastinate.contrib.django import app

from duijie.apps.matches.services import interest, orders, suggestions


@app.periodic(cron="*/10 * * * *")
@app.task(queueing_lock="matches.lapse")
def lapse_overdue(timestamp: int) -> None:  # noqa: ARG001
    """Release what is overdue; running it twice changes nothing."""
    interest.lapse_overdue()
    suggestions.lapse_overdue()
    orders.lapse_overdue()
