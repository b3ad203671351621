"""Jobs of the supply library."""

from procrastinate.contrib.django import app

from duijie.apps.offers.services import end_expired_offers


@app.periodic(cron="15 0 * * *")
@app.task(queueing_lock="end_expired_offers")
def close_expired_offers(timestamp: int) -> None:  # noqa: ARG001 — periodic tasks are told when
    """Close the offers whose last day was yesterday."""
    end_expired_offers()
