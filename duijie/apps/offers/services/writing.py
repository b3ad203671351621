"""What every write to the supply library shares: contents are checked and made findable, every act is recorded."""

from collections.abc import Iterator, Mapping
from dataclasses import asdict, fields
from typing import Any

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.content import Content, content_faults, plain
from duijie.apps.offers.rules.lifecycle import FACTS, NAME
from duijie.apps.organizations.models import Organization
from duijie.apps.regions.rules import paths_above
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record
from duijie.kernel.errors import RuleBroken, mark, refuse_if
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.services import Owner, attach
from duijie.kernel.privacy.screening import refusals, screen_text
from duijie.kernel.search import search_words

_READ_BY_ALL = ("title", "text", "requirements", "contact_office")


def write_content(offer: Offer, content: Content, state: str) -> None:
    """Check what is said for an offer that is to be in the state, and write it to the row, not yet saved.

    Raises:
        Faults: something is missing, cannot be, or must not be read by others.
    """
    refuse_if((*content_faults(content, state), *_text_faults(content)))
    for name, value in asdict(content).items():
        setattr(offer, name, list(value) if isinstance(value, tuple) else value)
    offer.reach = sorted({above for area in content.areas for above in paths_above(area)})
    offer.search = search_words(offer.title, offer.text, offer.organization.name, subfield=offer.subfield)


def content_of(offer: Offer) -> Content:
    """What the row says, as it was written."""
    values: dict[str, Any] = {each.name: getattr(offer, each.name) for each in fields(Content)}
    values.update({name: tuple(value) for name, value in values.items() if isinstance(value, list)})
    return Content(**values)


def put_picture(actor: Actor, offer: Offer, picture: StoredFile | None) -> None:
    """Give the offer its picture (or take it away), not yet saved."""
    if picture is not None and picture.pk != offer.picture_id:
        attach(picture, owner=Owner("offer", offer.pk), actor=actor)
    offer.picture = picture


def require_good_standing(organization: Organization) -> None:
    """Return when the organization may offer.

    Raises:
        RuleBroken: it is not in good standing.
    """
    if not organization.is_in_good_standing:
        raise RuleBroken(mark("The organization is not in good standing, so its offers cannot be published."))


def record_act(actor: Actor, event: str, offer: Offer, details: Mapping[str, object] | None = None) -> AuditEntry:
    """Record an act, with what it attests if the public can see it; empty details are left out."""
    facts: dict[str, object] = {
        "event": event,
        "number": offer.number,
        "organization": offer.organization.number,
        "field": offer.field,
        "capacity": plain(offer.capacity) if offer.capacity is not None else "",
        "unit": offer.unit,
        "state": offer.state,
    }
    if event == "publish":
        facts |= _said_in(offer)
    shown = {name: value for name, value in (details or {}).items() if value}
    return record(actor, NAME + event, offer, details=shown, facts=facts if NAME + event in FACTS else None)


def _said_in(offer: Offer) -> dict[str, object]:
    """What the offer's page shows everybody from now on, by which another platform can show it, too."""
    return {
        "title": offer.title,
        "text": offer.text,
        "subfield": offer.subfield,
        "beneficiaries": ",".join(offer.beneficiaries),
        "areas": ",".join(offer.areas),
        "registration": offer.organization.registration_level,
    }


def _text_faults(content: Content) -> Iterator[RuleBroken]:
    for name in _READ_BY_ALL:
        yield from refusals(screen_text(getattr(content, name)), field=name)
