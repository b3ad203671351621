"""Every write to the register of organizations."""

from duijie.apps.organizations.services.applying import (
    Application,
    FirstManager,
    approve_organization,
    complete_organization,
    return_organization,
    submit_organization,
    vouch_for_organization,
)
from duijie.apps.organizations.services.commending import commend_organization, withdraw_commendation
from duijie.apps.organizations.services.standing import (
    end_organization,
    record_standing,
    restore_organization,
    suspend_organization,
    update_profile,
)

__all__ = [
    "Application",
    "FirstManager",
    "approve_organization",
    "commend_organization",
    "complete_organization",
    "end_organization",
    "record_standing",
    "restore_organization",
    "return_organization",
    "submit_organization",
    "suspend_organization",
    "update_profile",
    "vouch_for_organization",
    "withdraw_commendation",
]
