"""Addresses: Chinese pages at the root, English ones under `/en/`; no address depends on the browser's header."""

from django.conf import settings
from django.conf.urls.i18n import i18n_patterns
from django.urls import include, path

from duijie.web.frame.health import health

urlpatterns = [
    path("healthz", health, name="health"),
    path("", include("duijie.web.public.crawlers")),
    path("", include("duijie.web.public.log_files")),
    path("", include("duijie.web.public.pledge_inbox")),
    path("api/", include("duijie.api.urls")),
    *i18n_patterns(
        path("", include("duijie.web.public.urls")),
        path("", include("duijie.web.frame.urls")),
        path("village/", include("duijie.web.village.urls")),
        path("organization/", include("duijie.web.organization.urls")),
        path("office/", include("duijie.web.office.urls")),
        *([path("tour/", include("duijie.demo.tour"))] if settings.ENVIRONMENT.demo else []),
        prefix_default_language=False,
    ),
]

handler400 = "duijie.web.frame.errors.bad_request"
handler403 = "duijie.web.frame.errors.forbidden"
handler404 = "duijie.web.frame.errors.not_found"
handler500 = "duijie.web.frame.errors.server_error"
