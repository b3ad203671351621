"""Two who order at once never get more than there is."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from decimal import Decimal
from threading import Barrier

import pytest
from django.db import IntegrityError, connection, transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duijie.apps.offers.models import Offer
from duijie.apps.offers.services import adjust_capacity, pause_offer, release_capacity, reserve_capacity
from duijie.kernel.errors import Conflict, Faults, RuleBroken
from tests.factories.offers import make_offer
from tests.factories.organizations import manager_of


@pytest.mark.django_db
def test_a_reservation_is_taken_out_of_what_is_left_and_can_be_given_back() -> None:
    offer = make_offer()
    assert reserve_capacity(offer, Decimal(5)).left == 15
    assert reserve_capacity(offer=offer, quantity=Decimal(15)).left == 0
    assert release_capacity(offer, Decimal(6)).left == 6


@pytest.mark.django_db
def test_more_than_is_left_is_refused_with_what_is_left() -> None:
    offer = make_offer()
    with pytest.raises(RuleBroken) as refused:
        reserve_capacity(offer, Decimal(21))
    assert refused.value.code % refused.value.params == "This offer has only 20 次 left."


@pytest.mark.django_db
def test_a_paused_offer_takes_nothing_and_still_lets_go() -> None:
    offer = reserve_capacity(make_offer(), Decimal(3))
    pause_offer(actor=manager_of(offer.organization), offer=offer)
    with pytest.raises(Conflict):
        reserve_capacity(offer, Decimal(1))
    assert release_capacity(offer, Decimal(3)).capacity_taken == 0


@pytest.mark.django_db
def test_nobody_gives_back_more_than_was_promised() -> None:
    offer = reserve_capacity(make_offer(), Decimal(3))
    with pytest.raises(ValueError, match="cannot be given back"):
        release_capacity(offer, Decimal(4))


@pytest.mark.django_db
def test_the_capacity_cannot_fall_below_what_is_promised() -> None:
    offer = reserve_capacity(make_offer(), Decimal(3))
    with pytest.raises(Faults):
        adjust_capacity(actor=manager_of(offer.organization), offer=offer, capacity=Decimal(2))


@pytest.mark.django_db
def test_the_database_itself_refuses_more_than_the_capacity() -> None:
    offer = make_offer()
    with pytest.raises(IntegrityError), transaction.atomic():
        Offer.objects.filter(pk=offer.pk).update(capacity_taken=21)


@pytest.mark.django_db
@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(acts=st.lists(st.tuples(st.booleans(), st.decimals(min_value="0.01", max_value=15, places=2)), max_size=12))
def test_whatever_is_reserved_and_given_back_the_sum_is_right(acts: list[tuple[bool, Decimal]]) -> None:
    offer, taken = make_offer(), Decimal(0)
    for is_reservation, quantity in acts:
        if is_reservation and taken + quantity <= 20:
            reserve_capacity(offer, quantity)
            taken += quantity
        elif is_reservation:
            with pytest.raises(RuleBroken):
                reserve_capacity(offer, quantity)
        elif quantity <= taken:
            release_capacity(offer, quantity)
            taken -= quantity
    assert Offer.objects.get(pk=offer.pk).capacity_taken == taken


@contextmanager
def own_connection() -> Iterator[None]:
    try:
        yield
    finally:
        connection.close()


@pytest.mark.django_db(transaction=True)
def test_eight_who_order_at_once_get_what_there_is_and_no_more() -> None:
    offer = make_offer(capacity=Decimal(5))
    start = Barrier(8)

    def order(_: int) -> bool:
        with own_connection():
            start.wait()
            try:
                reserve_capacity(Offer.objects.get(pk=offer.pk), Decimal(1))
            except RuleBroken:
                return False
            return True

    with ThreadPoolExecutor(8) as people:
        served = sum(people.map(order, range(8)))
    assert served == 5
    assert Offer.objects.get(pk=offer.pk).capacity_taken == 5


@pytest.mark.django_db(transaction=True)
def test_the_second_of_two_transactions_waits_and_sees_what_the_first_took() -> None:
    offer = make_offer(capacity=Decimal(5))
    first_holds, second_asks = Barrier(2), Barrier(2)

    def first() -> None:
        with own_connection(), transaction.atomic():
            reserve_capacity(offer, Decimal(4))
            first_holds.wait()
            second_asks.wait()

    def second() -> str:
        with own_connection():
            first_holds.wait()
            second_asks.wait()
            try:
                reserve_capacity(offer, Decimal(4))
            except RuleBroken as refused:
                return str(refused.params["left"])
            return "served"

    with ThreadPoolExecutor(2) as people:
        one, two = people.submit(first), people.submit(second)
        one.result()
        assert two.result() == "1"
