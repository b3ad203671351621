"""What a browser needs to keep the field's pages: the manifest of the app, and the script that serves it off line."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from duijie.web.frame.policies import open_to_all

PAGES: Final = ("village:field", "village:field-entry", "village:field-round")
_OWN: Final = Path(__file__).resolve().parent.parent / "static"
_FRAME: Final = ("frame/frame.css", "frame/frame.js", "frame/aloud.js")


@open_to_all
@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The service worker: it lies below the field's own address, so no other page is its business."""
    given = {
        "home": reverse("village:field"),
        "version": version(),
        "pages": [reverse(each) for each in PAGES],
        "files": sorted({*(static(each) for each in files()), *(f"{settings.STATIC_URL}{each}" for each in files())}),
    }
    text = f'import {{ keepOffline }} from "{static("field/offline.js")}";\nkeepOffline({json.dumps(given)});\n'
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)


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


@cache
def files() -> tuple[str, ...]:
    """The names of all that the field's pages load."""
    own = sorted(str(each.relative_to(_OWN)) for each in (_OWN / "field").iterdir() if each.is_file())
    return (*_FRAME, *own)


@cache
def version() -> str:
    """A digest of these files: phones load all of them anew when one has changed."""
    digest = hashlib.sha256()
    for each in files():
        found = finders.find(each)
        digest.update(Path(str(found)).read_bytes())
    return digest.hexdigest()[:16]


urlpatterns = [
    path("field/worker.js", worker, name="field-worker"),
    path("field/app.webmanifest", manifest, name="field-manifest"),
]
