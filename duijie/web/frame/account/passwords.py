"""First passwords: made here, shown to whoever asked for them, kept nowhere else."""

import secrets
from typing import Final
from uuid import UUID

from django.http import HttpRequest
from django.utils.http import urlencode

from duijie.kernel.submissions.services import receipt_of
from duijie.web.frame.forms import SUBMISSION
from duijie.web.frame.policies import ActorRequest

_LETTERS: Final = "abcdefghjkmnpqrstuvwxyz23456789"
_GROUPS: Final = 4
_OF: Final = 4


def made_up_password() -> str:
    """Four groups of four letters and digits that nobody mistakes for one another (79 bits), easy to read out."""
    while True:
        groups = ("".join(secrets.choice(_LETTERS) for _ in range(_OF)) for _ in range(_GROUPS))
        password = "-".join(groups)
        if len(set(password)) > _OF:
            return password


def with_receipt(request: HttpRequest, address: str) -> str:
    """The address of the page that may show what this submission left for its sender."""
    return f"{address}?{urlencode({'made': request.POST.get(SUBMISSION, '')})}"


def first_password(request: ActorRequest) -> str | None:
    """The first password that the sender of a form has just made, or None."""
    try:
        submission_id = UUID(request.GET.get("made", ""))
    except ValueError:
        return None
    return receipt_of(submission_id, actor=request.actor)
