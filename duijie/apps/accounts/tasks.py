"""Housekeeping of accounts."""

from procrastinate.contrib.django import app

from duijie.apps.accounts.services import forget_old_attempts


@app.periodic(cron="17 3 * * *")
@app.task(name="accounts.forget_old_attempts", queue="housekeeping", pass_context=False)
def forget_attempts(timestamp: int) -> None:  # noqa: ARG001 — periodic tasks are given their moment
    """Delete codes and failures that no limit looks at any more."""
    forget_old_attempts()
