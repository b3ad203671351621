"""The organization for which somebody is at his desk: every page of the desk begins with it."""

from duijie.apps.organizations.models import Organization
from duijie.apps.organizations.selectors import organization_of
from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import NotFound, mark


def our_organization(actor: Actor) -> Organization:
    """The actor's organization.

    Raises:
        NotFound: nobody's organization stands behind the account.
    """
    organization = organization_of(actor)
    if organization is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return organization
