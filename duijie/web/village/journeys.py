"""A journey over several pages: its answers are kept, encrypted, from the first page until they are sent.

The journey's id stands in the address of every page and is the submission's id: however often the last button is
pressed, and whatever the back button brings up again, it is sent once. Who may read the answers is decided by the
account, or before signing in by the phone's own cookie (`kernel.submissions`).
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID

from django.http import QueryDict

from duijie.kernel.access.actors import Actor
from duijie.kernel.submissions.models import Submission
from duijie.kernel.submissions.services import draft_of, keep_draft


@dataclass
class Journey:
    """The answers given so far, each as a form sent it; `result` is where it led once it was sent."""

    id: UUID
    key: str
    actor: Actor
    answers: dict[str, list[str]] = field(default_factory=dict)
    result: str = ""
    is_anothers: bool = False

    @classmethod
    def opened(cls, journey_id: UUID, *, key: str, actor: Actor) -> "Journey":
        """The journey of this id as this person may see it; one that nobody has begun is empty."""
        row = Submission.objects.filter(pk=journey_id, form=key).first()
        if row is None:
            return cls(journey_id, key, actor)
        answers = draft_of(journey_id, form=key, actor=actor)
        is_anothers = row.done_at is None and answers is None
        return cls(journey_id, key, actor, answers or {}, row.result, is_anothers)

    def keep(self, answers: Mapping[str, Sequence[str]]) -> None:
        """Add answers to those kept."""
        self.answers.update({name: list(values) for name, values in answers.items()})
        keep_draft(self.id, form=self.key, actor=self.actor, data=self.answers)

    def has_seen(self, names: Iterable[str]) -> bool:
        """Whether one of these fields has been sent, even if it was left empty."""
        return any(name in self.answers for name in names)

    @property
    def data(self) -> QueryDict:
        """The answers as a form's data."""
        data = QueryDict(mutable=True)
        for name, values in self.answers.items():
            data.setlist(name, values)
        return data
