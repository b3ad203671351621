"""Hand out kept files: each by the policy that it was kept with, pictures as the copy without metadata."""

from collections.abc import Callable
from uuid import UUID

from django.http import HttpResponse
from django.urls import path
from django.utils.cache import add_never_cache_headers
from django.views.decorators.cache import cache_control

from duijie.apps.needs.models import Request
from duijie.apps.needs.rules.requests import PHOTO_POLICY, SEE_APPLICANT, VOICE_POLICY
from duijie.apps.offers.models import Offer
from duijie.apps.offers.rules.lifecycle import SEE as SEE_OFFER
from duijie.apps.projects.models import Evidence, Project
from duijie.apps.projects.rules import PUBLIC_STATES, SEE, EvidenceKind
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import can
from duijie.kernel.errors import NotFound, mark
from duijie.kernel.files.kinds import FileKind
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.services import kept_by, open_original, open_public
from duijie.web.frame.policies import ActorRequest, open_to_all

Policy = Callable[[Actor, StoredFile], bool]


def _of_project(actor: Actor, file: StoredFile) -> bool:
    """Evidence: those who see the project; anybody once it is public, unless a household received it.

    What shows a reported problem stays inside.
    """
    projects = Project.objects.filter(evidence__photos=file)
    if _is_own(actor, file) or any(can(actor, SEE, each) for each in projects):
        return True
    public = projects.filter(state__in=PUBLIC_STATES, receiver_is_household=False)
    return public.exists() and not Evidence.objects.filter(photos=file, kind=EvidenceKind.PROBLEM).exists()


def _of_offer(actor: Actor, file: StoredFile) -> bool:
    """The picture of an offer: those who may see the offer."""
    return _is_own(actor, file) or any(can(actor, SEE_OFFER, each) for each in Offer.objects.filter(picture=file))


def _of_request(actor: Actor, file: StoredFile) -> bool:
    """The photo of a household's request: those who may know who asked."""
    if file.owner_id is None or file.owner_kind != "request":
        return _is_own(actor, file)
    return any(can(actor, SEE_APPLICANT, each) for each in Request.objects.filter(pk=file.owner_id))


def _of_voice(actor: Actor, file: StoredFile) -> bool:
    """A recording: as a photo, and while it waits to be written down."""
    waits = file.owner_id is None or Request.objects.filter(pk=file.owner_id, is_unwritten=True).exists()
    return waits and _of_request(actor, file)


def _is_own(actor: Actor, file: StoredFile) -> bool:
    """Whether this account, or this device without one, has sent the file; two visitors are not the same person."""
    return bool(kept_by(actor, [file.pk]))


POLICIES: dict[str, Policy] = {
    "project": _of_project,
    "offer": _of_offer,
    PHOTO_POLICY: _of_request,
    VOICE_POLICY: _of_voice,
}


@open_to_all
@cache_control(private=True, max_age=3600)
def kept_file(request: ActorRequest, file_id: UUID) -> HttpResponse:
    """The public copy of a picture, or a recording as it was sent, to those whom its policy allows."""
    file = StoredFile.objects.filter(pk=file_id).first()
    policy = POLICIES.get(file.policy) if file else None
    if file is None or policy is None or not policy(request.actor, file):
        raise NotFound(mark("There is nothing here that you may see."))
    if file.kind == FileKind.VOICE:
        with open_original(file) as sound:
            answer = HttpResponse(sound.read(), content_type=file.media_type)
        add_never_cache_headers(answer)
        return answer
    with open_public(file) as copy:
        return HttpResponse(copy.read(), content_type=file.public_media_type, headers={"Content-Disposition": "inline"})


urlpatterns = [path("files/<uuid:file_id>/", kept_file, name="file")]
