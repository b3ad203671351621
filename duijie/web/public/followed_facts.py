"""What pages say of a need or an offer of another province: its facts, its origin, and what was checked of it."""

from typing import Any

from django.utils.translation import gettext as _

from duijie.apps.exchange.models import FollowedNeed, FollowedOffer
from duijie.apps.exchange.selectors.libraries import publication_of
from duijie.apps.needs.rules.vocabulary import (
    FORM_LABELS,
    POLICY_COVER_LABELS,
    TRACK_LABELS,
    URGENCY_LABELS,
)
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.fields import FIELDS, SUBFIELDS
from duijie.web.frame.formats import DOT, date_zh, money, plain_number, quantity
from duijie.web.frame.parts import Fact
from duijie.web.public.offer_facts import listed
from duijie.web.public.organization_facts import names_of_places
from duijie.web.public.verification.telling import Told, always_unproven, moment

_ALL_LABELS = {**FORM_LABELS, **TRACK_LABELS, **POLICY_COVER_LABELS, **URGENCY_LABELS}


def field_of(row: FollowedNeed | FollowedOffer) -> str:
    """Field and part in words."""
    names = [FIELDS[row.field].label] if row.field in FIELDS else []
    names += [SUBFIELDS[row.subfield].label] if row.subfield in SUBFIELDS else []
    return DOT.join(_(name) for name in names)


def followed_need_facts(need: FollowedNeed) -> list[Fact]:
    """What its origin says of a need."""
    return _answered(
        (_("Asked"), quantity(need.quantity, need.unit)),
        (_("Arrived and confirmed"), quantity(need.quantity_met, need.unit) if need.quantity_met else ""),
        (_("Funds"), money(need.total_fen) if need.total_fen else ""),
        (_("For whom"), listed(need.beneficiaries, BENEFICIARIES)),
        (_("Wanted by"), date_zh(need.wanted_by) if need.wanted_by else ""),
        (_("Place"), need.place),
        (_("Field"), field_of(need)),
        (_("Form of help"), _said(need.form)),
        (_("Size"), _said(need.track)),
        (_("What policy covers"), _said(need.policy_cover)),
        *_origin(need),
    )


def followed_offer_facts(offer: FollowedOffer) -> list[Fact]:
    """What its origin says of an offer."""
    return _answered(
        (_("Organization"), offer.organization),
        (_("Field"), field_of(offer)),
        (_("For whom"), listed(offer.beneficiaries, BENEFICIARIES)),
        (_("Where"), names_of_places(offer.areas.split(",")) if offer.areas else _("Anywhere")),
        (_("Capacity"), quantity(offer.capacity, offer.unit) if offer.capacity else ""),
        *_origin(offer),
    )


def checked(row: FollowedNeed | FollowedOffer) -> Told:
    """What was checked of it, when, and by how many bodies: the words of the verification page."""
    source, record = row.source, publication_of(row)
    agreed = source.agreed_at or row.taken_at
    sentences = [
        _("It has stood in the record of %(origin)s since %(when)s; last compared %(day)s.")
        % {"origin": source.name, "when": moment(row.published_at), "day": moment(agreed)}
    ]
    if source.witnesses:
        sentences.append(_("Bodies that checked it together: %(count)s.") % {"count": source.witnesses})
    else:
        sentences.append(_("So far signed by its own platform alone; no other body has checked it yet."))
    facts = [Fact(_("Name of the record"), record.origin)] if record else []
    facts += [Fact(_("Entry"), plain_number(record.index))] if record else []
    return Told("right", _("Agrees with the record"), tuple(sentences), tuple(facts), (always_unproven(),))


def _origin(row: FollowedNeed | FollowedOffer) -> tuple[tuple[str, Any], ...]:
    return (
        (_("From where"), row.source.name),
        (_("Number there"), row.number),
        (_("Published there"), moment(row.published_at)),
    )


def _said(code: str) -> str:
    label = _ALL_LABELS.get(code, "")
    return _(label) if label else ""


def _answered(*pairs: tuple[str, Any]) -> list[Fact]:
    return [Fact(question, answer) for question, answer in pairs if answer]
