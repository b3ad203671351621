"""Who reads which notice, why he gets it, by which way and when, and what may leave the platform. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from duijie.kernel.access.actors import ASSIGNABLE
from duijie.kernel.access.conditions import Grant, Mine, grant
from duijie.kernel.errors import mark

SEE: Final = "notices.notice.see"
CHOOSE: Final = "notices.choice.change"
GRANTS: Final[tuple[Grant, ...]] = (
    grant(SEE, ASSIGNABLE, Mine("account_id")),
    grant(CHOOSE, ASSIGNABLE, Mine("account_id")),
)
TRIES: Final = 6
"""After so many failures a message is given up, and its recipient can read so."""


class Means(StrEnum):
    """The ways out of the platform beside the inbox."""

    SMS = "sms"
    EMAIL = "email"
    WECHAT = "wechat"


class Rhythm(StrEnum):
    """When somebody wants to be told of what is not urgent."""

    AT_ONCE = "at_once"
    DAILY = "daily"
    WEEKLY = "weekly"


class Because(StrEnum):
    """Why somebody is told; said to him on the page of what was sent."""

    TURN = "turn"
    ABOVE = "above"
    OFFICE = "office"
    OWN = "own"
    PLACE = "place"
    ORGANIZATION = "organization"
    REGISTRAR = "registrar"
    VOUCHER = "voucher"
    RECOMMENDED = "recommended"
    PREPARED = "prepared"
    RECEIVING = "receiving"
    SUBSCRIBED = "subscribed"
    PARTNER = "partner"


class Sending(StrEnum):
    """How a notice stands on one way: it waits, went out, could not be handed over, or no longer had to go."""

    WAITING = "waiting"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class Trouble(StrEnum):
    """Why something did not go out."""

    REFUSED = "refused"
    NO_ADDRESS = "no_address"
    SWITCHED_OFF = "switched_off"
    READ_BEFORE = "read_before"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to tell and why; `sms` for those who rarely sign in, until they choose otherwise.

    The address is looked up at the moment of sending.
    """

    account_id: UUID
    because: Because
    sms: bool = False


SUBJECT: Final = mark("News on the platform for social organizations and villages")
TEXT: Final = mark("There is news for you on the platform. Sign in to read it.")
TEXT_WITH_NUMBER: Final = mark("There is news about %(number)s. Sign in or enter your query code to read it.")


def outside_text(params: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """The message id and parameters of what leaves the platform: a public number at most, nothing of anybody."""
    number = params.get("number")
    return (TEXT_WITH_NUMBER, {"number": number}) if number else (TEXT, {})


def is_own_path(link: str) -> bool:
    """Whether a link stays on this platform: a path, not an address elsewhere."""
    return link.startswith("/") and not link.startswith(("//", "/\\"))


MORNING: Final = time(8, 0)
"""Collected messages go out at eight: work has begun, and nobody is woken."""


def next_digest(moment: datetime, rhythm: Rhythm) -> datetime:
    """When what happens at this local moment goes out: at the next eight in the morning, or the next Monday's.

    Raises:
        ValueError: who wants to be told at once gets no digest.
    """
    if rhythm is Rhythm.AT_ONCE:
        raise ValueError("what goes out at once waits for no digest")
    day = moment.date() if moment.time() < MORNING else moment.date() + timedelta(days=1)
    if rhythm is Rhythm.WEEKLY:
        day += timedelta(days=-day.weekday() % 7)
    return datetime.combine(day, MORNING, tzinfo=moment.tzinfo)
