"""Offers for tests, at every station of their way to the menu."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.content import Content
from duijie.apps.offers.services import check_standing, draft_offer, publish_offer, submit_offer
from duijie.apps.organizations.models import Organization
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.clock import today
from duijie.kernel.ids import new_id
from tests.factories.organizations import make_organization, manager_of


def content(**changes: Any) -> Content:
    """Hair cutting for the elderly, twenty visits."""
    given = Content(
        title="为高龄老人上门理发",
        field="livelihood",
        subfield="elderly",
        text="每月一次，自带工具，为行动不便的老人理发。",
        beneficiaries=("elderly",),
        forms=("service",),
        capacity=Decimal(20),
        unit="次",
        available_from=today(),
        available_to=today() + timedelta(days=180),
        contact_office="示例服务中心办公室",
        contact_phone="0932-0000001",
    )
    return replace(given, **changes)


def registrar_of(organization: Organization) -> Actor:
    """Somebody in the office that registered the organization; a new person each time."""
    role = Role.MINISTRY if organization.registrar_path == "/" else Role.CIVIL_AFFAIRS
    return Actor(id=new_id(), role=role, label=organization.registrar, division_path=organization.registrar_path)


def draft(organization: Organization | None = None, **changes: Any) -> Offer:
    """An offer that is still being written."""
    ours = organization or make_organization()
    return draft_offer(actor=manager_of(ours), organization=ours, content=content(**changes))


def submitted(organization: Organization | None = None, **changes: Any) -> Offer:
    """An offer that waits for review."""
    offer = draft(organization, **changes)
    return submit_offer(actor=manager_of(offer.organization), offer=offer)


def make_offer(organization: Organization | None = None, **changes: Any) -> Offer:
    """An offer on the menu."""
    offer = submitted(organization, **changes)
    checked = check_standing(actor=registrar_of(offer.organization), offer=offer)
    return publish_offer(actor=registrar_of(offer.organization), offer=checked)
