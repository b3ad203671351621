"""会同: the office that takes a step of verification together with another says that it agrees."""

from django.db import transaction

from duijie.apps.needs.models import Need, Request
from duijie.apps.needs.rules.needs import NEED
from duijie.apps.needs.rules.particulars import text_faults
from duijie.apps.needs.rules.requests import REQUEST
from duijie.apps.needs.services.telling import tell_awaited
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import record
from duijie.kernel.errors import mark, refuse_if
from duijie.kernel.lifecycle.running import advance

AGREED = mark("The joint office has agreed; the step can be taken")


@transaction.atomic
def agree_jointly(*, actor: Actor, row: Need | Request, opinion: str) -> None:
    """Agree to a need or request whose step waits for it; the office whose turn it is decides afterwards.

    Raises:
        Refusal: as `advance`; the opinion holds what others must not read (beside `opinion`).
    """
    lifecycle, kind = (REQUEST, "request") if isinstance(row, Request) else (NEED, "need")
    fresh = advance(actor, lifecycle, row, "agree", {"opinion": opinion})
    refuse_if(text_faults(opinion=opinion))
    fresh.is_joint_open, fresh.joint_label = False, actor.label
    fresh.save()
    entry = record(actor, f"needs.{kind}.agree", fresh, details={"opinion": opinion})
    tell_awaited(entry, fresh, stage=AGREED)
