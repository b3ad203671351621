"""Jobs of subscriptions: deferred with each publishing act, each minute, each half hour, each night."""

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db import transaction
from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.exceptions import AlreadyEnqueued

from duijie.apps.exchange.models import FollowedNeed, FollowedRecord
from duijie.apps.exchange.rules.contents import NEED
from duijie.apps.exchange.rules.subscriptions import Kind
from duijie.apps.exchange.services.collecting import tell_at_once, tell_collected
from duijie.apps.exchange.services.finding import find, published_row
from duijie.apps.exchange.services.pushing import due_receivers, forget_old, push
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import now

_TRIES = 6
NEWS = timedelta(days=7)
"""What another province published longer ago than this is no news when its log is first followed."""


def note_published(entry: AuditEntry) -> None:
    """Listen to publishing: look for subscriptions by a job that exists if, and only if, the act is committed."""
    find_subscribers.defer(kind=entry.subject_kind, row_id=str(entry.subject_id), entry_id=str(entry.pk))


def note_followed(records: Iterable[FollowedRecord]) -> None:
    """The same for needs that another province has published, in the transaction that takes them; only news."""
    since = now() - NEWS
    published = [each for each in records if each.kind == f"{NEED}publish" and each.hour >= since and not each.problem]
    for each in published:
        need = FollowedNeed.objects.filter(source_id=each.source_id, subject=each.subject).first()
        if need is not None:
            find_subscribers.defer(kind=Kind.NEED.value, row_id=str(need.pk))


@app.task(
    name="exchange.find_subscribers",
    queue="subscriptions",
    retry=RetryStrategy(max_attempts=_TRIES, exponential_wait=4),
    pass_context=False,
)
def find_subscribers(kind: str, row_id: str, entry_id: str = "") -> None:
    """Note for whom a published row is; who has to hear at once does. Twice finds and tells nothing new."""
    published = published_row(Kind(kind), UUID(row_id))
    if published is None:
        return
    with transaction.atomic():
        find(published)
        if published.is_urgent and entry_id:
            tell_at_once(AuditEntry.objects.get(pk=entry_id), published)


@app.periodic(cron="5,35 * * * *")
@app.task(name="exchange.collect", queue="subscriptions", queueing_lock="exchange.collect")
def collect(timestamp: int) -> None:  # noqa: ARG001 — periodic tasks are told when
    """Tell what has been found until the last moment of collecting; most runs find nothing due."""
    tell_collected()


@app.periodic(cron="* * * * *")
@app.task(name="exchange.push_due", queue="subscriptions", queueing_lock="exchange.push_due")
def push_due(timestamp: int) -> None:  # noqa: ARG001
    """Give each webhook that has something to take a job of its own, unless it has one already."""
    for each in due_receivers():
        try:
            with transaction.atomic():
                push_to.configure(lock=f"push {each}", queueing_lock=f"push {each}").defer(subscription_id=str(each))
        except AlreadyEnqueued:
            continue


@app.task(name="exchange.push_to", queue="subscriptions", pass_context=False)
def push_to(subscription_id: str) -> None:
    """Hand over what waits for one webhook."""
    push(UUID(subscription_id))


@app.periodic(cron="27 3 * * *")
@app.task(name="exchange.forget_hits", queue="subscriptions", queueing_lock="exchange.forget_hits")
def forget_hits(timestamp: int) -> None:  # noqa: ARG001
    """Drop what was found long ago."""
    forget_old()
