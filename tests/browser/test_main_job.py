"""The main job from the request to the figure, through all roles, on both widths, with scripts and without."""

import pytest
from playwright.sync_api import ViewportSize

from tests.browser.conftest import DESK, PHONE, Gather
from tests.browser.main_job import Job

WALKS = (
    pytest.param(PHONE, True, "一", id="phone, scripts"),
    pytest.param(PHONE, False, "二", id="phone, no scripts"),
    pytest.param(DESK, True, "三", id="desktop, scripts"),
    pytest.param(DESK, False, "四", id="desktop, no scripts"),
)


@pytest.mark.slow
@pytest.mark.parametrize(("viewport", "scripts", "name"), WALKS)
def test_a_request_becomes_a_confirmed_delivery(
    gather: Gather, viewport: ViewportSize, scripts: bool, name: str
) -> None:
    job = Job(
        gather(viewport=viewport, scripts=scripts),
        title=f"屋后小路装路灯（走查{name}）",
        text=f"屋后小路没有路灯，晚上出门看不清（走查{name}）",
        phone=f"1990000001{'一二三四'.index(name)}",
    )
    fulfilled, verified = job.count()
    job.ask()
    job.verify_request()
    job.bundle()
    job.review()
    job.state_cover()
    job.publish()
    job.take()
    job.agree()
    job.deliver()
    job.confirm()
    job.look_up()
    assert job.count() == (fulfilled + 1, verified + 1)
    job.see_counted()
