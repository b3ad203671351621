"""How often something may be tried."""

from datetime import timedelta

import pytest
import time_machine

from duijie.kernel.clock import now
from duijie.kernel.errors import RuleBroken
from duijie.kernel.limits.models import Attempt
from duijie.kernel.limits.services import TRIES, count_try

pytestmark = pytest.mark.django_db


def test_after_ten_tries_an_hour_a_device_waits():
    for _ in range(TRIES):
        count_try("codes", ["手机甲"])
    with pytest.raises(RuleBroken):
        count_try("codes", ["手机甲"])
    count_try("codes", ["手机乙"])
    count_try("something else", ["手机甲"])


def test_after_an_hour_it_may_try_again():
    for _ in range(TRIES):
        count_try("codes", ["手机甲"])
    with time_machine.travel(now() + timedelta(minutes=61)):
        count_try("codes", ["手机甲"])
        assert Attempt.objects.count() == 1


def test_each_mark_counts_by_itself():
    for device in ("手机甲", "手机乙"):
        for _ in range(5):
            count_try("codes", [device, "同一个地址"])
    with pytest.raises(RuleBroken):
        count_try("codes", ["手机丙", "同一个地址"])


def test_another_limit_may_be_named():
    count_try("codes", ["手机甲"], tries=1, window=timedelta(minutes=1))
    with pytest.raises(RuleBroken):
        count_try("codes", ["手机甲"], tries=1, window=timedelta(minutes=1))


def test_without_a_mark_nothing_is_counted():
    count_try("codes", [])
    assert not Attempt.objects.exists()
