"""What the field's scripts say, in the language of the page."""

from django.utils.translation import gettext as _


def words() -> dict[str, str]:
    """Each sentence by the name that the scripts use; `{n}`, `{names}` and `{words}` are filled in there."""
    return {**_standing(), **_rows(), **_faults(), **_photos()}


def _standing() -> dict[str, str]:
    return {
        "nothing_waits": _("Nothing waits to be sent."),
        "waiting": _("{n} waiting to be sent."),
        "sending": _("Sending {n} …"),
        "offline": _("There is no network just now. It is sent by itself as soon as there is one."),
        "unavailable": _("The platform does not answer just now. It is tried again by itself."),
        "signed_out": _("To send it, sign in again. Nothing is lost."),
        "anothers": _("Somebody else wrote entries on this phone. He has to sign in and send them himself."),
        "sign_in": _("Sign in"),
        "unsupported": _("This browser cannot keep entries safely. Please use the ordinary pages, with a network."),
        "first_online": _("Open this page once with a network, so that the phone knows whose it is."),
        "emptied": _("The phone is empty now: no entry, no photo, no key is left on it."),
        "sure_empty": _("{n} entries are not sent yet and would be lost. Press once more to delete them all the same."),
        "working_on_it": _("One moment …"),
        "needs_network": _("To take visits along needs a network."),
        "offline_sign_out": _("Signing out needs a network. Without one, empty the phone with the button below."),
    }


def _rows() -> dict[str, str]:
    return {
        "state_draft": _("Not finished"),
        "state_waiting": _("Waiting to be sent"),
        "state_failed": _("Needs another look"),
        "state_sent": _("Sent"),
        "untitled": _("Nothing written yet"),
        "photos": _("{n} photos"),
        "tried": _("It may have arrived already; it is sent again by itself and counts once."),
        "code": _("Enquiry code for the household:"),
        "number": _("Number {number}"),
        "handed_over": _("The code is handed over: remove from the phone"),
        "remove": _("Remove from the phone"),
        "same_household": _("Another need of this household"),
        "discard": _("Delete"),
        "sure_discard": _("Press once more to delete"),
        "visit_of": _("Visit: {name}"),
        "visit_waits": _("Written down, waiting to be sent"),
        "until": _("to be answered by {day}"),
        "taken_along": _("{n} visits are on this phone for today."),
        "none_to_visit": _("Nothing waits for a look just now."),
        "saved": _("Kept on this phone."),
        "not_saved": _("The phone could not keep this: it has no space left. Delete photos or send what waits first."),
    }


def _faults() -> dict[str, str]:
    return {
        "error": _("Error:"),
        "problems": _("Please look at this once more"),
        "missing": _("Not answered yet: {label}"),
        "too_long": _("{n} characters too many"),
        "sensitive": _("You wrote: {words}. Tick this box if the person agrees, or take these words out."),
        "refused": _("The platform did not take this. Look it over and send it again."),
    }


def _photos() -> dict[str, str]:
    return {
        "photo": _("Photo {n}"),
        "remove_photo": _("Remove photo {n}"),
        "photo_unreadable": _("This picture cannot be read here. Take it again with the camera, as JPEG."),
        "too_many_photos": _("At most {n} photos, please."),
        "working": _("Making the photos smaller…"),
        "ready": _("{n} photos, {size} KB in all; the place and the time are taken out."),
    }
