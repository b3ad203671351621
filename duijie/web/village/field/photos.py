"""Photos from the field, piece by piece: whatever broke off goes on where it stopped."""

from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.views.decorators.http import require_http_methods

from duijie.apps.needs.rules.requests import PHOTO_POLICY
from duijie.kernel.errors import Refusal, RuleBroken, mark
from duijie.kernel.files.chunks import Progress, Upload, progress_of, receive
from duijie.kernel.files.kinds import FileKind
from duijie.web.frame.policies import ActorRequest
from duijie.web.village.field.answers import answer, in_the_field, refused

FIELD = "photos"


@in_the_field
@require_http_methods(["GET", "HEAD", "POST"])
def photo(request: ActorRequest, upload_id: UUID) -> HttpResponse:
    """Take the piece that begins at `start` of a photo of `size` bytes; without one, say how much is here."""
    try:
        if request.method == "POST":
            progress = _taken(request, upload_id)
        else:
            progress = progress_of(upload_id, actor=request.actor)
    except Refusal as refusal:
        return refused(refusal)
    return answer({"received": progress.received, "whole": progress.is_whole})


def _taken(request: ActorRequest, upload_id: UUID) -> Progress:
    upload = Upload(
        id=upload_id,
        size=_number(request, "size"),
        kind=FileKind.PHOTO,
        policy=PHOTO_POLICY,
        name="photo.jpg",
        field=FIELD,
    )
    return receive(request.body, actor=request.actor, upload=upload, start=_number(request, "start"))


def _number(request: ActorRequest, name: str) -> int:
    text = request.GET.get(name, "")
    if not (text.isascii() and text.isdigit()):
        raise RuleBroken(mark("A piece of the file does not fit its size."), field=FIELD)
    return int(text)


urlpatterns = [path("field/photos/<uuid:upload_id>/", photo, name="field-photo")]
