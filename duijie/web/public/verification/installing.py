"""What lets the page open without a network: the script that keeps it, and the list of what is kept."""

from pathlib import Path
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.urls import path, reverse
from django.views.decorators.http import require_safe

from duijie.web.frame.offline import OfflineFiles
from duijie.web.frame.policies import open_to_all

_KEPT: Final = OfflineFiles(Path(__file__).resolve().parent.parent / "static", "verify")


@open_to_all
@require_safe
def worker(request: HttpRequest) -> HttpResponse:  # noqa: ARG001
    """The service worker: it lies below the page's own address, so no other page is its business."""
    home = reverse("public:verify")
    return _KEPT.worker({"home": home, "version": _KEPT.version(), "kept": [home, *_KEPT.addresses()]})


urlpatterns = [path("verify/worker.js", worker, name="verify-worker")]
