"""A return by mistake is taken back by the office that made it, before anybody has completed anything."""

import pytest

from duijie.apps.needs.models import VerificationStep
from duijie.apps.needs.services.decisions import return_need
from duijie.apps.needs.services.needs import complete_need
from duijie.apps.needs.services.taking_back import take_back_return
from duijie.apps.needs.services.verification import return_request
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.errors import Conflict, NotAllowed
from tests.factories.needs import make_offices, send_request, submitted_need

pytestmark = pytest.mark.django_db


@pytest.fixture
def offices():
    return make_offices()


def test_a_need_waits_again_until_the_same_moment(offices):
    need = submitted_need(offices)
    until = need.awaiting_until
    return_need(actor=offices.township, need=need, reason="请写明户数")
    back = take_back_return(actor=offices.township, row=need)
    assert (back.state, back.reason, back.awaiting_until, back.awaiting_role) == ("submitted", "", until, "township")
    assert AuditEntry.objects.filter(action="needs.need.take_back", actor_id=offices.township.id).count() == 1


def test_a_request_too(offices):
    request = send_request().request
    return_request(actor=offices.village, request=request, reason="请写明哪一段路")
    back = take_back_return(actor=offices.village, row=request)
    assert (back.state, back.awaiting_until) == ("submitted", request.awaiting_until)


def test_what_has_been_completed_is_not_taken_back(offices):
    need = submitted_need(offices)
    return_need(actor=offices.township, need=need, reason="请写明户数")
    complete_need(actor=offices.village, need=need, values={"title": need.title, "text": need.text, "households": 9})
    with pytest.raises(Conflict):
        take_back_return(actor=offices.township, row=need)


def test_nobody_takes_back_what_another_office_has_returned(offices):
    VerificationStep.objects.filter(kind="need", position=1).update(joint_role="line_department", joint_level="county")
    need = submitted_need(offices)
    return_need(actor=offices.department, need=need, reason="与在建项目重复")
    for other in (offices.township, offices.department, offices.county):
        with pytest.raises(NotAllowed):
            take_back_return(actor=other, row=need)
