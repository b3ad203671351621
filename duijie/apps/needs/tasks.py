"""What happens by itself: needs expire, offices are reminded, the level above hears of what waits too long."""

from datetime import timedelta

from procrastinate.contrib.django import app

from duijie.apps.needs.rules.requests import PHOTO_POLICY, VOICE_POLICY
from duijie.apps.needs.services import aftercare, clocks
from duijie.kernel.files.chunks import drop_unclaimed

UNCLAIMED_PHOTOS = timedelta(days=7)
"""A phone that still has them sends them again."""
UNCLAIMED_RECORDINGS = timedelta(days=1)
"""A voice is kept no longer than somebody may still be on his way to the last button."""


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


@app.periodic(cron="35 2 * * *")
@app.task(queueing_lock="needs.forget_photos")
def forget_photos(timestamp: int) -> None:  # noqa: ARG001
    """Drop photos and recordings whose request was never sent."""
    drop_unclaimed(PHOTO_POLICY, after=UNCLAIMED_PHOTOS)
    drop_unclaimed(VOICE_POLICY, after=UNCLAIMED_RECORDINGS)
