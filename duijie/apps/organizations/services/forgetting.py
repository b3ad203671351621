"""Empty an organization that is no more; the act stands above (`projects.services.erasing`)."""

from duijie.apps.organizations.models import Commendation, Organization
from duijie.kernel.privacy.forgetting import blank


def forget_organization(organization: Organization) -> None:
    """Take out what an organization said of itself and how it was reached.

    Its name, its credit code and how it stood remain: they are public by the register of the authority, and the records
    of others name it.
    """
    blank(
        Organization.objects.filter(pk=organization.pk),
        *("office_phone", "website", "introduction", "scope", "charter_area", "business_supervisor", "service_paths"),
        *("fundraising_certificate", "follow_digest"),
    )
    blank(Commendation.objects.filter(organization=organization), "title", "document", "withdrawn_reason", "entry_id")
