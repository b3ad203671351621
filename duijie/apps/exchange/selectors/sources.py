"""Sources as their offices see them; how a source stands is nobody else's business."""

from datetime import datetime
from typing import NamedTuple
from uuid import UUID

from django.db.models import Count, Max, QuerySet

from duijie.apps.exchange.folders import folder_of
from duijie.apps.exchange.models import FollowedRecord, Source
from duijie.apps.exchange.rules.sources import SEE_SOURCE, SourceState, log_keys
from duijie.apps.exchange.selectors.libraries import followed_needs, followed_offers
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import visible
from duijie.kernel.errors import NotFound, mark
from duijie.ledger.following.evidence import FOLDER


class Evidence(NamedTuple):
    """The two states that a log has signed, and the proof that they exclude each other."""

    held: str
    coming: str
    proof: str


class Taken(NamedTuple):
    """What has come of a source: rows, entries by kind with the newest hour, and the newest that could not be read."""

    years: tuple[int, ...]
    needs: int
    offers: int
    kinds: list[tuple[str, int, datetime]]
    problems: list[FollowedRecord]


_PROBLEMS_SHOWN = 10


def sources_of(actor: Actor) -> QuerySet[Source]:
    """The sources that the actor may see, by name; ended ones last."""
    return visible(actor, SEE_SOURCE, Source.objects.order_by("-ended_at", "name"))


def source_of(actor: Actor, source_id: UUID) -> Source:
    """One of them.

    Raises:
        NotFound: there is none that the actor may see.
    """
    found = sources_of(actor).filter(pk=source_id).first()
    if found is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return found


def taken_of(source: Source) -> Taken:
    """What was taken; the caller has shown that the actor may see the source."""
    records = FollowedRecord.objects.filter(source=source)
    counted = records.order_by("kind").values_list("kind").annotate(count=Count("pk"), last=Max("hour"))
    return Taken(
        years=tuple(log_keys(source.keys)),
        needs=followed_needs().filter(source=source).count(),
        offers=followed_offers().filter(source=source).count(),
        kinds=[(kind, count, last) for kind, count, last in counted],
        problems=list(records.exclude(problem="").order_by("-index")[:_PROBLEMS_SHOWN]),
    )


def addresses_to_follow() -> QuerySet[Source]:
    """The sources with an address, for the worker; one that contradicts itself waits for somebody."""
    return Source.objects.filter(ended_at=None).exclude(log_address="").exclude(state=SourceState.CONTRADICTS)


def is_following() -> bool:
    """Whether anybody is followed here at all."""
    return Source.objects.filter(ended_at=None).exists()


def evidence_of(source: Source) -> Evidence | None:
    """What is kept when a log contradicts itself; the caller has shown that the actor may see the source."""
    for year in range(source.held_year or 0, (source.held_year or -1) + 2):
        folder = folder_of(source, year) / FOLDER
        if (folder / "sentence").exists():
            return Evidence(*((folder / name).read_text(encoding="utf-8") for name in Evidence._fields))
    return None
