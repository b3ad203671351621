"""The records behind the log's leaves for everybody: below the log's own address, one file a day and a kind.

Made from the database each time, so that what is erased is gone at once; no cache may keep it. What a line is, and how
a follower judges it: docs/reference/ledger-records.md.
"""

from datetime import date

from django.conf import settings
from django.http import HttpResponseBase, StreamingHttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from duijie.apps.records.reading import published_records
from duijie.apps.records.sequencing import logs
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.policies import ActorRequest, open_to_all


@require_safe
@open_to_all
def record_file(request: ActorRequest, province: str, year: str, day: str, kind: str) -> HttpResponseBase:  # noqa: ARG001
    """The records of a day and a kind, one line of JSON each; 404 where no such file is given out."""
    found = None
    if province == logs.path_of(settings.LEDGER_NAME):
        found = published_records(f"{settings.LEDGER_NAME}/{year}", _day(day), kind)
    if found is None:
        raise NotFound(mark("There is no such file in the log."))
    answer = StreamingHttpResponse(map(bytes, found), content_type="application/jsonl; charset=utf-8")
    answer["Cache-Control"] = "no-cache"
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _day(text: str) -> date:
    """A day in its one spelling, 2026-11-21."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        day = None
    if day is None or day.isoformat() != text:
        raise NotFound(mark("There is no such file in the log."))
    return day


urlpatterns = [
    path("log/<str:province>/<str:year>/records/<str:day>/<str:kind>.jsonl", record_file, name="log-records")
]
