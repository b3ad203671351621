"""Only the addresses of the frame, in both languages, with the demo's page of messages."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from duijie.web.frame.account import messages
from duijie.web.frame.policies import open_to_all


@open_to_all
def _home(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.path)


FRAME = [path("", include("duijie.web.frame.urls")), path("messages/", messages.show_messages)]
PUBLIC = ([path("", _home, name="home")], "public")
VILLAGE = ([path("", _home, name="home"), path("request/", _home, name="request")], "village")
OFFICE = ([path("queue/", _home, name="queue")], "office")

urlpatterns = i18n_patterns(
    path("", include(PUBLIC)),
    *FRAME,
    path("village/", include(VILLAGE)),
    path("office/", include(OFFICE)),
    prefix_default_language=False,
)
