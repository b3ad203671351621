"""Who may subscribe to what, when a collection is due, and when a silent receiver is given up. Plain Python.

The notice, 八: 「共享推送」 of needs and offers, so that nobody has to come and look.
"""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from urllib.parse import urlsplit
from uuid import UUID

from duijie.kernel.access.actors import ORGANIZATION_ROLES, Role
from duijie.kernel.access.conditions import At, Grant, MyRole, OurOrganization, grant
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.errors import RuleBroken, mark
from duijie.kernel.fields import FIELDS

NAME: Final = "exchange.subscription."
SEE: Final = NAME + "see"
KEEP: Final = NAME + "keep"
OFFICES: Final = (Role.COUNTY_OFFICE, Role.PREFECTURE_OFFICE, Role.PROVINCE_OFFICE)
_OURS = At("office_path") & MyRole("office_role")
GRANTS: Final[tuple[Grant, ...]] = (
    grant(SEE, ORGANIZATION_ROLES, OurOrganization()),
    grant(SEE, OFFICES, _OURS),
    grant(KEEP, ORGANIZATION_ROLES, OurOrganization()),
    grant(KEEP, OFFICES, _OURS),
)
MOST_OF_ONE: Final = 50
"""So many subscriptions one organization or office may have at a time."""
MOST_AREAS: Final = 50
NAME_LENGTH: Final = 40
ADDRESS_LENGTH: Final = 300
COLLECTED_AT: Final = time(7, 30)
"""What was found until then goes out in one message a day; it is there when work begins."""
KEPT_FOR: Final = timedelta(days=30)
PAUSES: Final = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 300, 600, 840, 960))
"""How long to wait before each further try of a webhook: eight of them in just under two days."""
GONE: Final = 410
"""A receiver that answers so wants no more: https://www.rfc-editor.org/rfc/rfc9110#section-15.5.11."""


class Kind(StrEnum):
    """What somebody subscribes to."""

    NEED = "need"
    OFFER = "offer"


KIND_LABELS: Final = {Kind.NEED: mark("Needs"), Kind.OFFER: mark("Services on offer")}


class Standing(StrEnum):
    """Whether a subscription counts."""

    ACTIVE = "active"
    ENDED = "ended"


@dataclass(frozen=True, slots=True, kw_only=True)
class Wish:
    """What a subscription asks for and by which ways; nothing chosen of a kind means any. `areas` are paths."""

    name: str
    kind: Kind
    fields: tuple[str, ...] = ()
    areas: tuple[str, ...] = ()
    beneficiaries: tuple[str, ...] = ()
    only_key_counties: bool = False
    tells_people: bool = True
    webhook_address: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Published:
    """What a newly published row is found by.

    `places` are the division paths that it is about, `reach` the same with every division above them; an offer
    without places is for anywhere.
    """

    kind: Kind
    row_id: UUID
    number: str
    field: str
    places: tuple[str, ...]
    reach: tuple[str, ...]
    beneficiaries: tuple[str, ...]
    is_key_county: bool
    is_urgent: bool


def wish_faults(wish: Wish, *, plain: bool) -> list[RuleBroken]:
    """What is wrong with a wish; `plain` lets a webhook have an address without https."""
    faults = []
    if not wish.name.strip() or len(wish.name) > NAME_LENGTH:
        faults.append(RuleBroken(mark("Please give it a name of at most 40 characters."), field="name"))
    if not (_within(wish.fields, FIELDS) and _within(wish.beneficiaries, BENEFICIARIES)):
        faults.append(RuleBroken(mark("Please choose from the list."), field="topics"))
    if len(wish.areas) > MOST_AREAS:
        faults.append(RuleBroken(mark("At most %(most)s places, please."), field="areas", most=MOST_AREAS))
    if wish.webhook_address and not _is_address(wish.webhook_address, plain=plain):
        faults.append(
            RuleBroken(
                mark("The address begins with https:// and has no user name, password or # in it."),
                field="webhook_address",
            )
        )
    return faults


def _within(chosen: Collection[str], known: Collection[str]) -> bool:
    return all(each in known for each in chosen)


def _is_address(address: str, *, plain: bool) -> bool:
    if len(address) > ADDRESS_LENGTH or not address.isascii() or any(each <= " " for each in address):
        return False
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError:
        return False
    allowed = {"https", "http"} if plain else {"https"}
    clean = parts.username is None and parts.password is None and not parts.fragment and port != 0
    return parts.scheme in allowed and bool(parts.hostname) and clean


def last_collection(moment: datetime) -> datetime:
    """The newest moment of collecting that is not after a local moment."""
    today = datetime.combine(moment.date(), COLLECTED_AT, tzinfo=moment.tzinfo)
    return today if today <= moment else today - timedelta(days=1)


def pause_after(failures: int) -> timedelta | None:
    """How long to wait after so many failures in a row, from 1; None when it is given up."""
    return PAUSES[failures - 1] if failures <= len(PAUSES) else None
