"""What happens by itself: needs expire, offices are reminded, the level above hears of what waits too long."""

import re
from datetime import timedelta
from typing import Final
from uuid import UUID

from procrastinate.contrib.django import app

from duijie.apps.needs.rules.requests import PHOTO_POLICY, VOICE_POLICY
from duijie.apps.needs.services import aftercare, clocks
from duijie.kernel.files.chunks import drop_unclaimed
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.pictures import open_picture
from duijie.kernel.files.services import open_original
from duijie.kernel.papers.reading import read_form
from duijie.kernel.submissions.services import fill_draft

PAPER_FIELDS: Final = ("text", "name", "phone", "house")
"""The cells of a sheet that a form asks for; the village is chosen from the list of villages."""
PAPER_READ: Final = "paper_read"
"""What stands in a form's draft once its photo was looked at, whether anything was found or not."""
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


@app.task
def read_paper(file_id: str, submission_id: str, form: str) -> None:
    """Read the photo of a sheet into the form that waits for it, as a draft that the person puts right and confirms."""
    file = StoredFile.objects.filter(pk=file_id).first()
    if file is None:
        return
    with open_original(file) as picture:
        found = read_form(open_picture(picture.read()).image)
    found["phone"] = re.sub(r"\D", "", found.get("phone", ""))
    answers = {name: [found[name]] for name in PAPER_FIELDS if found.get(name)}
    fill_draft(UUID(submission_id), form=form, data={**answers, PAPER_READ: ["1"]})


@app.periodic(cron="35 2 * * *")
@app.task(queueing_lock="needs.forget_photos")
def forget_photos(timestamp: int) -> None:  # noqa: ARG001
    """Drop photos and recordings whose request was never sent."""
    drop_unclaimed(PHOTO_POLICY, after=UNCLAIMED_PHOTOS)
    drop_unclaimed(VOICE_POLICY, after=UNCLAIMED_RECORDINGS)
