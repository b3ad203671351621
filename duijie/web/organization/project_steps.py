"""Whose turn it is in a project, in one sentence."""

from collections.abc import Sequence

from django.utils.translation import gettext as _

from duijie.apps.projects.models import Problem, Project
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
