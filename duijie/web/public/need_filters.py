"""What somebody may look for in the demand library, and which place is meant by a word."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from duijie.apps.needs.rules.vocabulary import FORM_LABELS, Track
from duijie.apps.needs.selectors.library import Filters
from duijie.apps.regions.models import Division
from duijie.apps.regions.searching import search
from duijie.kernel.fields import FIELDS

NAMESAKES_SHOWN = 6
_ANY = ("", gettext_lazy("All"))


class NeedFilters(forms.Form):
    """Narrow the library."""

    text = forms.CharField(label=gettext_lazy("Words or number"), required=False, max_length=60)
    place = forms.CharField(
        label=gettext_lazy("Place"),
        required=False,
        max_length=60,
        widget=forms.TextInput({"placeholder": gettext_lazy("通渭 or tw"), "autocomplete": "off"}),
    )
    field = forms.ChoiceField(
        label=gettext_lazy("Field"),
        required=False,
        choices=(_ANY, *((each.code, gettext_lazy(each.label)) for each in FIELDS.values())),
    )
    form = forms.ChoiceField(
        label=gettext_lazy("Form of help"),
        required=False,
        choices=(_ANY, *((str(key), gettext_lazy(label)) for key, label in FORM_LABELS.items())),
    )
    which = forms.ChoiceField(
        label=gettext_lazy("Which"),
        required=False,
        choices=(
            _ANY,
            ("open", gettext_lazy("Something is still open")),
            ("key", gettext_lazy("Still open, in key counties")),
            ("wish", gettext_lazy("Small wishes to be claimed")),
        ),
    )


def filters_of(chosen: Mapping[str, Any], place: str) -> Filters:
    """What somebody has chosen in the form, within a division path ("" for anywhere)."""
    which = chosen.get("which", "")
    return Filters(
        text=chosen.get("text", ""),
        field=chosen.get("field", ""),
        form=chosen.get("form", ""),
        place=place,
        track=Track.WISH if which == "wish" else "",
        is_open=bool(which),
        is_key_county=which == "key",
    )


def places_called(words: str) -> list[Division]:
    """The places of these words, the likeliest first; a full name or code means one place only."""
    exact = Division.objects.filter(full_name=words).first() or Division.objects.filter(code=words).first()
    if not words or exact:
        return [exact] if exact else []
    return list(search(words, limit=NAMESAKES_SHOWN))
