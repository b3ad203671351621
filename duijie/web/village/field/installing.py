"""What a browser needs to keep the field's pages: the manifest of the app, and the script that serves it off line."""

from pathlib import Path
from typing import Final

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duijie.web.frame.offline import OfflineFiles
from duijie.web.frame.policies import open_to_all

PAGES: Final = ("village:field", "village:field-entry", "village:field-round")
_KEPT: Final = OfflineFiles(Path(__file__).resolve().parent.parent / "static", "field")


@open_to_all
@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The service worker: it lies below the field's own address, so no other page is its business."""
    pages = [reverse(each) for each in PAGES]
    home, files = reverse("village:field"), _KEPT.addresses()
    return _KEPT.worker({"home": home, "version": _KEPT.version(), "pages": pages, "files": files})


@open_to_all
@require_safe
def manifest(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """How the phone shows the app among its others."""
    home = reverse("village:field")
    given = {
        "id": home,
        "name": _("Duijie: visits and requests"),
        "short_name": _("Field visits"),
        "lang": get_language() or settings.LANGUAGE_CODE,
        "start_url": home,
        "scope": home,
        "display": "standalone",
        "background_color": "#fbf8f1",
        "theme_color": "#fbf8f1",
        "icons": [
            {"src": static(f"field/icon-{size}.png"), "sizes": f"{size}x{size}", "type": "image/png", "purpose": use}
            for size in (192, 512)
            for use in ("any", "maskable")
        ],
    }
    return JsonResponse(given, content_type="application/manifest+json", json_dumps_params={"ensure_ascii": False})


urlpatterns = [
    path("field/worker.js", worker, name="field-worker"),
    path("field/app.webmanifest", manifest, name="field-manifest"),
]
