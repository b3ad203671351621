"""What the page of an offer shows, whoever opens it."""

from collections.abc import Iterable, Mapping

from django.urls import reverse
from django.utils.translation import gettext as _

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.vocabulary import FORMS, MODES, QUALIFICATIONS
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.fields import FIELDS, SUBFIELDS
from duijie.web.frame.formats import DOT, date_zh, money, phone_grouped, quantity
from duijie.web.frame.parts import Fact, Photo
from duijie.web.public.organization_facts import names_of_places


def offer_facts(offer: Offer) -> list[Fact]:
    """What is offered, to whom, where and how much of it; empty answers are left out."""
    facts = [
        Fact(_("Field"), field_of(offer)),
        Fact(_("For whom"), listed(offer.beneficiaries, BENEFICIARIES)),
        Fact(_("What is given"), listed(offer.forms, FORMS)),
        Fact(_("Where"), _places(offer)),
        Fact(_("How"), _(MODES[offer.mode])),
        Fact(_("Capacity"), quantity(offer.capacity, offer.unit) if offer.capacity else ""),
        Fact(_("Still free"), quantity(offer.left, offer.unit) if offer.capacity else ""),
        Fact(_("When"), _period(offer)),
        Fact(_("Budget"), "" if offer.budget_fen is None else money(offer.budget_fen)),
        Fact(_("Qualifications of those who come"), listed(offer.qualifications, QUALIFICATIONS)),
        Fact(_("What the receiving side should have"), offer.requirements),
        Fact(_("Office in charge"), offer.contact_office),
        Fact(_("Phone of the office"), phone_grouped(offer.contact_phone) if offer.contact_phone else ""),
    ]
    return [fact for fact in facts if fact.answer]


def field_of(offer: Offer) -> str:
    """Field and part in words."""
    names = [FIELDS[offer.field].label] if offer.field in FIELDS else []
    names += [SUBFIELDS[offer.subfield].label] if offer.subfield in SUBFIELDS else []
    return DOT.join(_(name) for name in names)


def listed(codes: Iterable[str], labels: Mapping[str, str]) -> str:
    """Codes of a closed vocabulary in words, in one line."""
    return "、".join(_(labels[code]) for code in codes if code in labels)


def photos_of(offer: Offer) -> list[Photo]:
    """The picture of an offer, if it has one."""
    if offer.picture_id is None:
        return []
    address = reverse("frame:file", args=[offer.picture_id])
    return [Photo(address, offer.title, href=address)]


def _places(offer: Offer) -> str:
    if offer.key_counties_only and not offer.areas:
        return _("Key counties")
    where = names_of_places(offer.areas) if offer.areas else _("Anywhere")
    return where + _(" (key counties only)") if offer.key_counties_only else where


def _period(offer: Offer) -> str:
    if offer.available_from is None:
        return ""
    begins = date_zh(offer.available_from)
    return f"{begins} – {date_zh(offer.available_to)}" if offer.available_to else _("from %(day)s") % {"day": begins}
