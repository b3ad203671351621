"""Who reads which notice, and what may leave the platform by SMS or e-mail. Plain Python."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from duijie.kernel.access.actors import ASSIGNABLE
from duijie.kernel.access.conditions import Grant, Mine, grant
from duijie.kernel.errors import mark

SEE: Final = "notices.notice.see"
GRANTS: Final[tuple[Grant, ...]] = (grant(SEE, ASSIGNABLE, Mine("account_id")),)


class Means(StrEnum):
    """The ways out of the platform beside the inbox."""

    SMS = "sms"
    EMAIL = "email"


@dataclass(frozen=True, slots=True)
class Recipient:
    """Whom to tell, and whether also by SMS or e-mail; the address is looked up at the moment of sending."""

    account_id: UUID
    sms: bool = False
    email: bool = False

    @property
    def means(self) -> list[str]:
        """The wished ways, as they are kept."""
        return [means.value for means, wished in ((Means.SMS, self.sms), (Means.EMAIL, self.email)) if wished]


SUBJECT: Final = mark("News on the platform for social organizations and villages")
TEXT: Final = mark("There is news for you on the platform. Sign in to read it.")
TEXT_WITH_NUMBER: Final = mark("There is news about %(number)s. Sign in or enter your query code to read it.")


def outside_text(params: Mapping[str, object]) -> tuple[str, dict[str, object]]:
    """The message id and parameters of what an SMS or e-mail says: a public number at most, nothing of anybody."""
    number = params.get("number")
    return (TEXT_WITH_NUMBER, {"number": number}) if number else (TEXT, {})


def is_own_path(link: str) -> bool:
    """Whether a link stays on this platform: a path, not an address elsewhere."""
    return link.startswith("/") and not link.startswith(("//", "/\\"))
