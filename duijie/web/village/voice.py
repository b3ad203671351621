"""What stands in for typed words: a recording, which only scripts offer, and the photo of a sheet from its own page."""

from typing import Any

from django.utils.translation import gettext_lazy as _

from duijie.apps.needs.rules.requests import PHOTO_POLICY, VOICE_POLICY
from duijie.kernel.access.actors import Actor
from duijie.kernel.files.kinds import FileKind
from duijie.web.frame.uploads import KeptFilesField, KeptFilesInput

SECONDS_MOST = 120


class VoiceInput(KeptFilesInput):
    """The buttons to speak; without scripts there is nothing to see and nothing to skip."""

    template_name = "village/voice.html"

    def __init__(self, *, records: bool) -> None:
        super().__init__()
        self.records = records

    @property
    def is_hidden(self) -> bool:
        """It stands where the page puts it, without a label of its own."""
        return True

    def get_context(self, name: str, value: Any, attrs: Any) -> dict[str, Any]:
        """Whether the phone may record, or only write what it hears; and how long."""
        context = super().get_context(name, value, attrs)
        context["widget"].update(records=self.records, seconds=SECONDS_MOST)
        return context


class VoiceField(KeptFilesField):
    """At most one recording; its value is a list of it. A cadre types what others say, so for him nothing is kept."""

    def __init__(self, *, actor: Actor) -> None:
        records = not actor.is_official
        super().__init__(
            kind=FileKind.VOICE,
            policy=VOICE_POLICY,
            most=1,
            required=False,
            label=_("Recording"),
            widget=VoiceInput(records=records),
        )
        self.actor, self.records = actor, records

    def clean(self, value: Any) -> Any:
        """The newest recording: who records again replaces what he said before."""
        if not self.records:
            return []
        newest = {**value, "kept": [] if value["uploads"] else value["kept"][-1:], "uploads": value["uploads"][-1:]}
        return super().clean(newest)


class AttachedInput(KeptFilesInput):
    """Files that came with another page: carried along, and said to be there."""

    template_name = "village/attached.html"

    @property
    def is_hidden(self) -> bool:
        """It has no label, for there is nothing to choose."""
        return True


class AttachedField(KeptFilesField):
    """The photo of a sheet, sent on its own page; its value is a list of it."""

    def __init__(self, *, actor: Actor) -> None:
        super().__init__(
            kind=FileKind.PHOTO,
            policy=PHOTO_POLICY,
            most=1,
            required=False,
            label=_("Photo of the sheet"),
            widget=AttachedInput(),
        )
        self.actor = actor
