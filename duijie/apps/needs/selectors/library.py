"""需求项目库: what everybody may search."""

from dataclasses import dataclass

from django.db.models import F, QuerySet

from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.needs import OPEN_STATES, PUBLIC_STATES
from duijie.apps.needs.rules.vocabulary import Urgency
from duijie.apps.needs.selectors.searching import with_text

_EXACT = ("field", "subfield", "track", "form", "aid", "maker")


@dataclass(frozen=True, slots=True, kw_only=True)
class Filters:
    """What somebody looks for; "" and None mean any. `place` is a division path, never narrower than a township."""

    text: str = ""
    field: str = ""
    subfield: str = ""
    place: str = ""
    track: str = ""
    form: str = ""
    aid: str = ""
    maker: str = ""
    beneficiary: str = ""
    state: str = ""
    is_key_county: bool = False
    is_open: bool = False
    is_urgent: bool = False


def library(filters: Filters | None = None) -> QuerySet[Need]:
    """The public needs that fit, newest first; page them by `kernel.paging.page_of(…, moment="published_at")`.

    Words and their like are found (`kernel.search`), and a need by its number. The list keeps its own order: ranking
    all hits of a common word would take longer than anybody waits.
    """
    wanted = filters or Filters()
    rows = Need.objects.filter(state__in=PUBLIC_STATES, published_at__isnull=False)
    rows = rows.filter(**{name: getattr(wanted, name) for name in _EXACT if getattr(wanted, name)})
    rows = with_text(rows, wanted.text)
    if wanted.place:
        rows = rows.filter(division_path__startswith=wanted.place)
    if wanted.beneficiary:
        rows = rows.filter(beneficiaries__contains=[wanted.beneficiary])
    if wanted.state:
        rows = rows.filter(state=wanted.state)
    if wanted.is_key_county:
        rows = rows.filter(is_key_county=True)
    if wanted.is_open:
        rows = rows.filter(state__in=OPEN_STATES, quantity_taken__lt=F("quantity"))
    if wanted.is_urgent:
        rows = rows.filter(urgency=Urgency.URGENT)
    return rows.order_by("-published_at", "-id")


def open_needs() -> QuerySet[Need]:
    """What an organization may take a part of today, for the engine and the lists of organizations."""
    return library(Filters(is_open=True))
