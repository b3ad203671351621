"""What pages that work without a network give a browser: their files, a digest of them, the script that keeps them."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

from django.conf import settings
from django.contrib.staticfiles import finders
from django.http import HttpResponse
from django.templatetags.static import static

_FRAME: Final = ("frame/frame.css", "frame/frame.js", "frame/aloud.js")


@dataclass(frozen=True, slots=True)
class OfflineFiles:
    """The files below `<root>/<name>` of one part of the site, with those that every page has."""

    root: Path
    name: str

    def addresses(self) -> list[str]:
        """Where the browser gets them, under the names with a digest and under the plain ones that scripts use."""
        files = _files(self)
        return sorted({*(static(each) for each in files), *(f"{settings.STATIC_URL}{each}" for each in files)})

    def version(self) -> str:
        """A digest of these files: browsers load all of them anew when one has changed."""
        return _version(self)

    def worker(self, given: Mapping[str, Any]) -> HttpResponse:
        """The service worker, which begins `offline.js` of this part with what it is given; never kept itself."""
        script = static(f"{self.name}/offline.js")
        text = f'import {{ keepOffline }} from "{script}";\nkeepOffline({json.dumps(given)});\n'
        headers = {"Cache-Control": "no-cache"}
        return HttpResponse(text, content_type="text/javascript; charset=utf-8", headers=headers)


@cache
def _files(part: OfflineFiles) -> tuple[str, ...]:
    own = (str(each.relative_to(part.root)) for each in (part.root / part.name).iterdir() if each.is_file())
    return (*_FRAME, *sorted(own))


@cache
def _version(part: OfflineFiles) -> str:
    digest = hashlib.sha256()
    for each in _files(part):
        digest.update(Path(str(finders.find(each))).read_bytes())
    return digest.hexdigest()[:16]
