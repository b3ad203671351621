"""What is forgotten by itself, every night."""

from procrastinate.contrib.django import app

from duijie.kernel.files.chunks import drop_abandoned
from duijie.kernel.gateways.local import drop_old_messages
from duijie.kernel.submissions.services import drop_old


@app.periodic(cron="17 3 * * *")
@app.task(name="kernel.forget", queueing_lock="kernel.forget")
def forget(timestamp: int) -> None:  # noqa: ARG001
    """Drop drafts of forms and locally kept messages that are older than 30 days."""
    drop_old()
    drop_old_messages()


@app.periodic(cron="47 * * * *")
@app.task(name="kernel.forget_uploads", queueing_lock="kernel.forget_uploads")
def forget_uploads(timestamp: int) -> None:  # noqa: ARG001
    """Drop pieces of uploads whose end never came."""
    drop_abandoned()
