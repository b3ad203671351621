"""The first page of 点服务: one shelf for each field, with a drawing, and how much of it reaches one's own village.

Who reads with difficulty finds the house with the heart sooner than 民生保障. The drawings are ours.
"""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from duijie.apps.offers.selectors import menu
from duijie.apps.regions.models import Division
from duijie.kernel.fields import FIELDS, Field
from duijie.web.village.forms import FIELD_EXAMPLES

MOST_COUNTED: Final = 100
"""Nobody counts further than this: a shelf with so much is full."""


@dataclass(frozen=True, slots=True)
class Shelf:
    """A field: its name, examples, how much there is in words, the template of its drawing, and its page."""

    label: str
    examples: str | Promise
    much: str
    drawing: str
    href: str


def shelves(place: Division | None, given: Mapping[str, str]) -> list[Shelf]:
    """The seven fields in the order of the notice, then everything at once; `given` is the place as it was typed."""
    found = _counted(place.path if place else "")
    everything = Shelf(_("All services"), _("newest first"), "", _drawing("all"), _page("", given))
    return [*(_shelf(each, found[each.code], given) for each in FIELDS.values()), everything]


def _shelf(field: Field, count: int, given: Mapping[str, str]) -> Shelf:
    much = _("Nothing at present")
    if count:
        much = _("%(n)s to choose from") % {"n": count if count < MOST_COUNTED else f"{MOST_COUNTED - 1}+"}
    return Shelf(_(field.label), FIELD_EXAMPLES[field.code], much, _drawing(field.code), _page(field.code, given))


def _counted(area: str) -> Counter[str]:
    """How many offers of each field reach an area, counted no further than needed: one question for all."""
    first, *others = (
        menu(field=code, area=area).order_by().select_related(None).values_list("field", flat=True)[:MOST_COUNTED]
        for code in FIELDS
    )
    return Counter(first.union(*others, all=True))


def _drawing(name: str) -> str:
    return f"village/drawings/{name}.svg"


def _page(field: str, given: Mapping[str, str]) -> str:
    return f"{reverse('village:menu')}?{urlencode({'field': field, **given})}"
