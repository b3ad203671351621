"""Forms of offers."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.forms import (
    BooleanField,
    CharField,
    CheckboxSelectMultiple,
    ChoiceField,
    DateField,
    DecimalField,
    Form,
    MultipleChoiceField,
    RadioSelect,
    TextInput,
)
from django.utils.translation import gettext_lazy as _

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.content import Content
from duijie.apps.offers.rules.vocabulary import FORMS, MODES, QUALIFICATIONS
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.files.kinds import FileKind
from duijie.kernel.files.models import StoredFile
from duijie.web.frame.choices import choices_of, field_choices, subfield_choices
from duijie.web.frame.fields import MoneyField, TextField
from duijie.web.frame.places import PlacesField, divisions_of
from duijie.web.frame.uploads import KeptFilesField
from duijie.web.frame.widgets import DateInput

_PICTURES = ("picture", "remove_picture")


class CapacityField(DecimalField):
    """How much can be given in all, in the offer's unit."""

    def __init__(self, **arguments: Any) -> None:
        super().__init__(min_value=Decimal("0.01"), max_digits=12, decimal_places=2, **arguments)
        self.widget.attrs.update({"class": "w-number", "inputmode": "decimal", "step": "any"})


class OfferForm(Form):
    """An offer; a draft needs a title only, the rest is asked for when it is sent."""

    title = CharField(
        label=_("What do you offer?"), help_text=_("As a villager would say it, in a few words."), max_length=60
    )
    field = ChoiceField(label=_("Field"), choices=field_choices(_("Choose one")), required=False)
    subfield = ChoiceField(label=_("Kind of help"), choices=subfield_choices(_("Any")), required=False)
    text = TextField(
        label=_("What exactly, and how"),
        help_text=_("No names of persons, no private phone numbers, no accounts: everybody can read it."),
        limit=500,
        required=False,
    )
    beneficiaries = MultipleChoiceField(
        label=_("For whom"), choices=choices_of(BENEFICIARIES), widget=CheckboxSelectMultiple, required=False
    )
    forms = MultipleChoiceField(
        label=_("What is given"), choices=choices_of(FORMS), widget=CheckboxSelectMultiple, required=False
    )
    capacity = CapacityField(label=_("How much in all"), required=False)
    unit = CharField(
        label=_("Unit"), help_text=_("Households, lamps, visits, classes …"), max_length=10, required=False
    )
    areas = PlacesField(label=_("Where do you come?"), required=False)
    key_counties_only = BooleanField(label=_("Key counties only"), required=False)
    mode = ChoiceField(label=_("How"), choices=choices_of(MODES), widget=RadioSelect, initial="onsite")
    available_from = DateField(label=_("From"), required=False, widget=DateInput())
    available_to = DateField(label=_("To"), required=False, widget=DateInput())
    budget_fen = MoneyField(label=_("Budget, if you state one"), required=False)
    qualifications = MultipleChoiceField(
        label=_("Qualifications of those who come"),
        choices=choices_of(QUALIFICATIONS),
        widget=CheckboxSelectMultiple,
        required=False,
    )
    requirements = CharField(
        label=_("What the receiving side should have"),
        help_text=_("Such as a room, electricity, somebody who goes along."),
        max_length=200,
        required=False,
    )
    contact_office = CharField(label=_("Office in charge"), max_length=100, required=False)
    contact_phone = CharField(
        label=_("Phone of the office"),
        help_text=_("Everybody can read it; no person's own number."),
        max_length=30,
        required=False,
        widget=TextInput({"type": "tel", "class": "w-phone"}),
    )
    picture = KeptFilesField(
        label=_("Picture"),
        help_text=_("Of the work, not of faces."),
        kind=FileKind.PHOTO,
        policy="offer",
        most=1,
        required=False,
    )
    remove_picture = BooleanField(label=_("Take the picture away"), required=False)

    def __init__(self, *args: Any, has_picture: bool = False, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not has_picture:
            del self.fields["remove_picture"]


class CapacityForm(Form):
    """A new capacity."""

    capacity = CapacityField(label=_("How much in all"))


def content_of_form(given: Mapping[str, Any]) -> Content:
    """The cleaned form as what the services take."""
    values = {name: value for name, value in given.items() if name not in _PICTURES}
    for name in ("beneficiaries", "forms", "qualifications"):
        values[name] = tuple(given[name])
    return Content(**{**values, "areas": tuple(each.path for each in given["areas"])})


def picture_of_form(given: Mapping[str, Any], present: StoredFile | None = None) -> StoredFile | None:
    """The new picture, else the present one unless it is to be taken away."""
    if given["picture"]:
        chosen: StoredFile = given["picture"][0]
        return chosen
    return None if given.get("remove_picture") else present


def offer_initial(offer: Offer) -> dict[str, Any]:
    """The row as the form shows it again."""
    initial = {name: getattr(offer, name) for name in OfferForm.base_fields if name not in _PICTURES}
    capacity = offer.capacity.normalize() if offer.capacity is not None else None
    return {
        **initial,
        "capacity": f"{capacity:f}" if capacity is not None else None,
        "areas": divisions_of(offer.areas),
    }
