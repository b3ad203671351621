"""Officials are told once for each change of a log's state, and not of what mends itself within half an hour."""

from datetime import timedelta

import pytest

from duijie.apps.accounts.rules import COUNTRY
from duijie.apps.exchange.models import Source
from duijie.apps.exchange.rules.sources import SourceState
from duijie.apps.exchange.services.alarming import alarm_offices
from duijie.apps.notices.models import Notice
from duijie.kernel.access.actors import SYSTEM, Role
from duijie.kernel.clock import now
from tests.factories.accounts import PROVINCE
from tests.factories.needs import make_seat
from tests.factories.reporting import make_source

pytestmark = pytest.mark.django_db


@pytest.fixture
def ministry():
    return make_seat(Role.MINISTRY, place=COUNTRY)


def stands(source: Source, state: SourceState, minutes: int) -> None:
    """As following leaves it that many minutes after the change."""
    Source.objects.filter(pk=source.pk).update(state=state, state_since=now() - timedelta(minutes=minutes))


def test_a_contradiction_is_told_at_once_and_once(ministry):
    source = make_source("620000", "甘肃省", SourceState.CONTRADICTS)
    assert [alarm_offices(actor=SYSTEM) for _ in range(3)] == [1, 0, 0]
    notice = Notice.objects.get(account_id=ministry.id)
    assert (notice.params["place"], notice.link) == (source.name, "/office/exchange/units/")


def test_silence_is_told_when_it_lasts_and_again_after_the_next_change(ministry):
    source = make_source("620000")
    stands(source, SourceState.SILENT, 5)
    assert alarm_offices(actor=SYSTEM) == 0
    stands(source, SourceState.SILENT, 40)
    assert [alarm_offices(actor=SYSTEM), alarm_offices(actor=SYSTEM)] == [1, 0]
    stands(source, SourceState.FOLLOWING, 60)
    assert alarm_offices(actor=SYSTEM) == 0
    stands(source, SourceState.LATE, 31)
    assert alarm_offices(actor=SYSTEM) == 1
    assert Notice.objects.filter(account_id=ministry.id).count() == 2


def test_who_follows_is_told_and_of_a_source_that_has_ended_nobody(ministry):
    source = make_source("630000", state=SourceState.DAMAGED)
    Source.objects.filter(pk=source.pk).update(division_path=PROVINCE.path)
    province = make_seat(Role.PROVINCE_OFFICE)
    ended = make_source("640000", state=SourceState.DAMAGED)
    Source.objects.filter(pk=ended.pk).update(ended_at=now())
    assert alarm_offices(actor=SYSTEM) == 1
    told = list(Notice.objects.values_list("account_id", "link"))
    assert told == [(province.id, "/office/exchange/sources/")]
