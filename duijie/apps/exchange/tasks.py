"""Jobs of sharing that nobody waits for."""

from procrastinate.contrib.django import app

from duijie.apps.exchange.services.alarming import alarm_offices
from duijie.apps.exchange.services.delivering import deliver_due
from duijie.kernel.access.actors import SYSTEM


@app.periodic(cron="*/5 * * * *")
@app.task(
    name="exchange.alarm_offices", queue="housekeeping", queueing_lock="exchange.alarm_offices", pass_context=False
)
def tell_of_sources(timestamp: int) -> None:  # noqa: ARG001 — periodic tasks are given their moment
    """Tell officials of logs that are late, silent or do not hold."""
    alarm_offices(actor=SYSTEM)


@app.periodic(cron="* * * * *")
@app.task(name="exchange.deliver_pledges", queue="subscriptions", queueing_lock="exchange.deliver_pledges")
def deliver_pledges(timestamp: int) -> None:  # noqa: ARG001
    """Take across what pledges wait for another province; most runs find nothing due."""
    deliver_due()
