"""Reminders before an office's time is over, and a word to the level above when it is."""

from datetime import timedelta

import pytest
import time_machine

from duijie.apps.needs.services.clocks import escalate, remind
from duijie.apps.notices.models import Notice
from duijie.kernel.clock import now
from tests.factories.needs import make_offices, send_request, submitted_need

pytestmark = pytest.mark.django_db


def told(actor):
    return [notice.message for notice in Notice.objects.filter(account_id=actor.id).order_by("created_at")]


def test_an_office_is_reminded_once_before_its_time_is_over():
    offices = make_offices()
    submitted_need(offices)
    assert remind() == 0
    with time_machine.travel(now() + timedelta(hours=61)):
        assert remind() == 1
        assert remind() == 0
    assert told(offices.township)[-1] == "A need should be decided on within twelve hours"


def test_the_level_above_hears_once_of_what_waits_too_long():
    offices = make_offices()
    send_request()
    submitted_need(offices)
    with time_machine.travel(now() + timedelta(hours=73)):
        assert escalate() == 2
        assert escalate() == 0
    assert "A request has waited longer than its time" in told(offices.township)
    assert "A need has waited longer than its time" in told(offices.county)
    assert not told(offices.village)[1:]
