"""What is shown to who has just sent something: his number, his code, who looks into it until when."""

import json
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Final

from duijie.apps.needs.models import Need, Request
from duijie.kernel.clock import now

SHOWN_FOR: Final = timedelta(hours=1)
"""Long enough for a page that did not arrive over a slow network, too short for who takes the phone next."""


@dataclass(frozen=True, slots=True)
class Receipt:
    """`kind` is `request`, `order` (of a household) or `village_order`; `code` the 查询码; `office` a role."""

    kind: str
    number: str
    title: str
    sent_at: str
    code: str = ""
    office: str = ""
    until: str = ""
    again: str = ""

    @classmethod
    def of(
        cls, kind: str, number: str, row: Request | Need, *, title: str, code: str = "", again: str = ""
    ) -> "Receipt":
        """The receipt of what was just sent; `row` waits for an office."""
        until = row.awaiting_until.isoformat() if row.awaiting_until else ""
        return cls(kind, number, title, now().isoformat(), code, row.awaiting_role, until, again)

    @classmethod
    def read(cls, text: str) -> "Receipt":
        """The receipt that `written` gave."""
        return cls(**json.loads(text))

    @property
    def written(self) -> str:
        """The receipt as text."""
        return json.dumps(asdict(self), ensure_ascii=False)

    @property
    def is_shown(self) -> bool:
        """Whether the code may still be shown."""
        return now() - datetime.fromisoformat(self.sent_at) < SHOWN_FOR

    @property
    def answer_by(self) -> datetime | None:
        """Until when the office answers."""
        return datetime.fromisoformat(self.until) if self.until else None
