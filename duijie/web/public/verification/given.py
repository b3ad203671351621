"""What the page's scripts are given: whose keys count, and every word that they may have to say."""

from collections.abc import Iterable
from typing import Any

from django.utils.translation import gettext as _

from duijie.ledger.disclosing.words import WORDS
from duijie.ledger.verifying.opening import Trust
from duijie.web.public.verification import names, telling


def given(trusts: Iterable[Trust]) -> dict[str, Any]:
    """All of it, as JSON can hold it."""
    return {
        "trusts": [
            {"log": str(each.log), "witnesses": [str(key) for key in each.witnesses], "quorum": each.quorum}
            for each in trusts
        ],
        "words": WORDS,
        "kinds": names.kinds(),
        "roles": names.roles(),
        "fields": names.fields(),
        "values": names.values(),
        "say": sentences(),
    }


def sentences() -> dict[str, str]:
    """Each sentence by the name that the scripts use; `{when}` and the like are filled in there."""
    return {
        "right": _("Agrees with the record"),
        "wrong": _("Does not agree with the record"),
        "unclear": _("This cannot be checked"),
        "format": telling.unreadable(),
        "proof": telling.altered(),
        "signature": telling.unknown(),
        "since": _("It has stood in the record since %(when)s at the latest.") % {"when": "{when}"},
        "checked": _("Bodies that checked it together: %(count)s (%(names)s).")
        % {"count": "{count}", "names": "{names}"},
        "comma": _(", "),
        "alone": telling.alone(),
        "proven": _("What is proven"),
        "unproven": _("What is not proven"),
        "what": _("What was recorded"),
        "who": _("Who vouched for it"),
        "where": _("Code of the place"),
        "country": _("The whole country"),
        "hour": _("In the hour of"),
        "withheld": _("Not shown here: %(count)s more fields.") % {"count": "{count}"},
        "always": telling.always_unproven(),
        "moment": _("{day}/{month}/{year} {time}"),
        "yuan": _("{amount} yuan"),
        "hours": _("{hours} hours"),
        "yes": _("Yes"),
        "no": _("No"),
        "here": _("Checked on this device; nothing was sent anywhere."),
        "working": _("Checking…"),
        "empty": _("Paste a code or choose a file first."),
        "look": _("Hold the code before the camera, so that it fills the picture."),
        "no_camera": _("The camera cannot be used. Choose a photo of the code or its file, or paste the code."),
        "no_code": _("No code can be seen on this picture. Take it again, straight and in good light."),
        "needs_network": _(
            "This browser cannot read a picture by itself, and there is no network. Paste the code or choose its file."
        ),
        "stop": _("Stop the camera"),
    }
