"""Two tries at the same moment, each with a connection of its own: both count."""

from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connection

from duijie.kernel.errors import RuleBroken
from duijie.kernel.limits.models import Attempt
from duijie.kernel.limits.services import count_try

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8


def try_at_once(people: int, *, tries: int) -> list[bool]:
    """Whether each of so many tries at one moment was let through."""
    together = Barrier(people)

    def try_once(_number: int) -> bool:
        try:
            together.wait(timeout=30)
            count_try("codes", ["手机甲"], tries=tries)
        except RuleBroken:
            return False
        finally:
            connection.close()
        return True

    with ThreadPoolExecutor(people) as threads:
        return list(threads.map(try_once, range(people)))


def test_two_first_tries_at_once_both_count():
    assert try_at_once(2, tries=2) == [True, True]
    assert Attempt.objects.count() == 2
    with pytest.raises(RuleBroken):
        count_try("codes", ["手机甲"], tries=2)


def test_the_last_try_that_is_left_is_given_once():
    assert sum(try_at_once(PEOPLE, tries=1)) == 1
    assert Attempt.objects.count() == 1
