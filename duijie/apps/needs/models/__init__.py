"""Tables of the demand library; personal data stands in a table of its own (`Applicant`)."""

from duijie.apps.needs.models.applicants import Applicant
from duijie.apps.needs.models.batches import ImportBatch
from duijie.apps.needs.models.needs import Need
from duijie.apps.needs.models.referrals import Opinion, Referral
from duijie.apps.needs.models.requests import Report, Request
from duijie.apps.needs.models.settings import ImportMapping, TrackThreshold, VerificationStep

__all__ = [
    "Applicant",
    "ImportBatch",
    "ImportMapping",
    "Need",
    "Opinion",
    "Referral",
    "Report",
    "Request",
    "TrackThreshold",
    "VerificationStep",
]
