"""Needs and offers of other provinces as their records tell them, one function for what a record says."""

from collections.abc import Mapping
from typing import Any, TypeVar

from duijie.apps.exchange.models import FollowedNeed, FollowedOffer, FollowedRecord
from duijie.apps.exchange.rules.contents import (
    ERASE,
    NEED_FIELDS,
    OFFER_FIELDS,
    Unreadable,
    missing_in,
    read_facts,
)
from duijie.apps.regions.rules import code_of_segment
from duijie.apps.regions.selectors import find
from duijie.kernel.clock import now
from duijie.kernel.search import search_words

Content = TypeVar("Content", FollowedNeed, FollowedOffer)
_GONE: dict[str, Any] = {"number": "", "title": "", "text": "", "search": None, "beneficiaries": []}


def publish_need(row: FollowedRecord) -> None:
    """A need stands in their library from now on.

    Raises:
        Unreadable: its facts are not those of a need.
    """
    values = _need_values(row)
    _demand(values, ("number", "title", "field", "quantity"))
    need = FollowedNeed(source=row.source, subject=row.subject, state="published")
    _publish(need, row, values)


def change_need(row: FollowedRecord) -> None:
    """A need asks for something else now, or for nothing more.

    Raises:
        Unreadable: as above.
    """
    _change(FollowedNeed, row, _need_values(row))


def publish_offer(row: FollowedRecord) -> None:
    """An offer stands in their menu from now on.

    Raises:
        Unreadable: its facts are not those of an offer.
    """
    values = read_facts(row.facts or {}, OFFER_FIELDS)
    _demand(values, ("number", "title"))
    _publish(FollowedOffer(source=row.source, subject=row.subject, state="published"), row, values)


def change_offer(row: FollowedRecord) -> None:
    """An offer has another capacity, rests, goes on or has ended.

    Raises:
        Unreadable: as above.
    """
    _change(FollowedOffer, row, read_facts(row.facts or {}, OFFER_FIELDS))


def erase(row: FollowedRecord) -> None:
    """The origin has erased what stands behind a subject's entries: nothing of it is left here either."""
    of_subject = {"source": row.source, "subject": row.subject}
    FollowedRecord.objects.filter(**of_subject).exclude(kind=ERASE).update(facts=None, problem="")
    FollowedNeed.objects.filter(**of_subject).update(**_GONE, place="", erased_at=now())
    FollowedOffer.objects.filter(**of_subject).update(**_GONE, organization="", areas="", erased_at=now())


def _need_values(row: FollowedRecord) -> dict[str, object]:
    values = read_facts(row.facts or {}, NEED_FIELDS)
    if "met" in values:
        values["quantity_met"] = values.pop("met") or 0
    return values


def _demand(values: Mapping[str, object], needed: tuple[str, ...]) -> None:
    if missing := missing_in(values, needed):
        raise Unreadable(f"{missing} is missing")


def _publish(content: Content, row: FollowedRecord, values: Mapping[str, object]) -> None:
    """Write it anew: published again after a return, it is the same with other words."""
    held = type(content)._default_manager.filter(source=row.source, subject=row.subject).first()
    content = held or content
    division = find(code_of_segment(row.division)) if row.division else None
    content.division_code = division.code if division else ""
    content.division_path = division.path if division else ""
    content.published_at = content.changed_at = row.hour
    _set(content, values)


def _change(kind: type[Content], row: FollowedRecord, values: Mapping[str, object]) -> None:
    """Change what is held; without its publication there is nothing to change."""
    content = kind._default_manager.filter(source=row.source, subject=row.subject, erased_at=None).first()
    if content is not None:
        content.changed_at = row.hour
        _set(content, {name: value for name, value in values.items() if not (name == "quantity" and value is None)})


def _set(content: FollowedNeed | FollowedOffer, values: Mapping[str, object]) -> None:
    for name, value in values.items():
        setattr(content, name, value)
    other = content.organization if isinstance(content, FollowedOffer) else content.place
    content.search = search_words(content.title, content.text, other, subfield=content.subfield)
    content.save()
