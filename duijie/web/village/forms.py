"""The questions of a request, most of which an order asks too: four things to type at most, the rest is chosen."""

from collections.abc import Iterable
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from duijie.apps.accounts.rules import phone_of
from duijie.apps.needs.rules.particulars import TEXT_MOST, text_faults
from duijie.apps.needs.rules.vocabulary import CONSENT_LABELS, Consent
from duijie.apps.regions.models import Division
from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import RuleBroken
from duijie.kernel.fields import FIELDS
from duijie.kernel.files.models import StoredFile
from duijie.web.frame.fields import TextField
from duijie.web.frame.forms import show_refusal
from duijie.web.village.remembered import chosen_place, own_village
from duijie.web.village.voice import AttachedField, VoiceField

NAME_MOST, PHONE_MOST, HOUSE_MOST = 60, 30, 120
FIELD_EXAMPLES = {
    "industry": _("growing, rearing, selling produce, a small business"),
    "agritech": _("advice on growing, seeds, machines, watering"),
    "culture_sport": _("books, a stage, a sports ground"),
    "ecology": _("waste, toilets, sewage, trees"),
    "health": _("a doctor's visit, a serious illness, the clinic"),
    "governance": _("a lawyer's advice, a dispute, volunteers"),
    "livelihood": _("the elderly, children, schooling, water, roads, lamps, housing, jobs"),
}
_EXAMPLE = '{}<span class="unseen">{}</span><small>{}</small>'


class ScreenedForm(forms.Form):
    """A form whose longer text others will read: numbers of persons and ways to pay are refused beside it."""

    screened: tuple[str, ...] = ("text",)

    def clean(self) -> dict[str, Any]:
        """Name what must be taken out."""
        cleaned = super().clean() or self.cleaned_data
        for name in self.screened:
            for fault in text_faults(**{name: str(cleaned.get(name) or "")}):
                show_refusal(self, fault)
        return cleaned


class PlacedForm(ScreenedForm):
    """The first form of a journey, which carries the village that was chosen on a page of its own."""

    village = forms.CharField(max_length=12, required=False, widget=forms.HiddenInput)

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        self.actor = actor
        super().__init__(*args, **kwargs)

    def clean_village(self) -> Division:
        """The village of a cadre is his own, whatever was sent.

        Raises:
            ValidationError: no village, or one for which the actor does not write.
        """
        division = own_village(self.actor) or chosen_place(self.cleaned_data["village"], self.actor)
        if division is None:
            raise ValidationError(gettext("Please choose your village."))
        return division


class WhatForm(PlacedForm):
    """What is needed: typed, spoken, or on the photo of a sheet."""

    text = TextField(limit=TEXT_MOST, rows=5)
    is_urgent = forms.BooleanField(
        label=_("It is urgent, for example after a fire, a flood or an accident"), required=False
    )
    field = forms.ChoiceField(
        label=_("What is it about?"),
        help_text=_("If you are not sure, leave it; the village chooses."),
        required=False,
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, elder: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        writes_for_others = self.actor.is_official
        self.fields["photos"] = AttachedField(actor=self.actor)
        self.fields["voice"] = VoiceField(actor=self.actor)
        if self.is_bound and self._is_unwritten():
            self.fields["text"].required = False
        self.fields["text"].label = (
            gettext("What does the household need?") if writes_for_others else gettext("What do you need?")
        )
        self.fields["text"].help_text = gettext(
            "In your own words: what is missing, where, for how many people. No phone or ID numbers here, please."
        )
        if elder and not writes_for_others:
            del self.fields["field"]
        else:
            self.fields["field"].choices = field_choices()  # type: ignore[attr-defined]

    def clean_voice(self) -> StoredFile | None:
        """The recording, where there is one."""
        kept: list[StoredFile] = self.cleaned_data["voice"]
        return kept[0] if kept else None

    def clean(self) -> dict[str, Any]:
        """Words, or a recording or photo that is still there."""
        cleaned = super().clean()
        if not any(cleaned.get(name) for name in ("voice", "photos", "text")) and not self.errors:
            self.add_error("text", self.fields["text"].error_messages["required"])
        return cleaned

    def _is_unwritten(self) -> bool:
        sent = self.data.get("voice_kept") or self.data.get("photos_kept") or "voice" in self.files
        return bool(sent) and not self.actor.is_official


class WhoForm(forms.Form):
    """Who asks; read only by village and township."""

    name = forms.CharField(max_length=NAME_MOST)
    phone = forms.CharField(
        label=_("Mobile phone"),
        required=False,
        max_length=PHONE_MOST,
        widget=forms.TextInput({"type": "tel", "inputmode": "tel"}),
    )
    house = forms.CharField(label=_("Group and house"), required=False, max_length=HOUSE_MOST)

    def __init__(self, *args: Any, actor: Actor, in_township: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for_others = actor.is_official
        self.fields["name"].label = gettext("The person's name") if for_others else gettext("Your name")
        self.fields["phone"].help_text = (
            gettext("Leave it empty if there is none. News is sent to this number.")
            if for_others
            else gettext("Leave it empty if you have none; then the village comes to your house.")
        )
        self.fields["house"].help_text = (
            gettext("With the name of the village, for it was not on the list.")
            if in_township
            else gettext("So that the village finds the house, for example group 2, no. 15.")
        )
        self.fields["house"].required = in_township
        if not for_others:
            self.fields["name"].widget.attrs["autocomplete"] = "name"
            self.fields["phone"].widget.attrs["autocomplete"] = "tel"

    def clean_phone(self) -> str:
        """The number as it was typed, if it can be one.

        Raises:
            ValidationError: it is no mobile number.
        """
        typed: str = self.cleaned_data["phone"].strip()
        if typed:
            try:
                phone_of(typed)
            except RuleBroken as fault:
                raise ValidationError(gettext(fault.code) % fault.params) from None
        return typed


class ConsentForm(forms.Form):
    """What has to be agreed to before it is sent: each thing in a sentence of its own."""

    consent = forms.ChoiceField(
        label=_("How did the person agree that you write this down?"),
        help_text=_("For a child under 14 a parent or guardian agrees."),
        choices=[(each.value, _(CONSENT_LABELS[each])) for each in (Consent.SIGNED, Consent.SPOKEN)],
        widget=forms.RadioSelect,
    )
    sensitive = forms.BooleanField(required=False)

    def __init__(self, *args: Any, actor: Actor, words: Iterable[str] = (), **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        box = self.fields["sensitive"]
        if actor.is_official:
            box.label = gettext(
                "The person agrees separately: what is said here of illness, disability, money matters or a child may"
                " be read by village and township to verify it and to help."
            )
        else:
            del self.fields["consent"]
            box.label = gettext(
                "I agree separately: what I say here of illness, disability, money matters or a child may be read by"
                " village and township to verify it and to help."
            )
        self.words = tuple(words)
        if self.words:
            box.help_text = gettext("You wrote: %(words)s. If you do not agree, go back and take it out.") % {
                "words": "、".join(self.words)
            }

    def clean_sensitive(self) -> bool:
        """Required where the words speak of such things.

        Raises:
            ValidationError: they do, and the box is empty.
        """
        agreed = bool(self.cleaned_data["sensitive"])
        if self.words and not agreed:
            raise ValidationError(gettext("Tick this box if you agree; or go back and take these words out."))
        return agreed


def field_choices() -> list[tuple[str, str]]:
    """The seven fields with examples, and the way out for who is not sure."""
    named = [
        (each.code, format_html(_EXAMPLE, gettext(each.label), gettext(", "), FIELD_EXAMPLES[each.code]))
        for each in FIELDS.values()
    ]
    return [*named, ("", gettext("I am not sure"))]
