"""What lets the page open without a network: the script that keeps it, and the list of what is kept."""

import hashlib
import json
from functools import cache
from pathlib import Path
from typing import Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpRequest, HttpResponse
from django.templatetags.static import static
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from duijie.web.frame.policies import open_to_all

_FRAME: Final = ("frame/frame.css", "frame/frame.js", "frame/aloud.js")
_OWN: Final = Path(__file__).resolve().parent.parent / "static" / "verify"


@open_to_all
@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The service worker: it lies below the page's own address, so no other page is its business."""
    home = reverse("public:verify")
    addresses = {*(static(each) for each in files()), *(f"{settings.STATIC_URL}{each}" for each in files())}
    given = {"home": home, "version": version(), "kept": [home, *sorted(addresses)]}
    text = f'import {{ keepOffline }} from "{static("verify/offline.js")}";\nkeepOffline({json.dumps(given)});\n'
    headers = {"Cache-Control": "no-cache"}
    return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)


@cache
def files() -> tuple[str, ...]:
    """The names of all that the page loads."""
    return (*_FRAME, *sorted(f"verify/{each.name}" for each in _OWN.iterdir() if each.is_file()))


@cache
def version() -> str:
    """A digest of these files: browsers load all of them anew when one has changed."""
    digest = hashlib.sha256()
    for each in files():
        digest.update(Path(str(finders.find(each))).read_bytes())
    return digest.hexdigest()[:16]


urlpatterns = [path("verify/worker.js", worker, name="verify-worker")]
