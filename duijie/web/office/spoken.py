"""What a villager has spoken, or written on a sheet: heard or read by village or township, and written down there."""

from typing import Any

from django.forms import CharField, Form
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.needs.models import Request
from duijie.apps.needs.rules.particulars import TEXT_MOST
from duijie.apps.needs.selectors.requests import applicant_of, recording_of, request_photos
from duijie.apps.needs.services.spoken import stand_ins, write_down_request
from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import mark
from duijie.web.frame.acts import Act
from duijie.web.frame.fields import TextField
from duijie.web.frame.parts import Photo


class WrittenForm(Form):
    """What was said in a recording, and by whom."""

    text = TextField(label=gettext_lazy("What the person needs, in his own words"), limit=TEXT_MOST, rows=5)
    name = CharField(
        label=gettext_lazy("The person's name"),
        help_text=gettext_lazy("If it was not said, write so; ask for it when you visit."),
        max_length=60,
    )
    phone = CharField(label=gettext_lazy("Mobile phone"), required=False, max_length=30)
    house = CharField(label=gettext_lazy("Group and house"), required=False, max_length=120)


WRITE_DOWN = Act(
    lambda actor, row, given: write_down_request(actor=actor, request=row, **given),
    WrittenForm,
    mark("Write down what you hear or read. A recording is deleted as soon as you send this; what you write stays."),
)


def recording_address(actor: Actor, row: Request) -> str:
    """Where a recording that waits to be written down is played; "" without one."""
    recording = recording_of(actor, row)
    return reverse("frame:file", args=[recording.pk]) if recording else ""


def photos_of(actor: Actor, row: Request) -> list[Photo]:
    """What the cadre photographed for the request."""
    addresses = [reverse("frame:file", args=[each.pk]) for each in request_photos(actor, row)]
    words = _("Photograph %(position)s of the request")
    return [Photo(each, words % {"position": n}, href=each) for n, each in enumerate(addresses, start=1)]


def unwritten(actor: Actor, row: Request) -> dict[str, Any]:
    """What has to be heard or read to write the request down; nothing when that is done."""
    if not row.is_unwritten:
        return {}
    return {"recording": recording_address(actor, row), "photos": photos_of(actor, row)}


def known_of_speaker(actor: Actor, row: Request) -> dict[str, str]:
    """What a speaker's account or form told about him already."""
    details = applicant_of(actor, row)
    found = {"text": row.text, "name": details.name, "phone": details.phone, "house": details.house} if details else {}
    return {name: said for name, said in found.items() if said not in stand_ins()}
