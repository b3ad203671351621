"""Whose turn it is in a project, in one sentence, and what the receiving side is asked."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from duijie.apps.projects.models import Problem, Project
from duijie.apps.projects.rules import FACE_LABELS
from duijie.kernel.errors import mark
from duijie.web.frame.formats import date_zh

_NEXT = {
    "signed": mark("Next: the organization begins the work."),
    "under_way": mark(
        "Next: the organization reports how far it is, and reports the delivery once all is handed over."
    ),
    "confirmed": mark("Next: the office closes the project with a sentence on how it went."),
}
_HOUSEHOLD_CONFIRMS = mark(
    "Next: the household confirms with its code. If it cannot, the level above visits it and confirms."
)
_RECEIVER_CONFIRMS = mark("Next: the receiving side sees whether all has arrived, and confirms it.")


def next_step(project: Project, problems: Sequence[Problem]) -> str:
    """What comes next and from whom; "" where nothing does."""
    if project.state == "drafting":
        return _signing(project)
    if project.state == "to_confirm":
        return _(_HOUSEHOLD_CONFIRMS if project.receiver_is_household else _RECEIVER_CONFIRMS)
    if project.state == "disputed":
        return _settling(problems)
    return _(_NEXT[project.state]) if project.state in _NEXT else ""


def asked_of_receiver(project: Project) -> list[str]:
    """What the receiving side is shown and asked once a delivery is reported, one sentence each."""
    if project.receiver_is_household:
        who = _("The household is asked, by the code that only it was given; if it cannot, the level above visits it.")
    else:
        who = _("%(receiver)s is asked, or the level above; never who typed the need or reported the delivery.")
    faces = "、".join(_(label) for label in FACE_LABELS.values())
    return [
        who % {"receiver": project.receiver_name},
        _("They see your pictures, the quantity, the day and your line, and compare them with what has arrived."),
        _("They answer “Confirm receipt” with how it was (%(faces)s), or “There is a problem” and what is wrong.")
        % {"faces": faces},
        _("Only what they confirm counts in your record. A problem goes to the office, to be settled with both sides."),
    ]


def _signing(project: Project) -> str:
    if not project.purpose or project.starts_on is None:
        return _("Next: either side writes down what is agreed and when. Then both sign.")
    if project.signed_giving_at and not project.signed_receiving_at:
        return _("Next: the receiving side reads the agreement and signs it.")
    if project.signed_receiving_at and not project.signed_giving_at:
        return _("Next: the organization's manager reads the agreement and signs it.")
    return _("Next: both sides read the agreement and sign it.")


def _settling(problems: Sequence[Problem]) -> str:
    due = [each.due_on for each in problems if each.settled_at is None]
    if not due:
        return _("Next: the office settles the problem with both sides.")
    return _("Next: the office settles the problem with both sides, by %(day)s.") % {"day": date_zh(min(due))}
