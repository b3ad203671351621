"""What the ministry's instance holds of the reporting units, as following leaves it: sources and verified records."""

from datetime import UTC, date, datetime
from itertools import count

from duijie.apps.exchange.models import FollowedRecord, Source
from duijie.apps.exchange.rules.sources import SourceState
from duijie.apps.figures.rules import Quarter, reading_day
from duijie.apps.figures.rules.places import Counts
from duijie.kernel.ids import new_id

QUARTER = Quarter(2026, 2)
DAY = reading_day(QUARTER, 90)
IN_QUARTER = datetime(2026, 5, 10, 3, tzinfo=UTC)
_INDEX = count()


def make_source(code: str, name: str = "示例省", state: SourceState = SourceState.FOLLOWING) -> Source:
    """A log that the ministry follows; `code` as logs name it, such as 620000."""
    return Source.objects.create(
        name=name,
        province_code=code,
        log_name=f"log.example/{code}",
        log_address=f"https://log.example/log/{code}/",
        site_address="https://log.example/",
        keys="",
        division_path="/",
        state=state,
        held_year=2026,
        held_size=48,
    )


def add_record(
    source: Source,
    kind: str,
    facts: dict[str, object] | None,
    *,
    division: str = "",
    subject: str = "",
    hour: datetime = IN_QUARTER,
) -> FollowedRecord:
    """A verified record of a source."""
    return FollowedRecord.objects.create(
        source=source,
        origin=f"{source.log_name}/2026",
        index=next(_INDEX),
        kind=kind,
        hour=hour,
        division=division,
        subject=subject or new_id().hex,
        role="system",
        facts=facts,
    )


def add_reading(source: Source, division: str, counts: Counts, as_of: date = DAY) -> FollowedRecord:
    """What a source states of a place for a quarter."""
    facts = {"quarter": QUARTER.code, "as_of": as_of.isoformat(), **counts.as_facts()}
    return add_record(
        source, "figures.reading.publish", facts, division=division, hour=datetime(2026, 9, 29, tzinfo=UTC)
    )


def add_need(source: Source, number: str, *, division: str = "621121", **more: object) -> str:
    """A need that was published in the quarter, and with `taken` or `fulfilled` what came of it; its subject."""
    subject = new_id().hex
    add_record(source, "needs.need.publish", {"number": number}, division=division, subject=subject)
    if more.get("taken"):
        add_record(source, "matches.match.commit", {"need": number, "quantity": "5", "unit": "盏"})
    if more.get("fulfilled"):
        add_record(source, "needs.need.reflect", {"state": "fulfilled"}, division=division, subject=subject)
    return subject
