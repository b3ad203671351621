"""What happens by itself: needs expire, offices are reminded, the level above hears of what waits too long."""

from procrastinate.contrib.django import app

from duijie.apps.needs.services import aftercare, clocks


@app.periodic(cron="20 0 * * *")
@app.task(queueing_lock="needs.expire")
def expire_needs(timestamp: int) -> None:  # noqa: ARG001 - periodic tasks are told when
    """Let published needs expire whose day has passed; running it twice changes nothing."""
    aftercare.expire_needs()


@app.periodic(cron="*/30 * * * *")
@app.task(queueing_lock="needs.clocks")
def watch_clocks(timestamp: int) -> None:  # noqa: ARG001
    """Remind and escalate, once for each clock."""
    clocks.remind()
    clocks.escalate()
