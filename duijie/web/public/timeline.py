"""One need from post to confirmation on one line of time: its own public acts and those of its projects.

Who receives, who confirms by name and what was found wrong stay inside; a confirmation says by which way it was given.
"""

from collections.abc import Iterable, Iterator

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.vocabulary import MAKER_LABELS, Maker
from duijie.apps.needs.selectors.needs import public_history
from duijie.apps.needs.services.progress import ACTION as FOLLOWED
from duijie.apps.projects.models import Confirmation, Project
from duijie.apps.projects.rules import CONFIRMED_BY_LABELS, PUBLIC_STATES, ConfirmedBy
from duijie.apps.projects.selectors import public_state
from duijie.web.frame.formats import DOT, quantity
from duijie.web.frame.histories import as_history
from duijie.web.frame.parts import Entry

_DELIVERED = frozenset({"to_confirm", "confirmed", "closed"})


def timeline(need: Need, projects: Iterable[Project]) -> list[Entry]:
    """The public acts on a need and its projects, oldest first; `projects` come with organization and match."""
    public = [each for each in projects if each.state in PUBLIC_STATES]
    own = public_history(need).exclude(action=FOLLOWED, state_after__in=_told_by_projects())
    entries = [*_posted(need), *as_history(own)]
    for project in public:
        entries += _acts_of(project)
    entries += _confirmations(public)
    return sorted(entries, key=lambda each: each.at)


def _posted(need: Need) -> Iterator[Entry]:
    """The beginning: which kind of place sent it for verification; who typed it stays inside."""
    if need.submitted_at is not None:
        who = _(MAKER_LABELS[Maker(need.maker)])
        yield Entry(at=localtime(need.submitted_at), what=_("Sent for verification"), who=who)


def _told_by_projects() -> tuple[str, ...]:
    """States of a need that its projects tell more exactly."""
    return ("published", "matching", "signed", "under_way", "to_confirm")


def _acts_of(project: Project) -> Iterator[Entry]:
    delivered = project.delivered_at if public_state(project) in _DELIVERED else None
    taken = quantity(project.quantity, project.unit)
    for at, what, note in (
        (project.match.committed_at, _("Taken on by an organization"), taken),
        (project.signed_at, _("Agreement signed"), project.number),
        (project.started_at, _("The work has begun"), project.number),
        (delivered, _("Delivery reported"), project.number),
    ):
        if at is not None:
            yield Entry(at=localtime(at), what=what, who=project.organization.name, note=note)


def _confirmations(projects: Iterable[Project]) -> Iterator[Entry]:
    of_number = {each.pk: each for each in projects}
    for each in Confirmation.objects.filter(project__in=of_number, revoked_at=None):
        project = of_number[each.project_id]
        yield Entry(
            at=localtime(each.at),
            what=_("Confirmed by the receiving side"),
            who=_(CONFIRMED_BY_LABELS[ConfirmedBy(each.by)]),
            note=f"{quantity(each.quantity, project.unit)}{DOT}{project.number}",
        )
