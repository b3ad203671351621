"""One rule behind pages and lists: what `can` says of an offer, `visible` says of the table."""

from collections.abc import Sequence
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules import GRANTS, OFFER
from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.rules import ORGANIZATION
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.access.checks import can, visible
from duijie.kernel.ids import new_id
from tests.factories.accounts import COUNTRY, COUNTY, OTHER_COUNTY, PROVINCE

ACTIONS = sorted({grant.action for grant in GRANTS} - {"offers.offer.make"})
PATHS = tuple(place.path for place in (COUNTRY, PROVINCE, COUNTY, OTHER_COUNTY))
PEOPLE = tuple(new_id() for _ in range(3))
ORGANIZATIONS = tuple(new_id() for _ in range(2))

actors = st.builds(
    Actor,
    id=st.sampled_from((*PEOPLE, None)),
    role=st.sampled_from(Role),
    label=st.just("某人"),
    division_path=st.sampled_from(("", *PATHS)),
    organization_id=st.sampled_from((*ORGANIZATIONS, None)),
)
organizations = st.tuples(
    *(
        st.builds(
            Organization,
            pk=st.just(pk),
            number=st.just(f"O-{position}"),
            name=st.just("示例"),
            kind=st.just("association"),
            registration_level=st.just("county"),
            credit_code=st.just(f"code{position}"),
            registrar_path=st.sampled_from(PATHS),
            division_path=st.just(COUNTY.path),
            state=st.sampled_from(sorted(ORGANIZATION.states)),
        )
        for position, pk in enumerate(ORGANIZATIONS)
    )
)


@st.composite
def libraries(draw: st.DrawFn) -> tuple[Sequence[Organization], list[Offer]]:
    owners = draw(organizations)
    offers = [
        Offer(
            number=f"S-{position}",
            organization=draw(st.sampled_from(owners)),
            title="示例",
            capacity=Decimal(1),
            state=draw(st.sampled_from(sorted(OFFER.states))),
            typed_by_id=draw(st.sampled_from((*PEOPLE, None))),
            is_standing_checked=draw(st.booleans()),
            standing_checked_by_id=draw(st.sampled_from((*PEOPLE, None))),
        )
        for position in range(3)
    ]
    return owners, offers


@pytest.mark.django_db
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actor=actors, library=libraries())
def test_a_list_never_disagrees_with_a_page(actor: Actor, library: tuple[Sequence[Organization], list[Offer]]) -> None:
    owners, offers = library
    Offer.objects.all().delete()
    Organization.objects.all().delete()
    Organization.objects.bulk_create(owners)
    Offer.objects.bulk_create(offers)
    for action in ACTIONS:
        shown = set(visible(actor, action, Offer.objects.all()).values_list("pk", flat=True))
        assert shown == {row.pk for row in offers if can(actor, action, row)}, action


@pytest.mark.django_db
@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(actor=actors, owners=organizations)
def test_who_may_begin_an_offer_is_asked_of_the_organization(actor: Actor, owners: Sequence[Organization]) -> None:
    Organization.objects.all().delete()
    Organization.objects.bulk_create(owners)
    shown = set(visible(actor, "offers.offer.make", Organization.objects.all()))
    assert shown == {row for row in owners if can(actor, "offers.offer.make", row)}
    assert all(row.state == "in_good_standing" and row.pk == actor.organization_id for row in shown)
