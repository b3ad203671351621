"""Whether this process can serve: it reaches its database."""

from django.db import connection
from django.http import HttpRequest, HttpResponse

from duijie.web.frame.policies import open_to_all


@open_to_all
def health(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """Answer 200 with one line once the database has answered."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return HttpResponse("ok\n", content_type="text/plain")
