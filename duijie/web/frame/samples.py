"""Sample values for the page of components; everything in them is fictional."""

from datetime import UTC, date, datetime

from django import forms
from django.templatetags.static import static
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.web.frame.acts import Button
from duijie.web.frame.fields import MoneyField, TextField, YesNoField
from duijie.web.frame.parts import Column, Entry, Fact, Figure, Link, Paging, Photo, State, Step, Table, Task
from duijie.web.frame.uploads import KeptFilesInput
from duijie.web.frame.widgets import AffixedInput, DateInput

FIELDS = (
    ("roads", gettext_lazy("Roads and lighting")),
    ("water", gettext_lazy("Drinking water")),
    ("school", gettext_lazy("School and children")),
)
AREAS = (("", gettext_lazy("All")), ("a", gettext_lazy("Sample county")), ("b", gettext_lazy("Another sample county")))


class SampleForm(forms.Form):
    """Every kind of field that pages use."""

    title = forms.CharField(
        label=gettext_lazy("What is needed?"), max_length=30, help_text=gettext_lazy("A few words are enough.")
    )
    field = forms.ChoiceField(
        label=gettext_lazy("What is it about?"),
        choices=FIELDS,
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Choose one."),
    )
    text = TextField(
        label=gettext_lazy("Say it in your own words"),
        limit=500,
        help_text=gettext_lazy("No names, phone numbers or ID numbers, please: this part is published."),
    )
    households = forms.IntegerField(
        label=gettext_lazy("How many households does it help?"), widget=AffixedInput(gettext_lazy("households"))
    )
    amount = MoneyField(label=gettext_lazy("What may it cost?"), required=False)
    wanted_by = forms.DateField(label=gettext_lazy("By when?"), widget=DateInput())
    area = forms.ChoiceField(label=gettext_lazy("Which county?"), choices=AREAS, required=False)
    groups = forms.MultipleChoiceField(
        label=gettext_lazy("Who has a part in it?"), choices=FIELDS, widget=forms.CheckboxSelectMultiple, required=False
    )
    asked = YesNoField(label=gettext_lazy("Have the villagers been asked?"))
    photos = forms.Field(
        label=gettext_lazy("Photos"),
        required=False,
        widget=KeptFilesInput({"accept": "image/*", "multiple": True}),
        help_text=gettext_lazy("Of the place, not of faces. Up to 6."),
    )
    consent = forms.BooleanField(label=gettext_lazy("I have read what happens with these entries."))


class SampleFilters(forms.Form):
    """A narrow choice above a list."""

    words = forms.CharField(label=gettext_lazy("Search words"), required=False)
    area = forms.ChoiceField(label=gettext_lazy("County"), choices=AREAS, required=False)
    field = forms.ChoiceField(label=gettext_lazy("Field"), choices=(("", gettext_lazy("All")), *FIELDS), required=False)


def facts() -> list[Fact]:
    """A summary list."""
    return [
        Fact(_("What is needed?"), _("Solar lamps along the village road"), change="#facts"),
        Fact(_("How many households does it help?"), "126", change="#facts"),
        Fact(_("State"), State("Waiting for a match")),
        Fact(_("What may it cost?"), None, change="#facts"),
    ]


def tasks() -> list[Task]:
    """A task list."""
    return [
        Task(_("The need"), "Done", "#tasks"),
        Task(_("Quantity and cost"), "In progress", "#tasks", _("One answer is missing.")),
        Task(_("Photos"), "Needs another look", "#tasks"),
        Task(_("Policy cover"), "Not started", "#tasks"),
        Task(_("Check and send"), "Cannot start yet"),
    ]


def journey() -> list[Step]:
    """A need on its way."""
    return [
        Step(_("Sent"), "done", date(2026, 9, 3)),
        Step(_("Verified by the village"), "done", date(2026, 9, 5)),
        Step(_("Published in the library"), "done", date(2026, 9, 12)),
        Step(_("Being matched"), "now", date(2026, 9, 20), _("Two organizations are interested.")),
        Step(_("Agreement signed"), "later"),
        Step(_("Confirmed by the receiving side"), "later"),
    ]


def ended_journey() -> list[Step]:
    """A need that was taken back on its way."""
    return [Step(_("Sent"), "done", date(2026, 9, 3)), Step(_("Withdrawn"), "stopped", date(2026, 9, 4))]


def history() -> list[Entry]:
    """What happened."""
    village, county = _("Sample village committee"), _("Sample county office")
    return [
        Entry(datetime(2026, 9, 3, 1, 5, tzinfo=UTC), _("Sent"), village),
        Entry(
            datetime(2026, 9, 5, 7, 40, tzinfo=UTC),
            _("Returned for completion"),
            county,
            _("Please add the length of the road."),
        ),
        Entry(datetime(2026, 9, 12, 2, 30, tzinfo=UTC), _("Published in the library"), county, href="#history"),
    ]


def figures() -> list[Figure]:
    """Numbers with their definitions."""
    return [
        Figure(
            _("Confirmed rate"),
            "61.8%",
            _("needs confirmed by the receiving side, out of all verified in the quarter, after 180 days"),
            href="#figures",
        ),
        Figure(
            _("Waiting for a match"),
            "1,204",
            _("published needs that no organization has taken yet"),
            _("needs"),
            "#figures",
        ),
        Figure(
            _("Funds arrived"),
            "318.5",
            _("amounts that receivers have acknowledged, by their date"),
            _("10,000 yuan"),
            "#figures",
        ),
    ]


def photos() -> list[Photo]:
    """Pictures."""
    picture = static("frame/mark.svg")
    return [Photo(picture, _("Sample picture %(n)s") % {"n": n}, _("Before the work"), picture) for n in range(1, 4)]


def table() -> Table:
    """A list of needs."""
    columns = (Column(_("Need")), Column(_("County")), Column(_("State")), Column(_("Asked for"), numeric=True))
    lamps = Link(_("Solar lamps along the village road"), "#table")
    return Table(
        _("Needs"),
        columns,
        (
            (lamps, _("Sample county"), State("Waiting for a match"), "60,000"),
            (
                Link(_("Kitchen of the village school"), "#table"),
                _("Another sample county"),
                State("Fulfilled"),
                "78,500",
            ),
            (Link(_("Cellar for potatoes"), "#table"), _("Sample county"), State("Withdrawn"), None),
        ),
    )


def acts() -> list[Button]:
    """Buttons of a need's page."""
    return [
        Button("take", _("We are interested"), "#acts"),
        Button("decline", _("Not for now"), "#acts"),
    ]


def paging() -> Paging:
    """A page in the middle of a long list."""
    return Paging(previous="a", next="b", total=10_000, is_bound=True)
