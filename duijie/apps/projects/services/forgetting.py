"""Empty a project: what was agreed, paid, reported and answered, with names, pictures and codes."""

from duijie.apps.projects.models import (
    Confirmation,
    Evidence,
    Milestone,
    MoneyRecord,
    Party,
    Problem,
    Project,
    ServiceHours,
)
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.services import drop
from duijie.kernel.privacy.forgetting import blank, erased_word


def forget_project(project: Project) -> None:
    """Take everything out of a project but its sides, state, dates and quantities, of which the figures are made."""
    for rows in (Party.objects, Milestone.objects, MoneyRecord.objects, Problem.objects):
        rows.filter(project=project).delete()
    reports = Evidence.objects.filter(project=project)
    for photo in StoredFile.objects.filter(pk__in=list(reports.values_list("photos", flat=True))):
        drop(photo)
    reports.delete()
    blank(Confirmation.objects.filter(project=project), "text", "actor_label", "device")
    blank(ServiceHours.objects.filter(project=project), "text", "actor_id", "actor_label")
    blank(
        Project.objects.filter(pk=project.pk),
        *("purpose", "receiver_signatory", "code_digest", "code_to_send", "receiver_account_id"),
        *("delivered_on_device", "amount_fen"),
        receiver_name=erased_word(),
        receiver_path=project.need.county_path,
        division_path=project.need.county_path,
    )
