"""Commendations: given by an office of civil affairs, attested, and withdrawn by the same office only."""

from datetime import timedelta
from typing import Any

import pytest

from duijie.apps.notices.models import Notice
from duijie.apps.organizations.models import Commendation
from duijie.apps.organizations.selectors import commendations_of
from duijie.apps.organizations.services import (
    commend_organization,
    suspend_organization,
    withdraw_commendation,
)
from duijie.apps.records.models import Leaf
from duijie.kernel.clock import today
from duijie.kernel.errors import Conflict, Faults, NotAllowed, RuleBroken
from tests.factories.accounts import COUNTY, OTHER_COUNTY, PREFECTURE
from tests.factories.matches import seat_of
from tests.factories.organizations import civil_affairs, make_organization, manager_of

pytestmark = pytest.mark.django_db
DOCUMENT = "示民发〔2026〕15号"
KIND = "organizations.organization.commend"


def given(**changes: Any) -> dict[str, Any]:
    usual = {"title": "乡村振兴先进社会组织", "document": DOCUMENT, "year": today().year, "awarded_on": today()}
    usual["office"] = "示例县民政局"
    return {**usual, **changes}


def test_an_office_elsewhere_may_commend_and_the_level_is_its_own() -> None:
    organization = make_organization()
    manager = seat_of(organization)
    for place, level in ((OTHER_COUNTY, "county"), (PREFECTURE, "prefecture")):
        document = f"{DOCUMENT}{level}"
        row = commend_organization(actor=civil_affairs(place), organization=organization, **given(document=document))
        assert (row.level, row.office_path) == (level, place.path)
        leaf = Leaf.objects.get(entry_id=row.entry_id)
        said = {"number": organization.number, "document": document, "year": today().year, "level": level}
        assert (leaf.kind, leaf.facts) == (KIND, said)
    assert Notice.objects.filter(account_id=manager.id).count() == 2


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"title": ""}, "title"),
        ({"title": "联系 13800000000"}, "title"),
        ({"document": " "}, "document"),
        ({"office": ""}, "office"),
        ({"year": today().year + 1}, "year"),
        ({"year": 199}, "year"),
        ({"awarded_on": today() + timedelta(days=2)}, "awarded_on"),
    ],
)
def test_what_cannot_be_is_refused_beside_its_field(changes: dict[str, Any], field: str) -> None:
    with pytest.raises(Faults) as refused:
        commend_organization(actor=civil_affairs(), organization=make_organization(), **given(**changes))
    assert {fault.field for fault in refused.value.faults} == {field}


def test_only_civil_affairs_commends_and_only_who_is_in_good_standing() -> None:
    organization = make_organization()
    with pytest.raises(NotAllowed):
        commend_organization(actor=manager_of(organization), organization=organization, **given())
    suspended = suspend_organization(actor=civil_affairs(), organization=organization, reason="年检未通过")
    with pytest.raises(Conflict):
        commend_organization(actor=civil_affairs(), organization=suspended, **given())


def test_one_document_commends_once_unless_it_was_withdrawn() -> None:
    organization, office = make_organization(), civil_affairs()
    row = commend_organization(actor=office, organization=organization, **given())
    with pytest.raises(RuleBroken):
        commend_organization(actor=office, organization=organization, **given())
    withdraw_commendation(actor=office, commendation=row, reason="材料有误，另行发文")
    commend_organization(actor=office, organization=organization, **given())
    assert [each.withdrawn_at is None for each in commendations_of(organization)] == [True, False]


def test_only_the_office_that_gave_it_withdraws_it_once_and_says_why() -> None:
    organization, office = make_organization(), civil_affairs(COUNTY)
    row = commend_organization(actor=office, organization=organization, **given())
    with pytest.raises(NotAllowed):
        withdraw_commendation(actor=civil_affairs(OTHER_COUNTY), commendation=row, reason="有误")
    with pytest.raises(Faults):
        withdraw_commendation(actor=office, commendation=row, reason=" ")
    withdraw_commendation(actor=office, commendation=row, reason="材料有误")
    leaf = Leaf.objects.get(kind="organizations.organization.withdraw_commendation")
    assert leaf.facts is not None
    assert leaf.facts["document"] == DOCUMENT
    with pytest.raises(NotAllowed):
        withdraw_commendation(actor=office, commendation=Commendation.objects.get(pk=row.pk), reason="再次")
