"""The addresses of the frame and of the village, in both languages."""

from django.conf.urls.i18n import i18n_patterns
from django.http import HttpRequest, HttpResponse
from django.urls import include, path

from duijie.web.frame.policies import open_to_all


@open_to_all
def _anything(request: HttpRequest, **_given: str) -> HttpResponse:
    return HttpResponse(request.path)


PUBLIC = (
    [
        path("", _anything, name="home"),
        path("needs/", _anything, name="needs"),
        path("needs/<str:number>/", _anything, name="need"),
        path("projects/<str:number>/records/", _anything, name="project-records"),
    ],
    "public",
)

urlpatterns = i18n_patterns(
    path("", include(PUBLIC)),
    path("", include("duijie.web.frame.urls")),
    path("village/", include("duijie.web.village.urls")),
    prefix_default_language=False,
)
