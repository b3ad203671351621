"""The form of a subscription, and how a list that somebody has filtered becomes one."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.exchange.models import Subscription
from duijie.apps.exchange.rules.subscriptions import ADDRESS_LENGTH, KIND_LABELS, MOST_AREAS, NAME_LENGTH, Kind, Wish
from duijie.apps.regions.models import Division
from duijie.apps.regions.selectors import find
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.fields import FIELDS
from duijie.web.frame.choices import choices_of
from duijie.web.frame.formats import DOT
from duijie.web.frame.places import PlacesField, divisions_of


class SubscriptionForm(forms.Form):
    """What to be told of, and how."""

    name = forms.CharField(
        label=gettext_lazy("What shall it be called?"),
        help_text=gettext_lazy("Stands in the messages, such as: lamps in Dingxi."),
        max_length=NAME_LENGTH,
    )
    kind = forms.ChoiceField(
        label=gettext_lazy("Tell us of new"),
        choices=choices_of({kind.value: label for kind, label in KIND_LABELS.items()}),
        widget=forms.RadioSelect,
        initial=Kind.NEED.value,
    )
    topics = forms.MultipleChoiceField(
        label=gettext_lazy("Fields"),
        help_text=gettext_lazy("None ticked: all."),
        choices=choices_of({code: each.label for code, each in FIELDS.items()}),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    areas = PlacesField(label=gettext_lazy("Places"), most=MOST_AREAS, required=False)
    beneficiaries = forms.MultipleChoiceField(
        label=gettext_lazy("For whom"),
        help_text=gettext_lazy("None ticked: all."),
        choices=choices_of(BENEFICIARIES),
        widget=forms.CheckboxSelectMultiple,
        required=False,
    )
    only_key_counties = forms.BooleanField(label=gettext_lazy("Needs of key counties only"), required=False)
    tells_people = forms.BooleanField(
        label=gettext_lazy("Tell everybody who works here"),
        help_text=gettext_lazy(
            "Once a day in the inbox and by the ways that each has chosen; what is urgent comes at once."
        ),
        required=False,
        initial=True,
    )
    webhook_address = forms.CharField(
        label=gettext_lazy("Hand it to our own program (webhook)"),
        help_text=gettext_lazy("An https address that takes JSON. Leave it empty if you have none."),
        max_length=ADDRESS_LENGTH,
        required=False,
        widget=forms.URLInput({"autocomplete": "off", "spellcheck": "false"}),
    )


def wish_of_form(given: Mapping[str, Any]) -> Wish:
    """The cleaned form as what the services take."""
    return Wish(
        name=given["name"],
        kind=Kind(given["kind"]),
        fields=tuple(given["topics"]),
        areas=tuple(each.path for each in given["areas"]),
        beneficiaries=tuple(given["beneficiaries"]),
        only_key_counties=given["only_key_counties"],
        tells_people=given["tells_people"],
        webhook_address=given["webhook_address"].strip(),
    )


def initial_of(row: Subscription) -> dict[str, Any]:
    """What stands in the form now."""
    names = ("name", "kind", "beneficiaries", "only_key_counties", "tells_people", "webhook_address")
    return {**{name: getattr(row, name) for name in names}, "topics": row.fields, "areas": divisions_of(row.areas)}


def initial_of_list(query: QueryDict) -> dict[str, Any]:
    """The filters of a list (`public.searching.subscribe_address`) as a subscription to it."""
    kind = query.get("kind", "")
    if kind not in set(Kind):
        return {}
    field, whom, place = query.get("field", ""), query.get("beneficiaries", ""), _place(query.get("place", ""))
    named = [place.name if place else "", _(FIELDS[field].label) if field in FIELDS else ""]
    return {
        "kind": kind,
        "topics": [field] if field in FIELDS else [],
        "areas": [place] if place else [],
        "beneficiaries": [whom] if whom in BENEFICIARIES else [],
        "only_key_counties": query.get("which") == "key",
        "name": DOT.join(each for each in named if each) or _(KIND_LABELS[Kind(kind)]),
    }


def _place(code: str) -> Division | None:
    return find(code) if code else None
