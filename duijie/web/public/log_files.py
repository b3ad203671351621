"""The files of the log for everybody (C2SP tlog-tiles): below `/log/<province code>/<year>/`, as they lie on the disk.

Any web server may give out the folder instead; this is for installations that have none. Only what the published
checkpoint counts is shown: beyond it a file may still change, and caches keep tiles for ever.
"""

import re
from typing import Final

from django.conf import settings
from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_safe

from duijie.apps.records.sequencing import logs
from duijie.kernel.errors import NotFound, mark
from duijie.ledger.errors import LogDamaged
from duijie.ledger.formats.tiles import FULL, hashes_at
from duijie.ledger.reading.folders import CHECKPOINT, VERIFIER_KEYS, LogFolder
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.public import log_records

FOR_EVER: Final = "public, max-age=31536000, immutable"
ASK_AGAIN: Final = "no-cache"
_TEXT, _BYTES = "text/plain; charset=utf-8", "application/octet-stream"
_NAME = re.compile(r"(?P<province>[0-9A-Za-z][0-9A-Za-z.-]*)/(?P<year>[0-9]{4})/(?P<file>.+)")
_TILE = re.compile(
    r"tile/(?P<level>entries|[0-7])/(?P<index>(?:x[0-9]{3}/){0,5}[0-9]{3})(?:\.p/(?P<width>[0-9]{1,3}))?"
)


@require_safe
@open_to_all
def log_file(request: ActorRequest, name: str) -> HttpResponse:  # noqa: ARG001
    """One file; 404 for whatever is not published."""
    named = _NAME.fullmatch(name)
    if named is None or named["province"] != logs.path_of(settings.LEDGER_NAME):
        raise NotFound(mark("There is no such file in the log."))
    folder = logs.folder_of(logs.origin_of(int(named["year"])))
    is_text = named["file"] in {CHECKPOINT, VERIFIER_KEYS}
    try:
        if not is_text and not _is_published(folder, named["file"]):
            raise NotFound(mark("There is no such file in the log."))
        data = folder.read(named["file"])
    except LogDamaged as error:
        raise NotFound(mark("There is no such file in the log.")) from error
    answer = HttpResponse(data, content_type=_TEXT if is_text else _BYTES)
    answer["Cache-Control"] = ASK_AGAIN if is_text else FOR_EVER
    answer["Access-Control-Allow-Origin"] = "*"
    return answer


def _is_published(folder: LogFolder, file: str) -> bool:
    """Whether a tile or a bundle is one that the published checkpoint counts whole."""
    tile = _TILE.fullmatch(file)
    if tile is None:
        return False
    level = 0 if tile["level"] == "entries" else int(tile["level"])
    index = int(tile["index"].replace("x", "").replace("/", ""))
    return index * FULL + int(tile["width"] or FULL) <= hashes_at(folder.checkpoint().size, level)


urlpatterns = [*log_records.urlpatterns, path("log/<path:name>", log_file, name="log-file")]
