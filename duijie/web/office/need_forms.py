"""The form of a need, and the small forms of the acts on it."""

from collections.abc import Iterable
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
    IntegerField,
    MultipleChoiceField,
    RadioSelect,
    TextInput,
)
from django.utils.translation import gettext_lazy as _

from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.particulars import FIELDS_OF_NEED, TEXT_MOST, TITLE_MOST
from duijie.apps.needs.rules.vocabulary import (
    FORM_LABELS,
    MAKER_LABELS,
    POLICY_COVER_LABELS,
    POLICY_LABELS,
    TRACK_LABELS,
    URGENCY_LABELS,
    Maker,
    Urgency,
)
from duijie.apps.needs.selectors.places import places_within
from duijie.apps.needs.services.places import COUNTY_OR_BELOW
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.web.frame.choices import choices_of, field_choices, subfield_choices
from duijie.web.frame.fields import MoneyField, TextField
from duijie.web.frame.widgets import DateInput

_DEPTH_MARK = "　"


class QuantityField(DecimalField):
    """How much, in the need's unit."""

    def __init__(self, **arguments: Any) -> None:
        arguments.setdefault("label", _("How much"))
        super().__init__(min_value=Decimal("0.01"), max_digits=12, decimal_places=2, **arguments)
        self.widget.attrs.update({"class": "w-number", "inputmode": "decimal", "step": "any"})


class CountField(IntegerField):
    """A number of households or people."""

    widget = TextInput({"class": "w-number", "inputmode": "numeric"})

    def __init__(self, **arguments: Any) -> None:
        super().__init__(min_value=0, max_value=10**9, required=False, **arguments)


class CoverForm(Form):
    """政策保障情况: how far policies cover the need."""

    policy_cover = ChoiceField(
        label=_("Is it covered by a policy?"), choices=choices_of(POLICY_COVER_LABELS), widget=RadioSelect
    )
    policy_name = CharField(label=_("Which policy"), max_length=100, required=False)
    remaining_gap = CharField(label=_("What gap remains"), max_length=200, required=False)


class StateCoverForm(CoverForm):
    """What an office states, with its word on whether the same is done elsewhere."""

    is_duplicate = BooleanField(label=_("The same is already under way elsewhere"), required=False)


class NeedForm(Form):
    """A need as villages, schools, townships and counties state it; the names are those of the particulars."""

    title = CharField(
        label=_("Name of the need"), help_text=_("For example 示例村安装太阳能路灯"), max_length=TITLE_MOST
    )
    text = TextField(
        label=_("What is needed, and why"),
        help_text=_("Everybody can read it: no names of persons, no private phone numbers, no accounts."),
        limit=TEXT_MOST,
    )
    division_code = ChoiceField(label=_("For which place"))
    maker = ChoiceField(label=_("Who asks"), choices=choices_of(MAKER_LABELS), widget=RadioSelect)
    subfield = ChoiceField(label=_("Kind of need"), choices=subfield_choices(_("Choose one")))
    form = ChoiceField(label=_("Form of help"), choices=choices_of(FORM_LABELS), widget=RadioSelect)
    quantity = QuantityField()
    unit = CharField(label=_("Unit"), help_text=_("Lamps, households, metres, classes …"), max_length=10)
    not_needed = CharField(
        label=_("What is not needed"), help_text=_("For example second-hand clothes."), max_length=200, required=False
    )
    total_fen = MoneyField(label=_("Funds in all"), required=False)
    secured_fen = MoneyField(label=_("Of these already secured"), required=False)
    beneficiaries = MultipleChoiceField(
        label=_("For whom"), choices=choices_of(BENEFICIARIES), widget=CheckboxSelectMultiple, required=False
    )
    households = CountField(label=_("Households"))
    persons = CountField(label=_("People"))
    urgency = ChoiceField(
        label=_("How urgent"), choices=choices_of(URGENCY_LABELS), widget=RadioSelect, initial=Urgency.NORMAL.value
    )
    wanted_by = DateField(label=_("Wanted by"), required=False, widget=DateInput())
    implementer = CharField(label=_("Who carries it out on site"), max_length=100, required=False)
    policy_cover = ChoiceField(
        label=_("Is it covered by a policy?"),
        choices=choices_of(POLICY_COVER_LABELS, empty=_("Not known yet")),
        required=False,
    )
    policy_name = CharField(label=_("Which policy"), max_length=100, required=False)
    remaining_gap = CharField(label=_("What gap remains"), max_length=200, required=False)
    contact_office = CharField(label=_("Office in charge"), max_length=100, required=False)
    contact_phone = CharField(
        label=_("Its phone"), help_text=_("Of the office, not of a person."), max_length=30, required=False
    )

    def __init__(self, *args: Any, actor: Actor, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["division_code"].choices = place_choices(actor)  # type: ignore[attr-defined]

    def values(self) -> dict[str, Any]:
        """What the services take."""
        given = dict(self.cleaned_data)
        given["secured_fen"] = given["secured_fen"] or 0
        given["field"] = ""
        return given


def place_choices(actor: Actor) -> list[tuple[str, str]]:
    """The places for which the actor may make a need, indented by their level."""
    rows = list(places_within(actor, levels=COUNTY_OR_BELOW))
    base = min((row.path.count("/") for row in rows), default=0)
    return [(row.code, _DEPTH_MARK * (row.path.count("/") - base) + row.name) for row in rows]


def need_initial(need: Need) -> dict[str, Any]:
    """What the form shows of a need that is edited or completed."""
    return {name: getattr(need, name) for name in FIELDS_OF_NEED if name in NeedForm.base_fields}


def new_initial(actor: Actor, requests: Iterable[Request] = ()) -> dict[str, Any]:
    """What a new need begins with: the place of its maker, and what its requests have in common.

    Never their words: those are the households' own, and the need is public.
    """
    makers = {Role.TOWNSHIP: Maker.TOWNSHIP, Role.COUNTY_OFFICE: Maker.COUNTY}
    rows = list(requests)
    first = rows[0] if rows else None
    initial: dict[str, Any] = {"maker": makers.get(actor.role, Maker.VILLAGE).value, "urgency": Urgency.NORMAL.value}
    if first is None:
        return initial
    quantities = [row.quantity for row in rows if row.quantity is not None]
    same_unit = {row.unit for row in rows} == {first.unit}
    return initial | {
        "maker": Maker.VILLAGE.value,
        "division_code": first.division_code,
        "subfield": first.subfield,
        "quantity": sum(quantities, Decimal(0)) if quantities and same_unit else len(rows),
        "unit": first.unit,
        "households": len(rows),
        "policy_cover": first.policy_cover,
        "remaining_gap": first.remaining_gap,
    }


class NeedFilters(Form):
    """Narrow an office's list."""

    text = CharField(label=_("Words or number"), required=False, max_length=60)
    state = ChoiceField(label=_("State"), required=False, choices=choices_of(NEED.states, empty=_("All")))
    field = ChoiceField(label=_("Field"), required=False, choices=field_choices(_("All")))
    track = ChoiceField(label=_("Size"), required=False, choices=choices_of(TRACK_LABELS, empty=_("All")))
    is_mine = BooleanField(label=_("Only what I typed"), required=False)


class OpinionForm(Form):
    """What the office says to the next step."""

    opinion = TextField(label=_("Opinion"), limit=300, rows=3)


class ReasonForm(Form):
    """A reason, which those concerned read."""

    reason = TextField(label=_("Reason"), limit=500, rows=4)


class FindingForm(Form):
    """What was found when the need was looked at again."""

    finding = TextField(label=_("What was found"), limit=500, rows=4)


class ReferForm(Form):
    """To which policy, and to which office the letter goes."""

    policy = ChoiceField(label=_("To which policy"), choices=choices_of(POLICY_LABELS), widget=RadioSelect)
    to_office = CharField(
        label=_("To which office"),
        help_text=_("Leave empty for the office that usually keeps this policy."),
        max_length=100,
        required=False,
    )
    from_office = CharField(
        label=_("From which office"), help_text=_("As it stands at the head of the letter."), max_length=100
    )
    explanation = TextField(label=_("Explanation in the letter"), limit=300, rows=3, required=False)


class GapForm(Form):
    """What stays after the policy."""

    remaining_gap = CharField(label=_("What gap remains"), max_length=200)


class ExtendForm(Form):
    """Until when the need stays open."""

    wanted_by = DateField(label=_("Wanted by"), widget=DateInput())


class ReviseForm(Form):
    """How much is still asked for, and why."""

    quantity = QuantityField()
    reason = TextField(label=_("Reason"), limit=300, rows=3)
