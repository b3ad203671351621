"""What a file that was carried here has brought, as its page tells it afterwards. Plain Python."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any, Final

from duijie.kernel.errors import Refusal, mark

TOO_MANY: Final = mark("A file brings at most %(most)s pledges; the others come with the next one.")

TOMORROW: Final = mark("At most %(most)s pledges of a province are taken a day; bring the file again tomorrow.")


@dataclass(frozen=True, slots=True)
class Refused:
    """A pledge that was not taken: its id as the file names it, and why (a message id with its values)."""

    name: str
    code: str
    params: Mapping[str, Any]


@dataclass(slots=True)
class Brought:
    """How many records were new, how many pledges are kept now, how many were for others, and which were refused."""

    records: int = 0
    pledges: int = 0
    for_others: int = 0
    refused: list[Refused] = field(default_factory=list)

    def refuse(self, name: str, refusal: Refusal) -> None:
        """Keep why one was not taken."""
        params = {each: value if isinstance(value, int) else str(value) for each, value in refusal.params.items()}
        self.refused.append(Refused(name, refusal.code, params))

    def as_json(self) -> dict[str, Any]:
        """For the table."""
        return asdict(self)


def brought_of(kept: Mapping[str, Any]) -> Brought:
    """Read what `as_json` gave."""
    return Brought(**{**kept, "refused": [Refused(**each) for each in kept["refused"]]})
