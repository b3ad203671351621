"""What a webhook is told: what everybody may read on the row's own page, and nothing else."""

from django.conf import settings

from duijie.apps.exchange.models import FollowedNeed
from duijie.apps.exchange.selectors.subscriptions import AnyRow, Found
from duijie.apps.needs.models import Need
from duijie.apps.offers.models import Offer
from duijie.kernel.clock import now

_SAID = ("number", "title", "text", "field", "subfield", "unit")


def message_of(found: Found) -> dict[str, object]:
    """One message: its type, when it was found, and the row's public facts; quantities are decimal texts."""
    row = found.row
    kind = "offer" if isinstance(row, Offer) else "need"
    data: dict[str, object] = {name: getattr(row, name) for name in _SAID}
    data["beneficiaries"] = list(row.beneficiaries)
    data |= _of_offer(row) if isinstance(row, Offer) else _of_need(row)
    data["published_at"] = row.published_at.isoformat() if row.published_at else None
    data["address"] = address_of(row)
    return {"type": f"{kind}.published", "timestamp": found.at.isoformat(), "data": data}


def test_message() -> dict[str, object]:
    """A message that tells of nothing, to see whether a receiver takes one."""
    return {"type": "test", "timestamp": now().isoformat(), "data": {}}


def address_of(row: AnyRow) -> str:
    """The row's own page: here, or at its origin."""
    if isinstance(row, FollowedNeed):
        return row.origin_address
    library = "offers" if isinstance(row, Offer) else "needs"
    return f"{settings.ENVIRONMENT.public_address}/{library}/{row.number}/"


def place_of(row: AnyRow) -> str:
    """Where it is, or whose it is."""
    if isinstance(row, Offer):
        return row.organization.name
    return row.public_place if isinstance(row, Need) else row.place


def _of_need(row: Need | FollowedNeed) -> dict[str, object]:
    return {
        "place": place_of(row),
        "quantity": str(row.quantity),
        "urgency": row.urgency,
        "wanted_by": row.wanted_by.isoformat() if row.wanted_by else None,
    }


def _of_offer(row: Offer) -> dict[str, object]:
    return {"organization": row.organization.name, "capacity": str(row.capacity), "areas": list(row.areas)}
