"""The readings of quarters, on the day after each reading day."""

from procrastinate.contrib.django import app

from duijie.apps.figures.services import publish_due_readings
from duijie.kernel.access.actors import SYSTEM
from duijie.kernel.clock import today


@app.periodic(cron="47 4 * * *")
@app.task(name="figures.publish_due_readings", queue="housekeeping", pass_context=False)
def publish_readings(timestamp: int) -> None:  # noqa: ARG001 — periodic tasks are given their moment
    """Publish what is due; a missed night is made up for."""
    publish_due_readings(actor=SYSTEM, on=today())
