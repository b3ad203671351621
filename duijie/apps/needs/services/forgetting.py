"""Empty a need and the households' requests behind it; the act stands above (`projects.services.erasing`)."""

from django.db.models import QuerySet

from duijie.apps.needs.models import Applicant, Need, Opinion, Referral, Report, Request
from duijie.apps.needs.rules.requests import PHOTO_POLICY, VOICE_POLICY
from duijie.apps.regions.rules import code_of_path
from duijie.kernel.files.models import StoredFile
from duijie.kernel.files.services import drop
from duijie.kernel.privacy.forgetting import blank, erased_word

_TYPED = ("typed_by_label", "typed_on_device", "joint_label", "reason")


def requests_behind(need: Need) -> QuerySet[Request]:
    """The households' requests that the need was made of."""
    return need.requests.order_by("pk")


def forget_need(need: Need) -> None:
    """Take words, names, amounts and the village out of a need and out of what offices said of it.

    State, dates, field, county and quantity stay: the published figures are made of them.
    """
    blank(
        Need.objects.filter(pk=need.pk),
        *_TYPED,
        *("text", "not_needed", "implementer", "policy_name", "remaining_gap", "policy_checked_by_label", "finding"),
        *("contact_office", "contact_phone", "village_name", "public_place", "verified_on_device", "import_key"),
        *("imported_row", "search", "total_fen", "secured_fen", "households", "persons", "division_name"),
        title=erased_word(),
        division_path=need.county_path,
        division_code=code_of_path(need.county_path),
    )
    blank(Opinion.objects.filter(need=need), "policy_name", "remaining_gap")
    blank(Referral.objects.filter(need=need), "explanation")


def forget_requests(need: Need) -> None:
    """Take out of the requests behind a need who asked, with which words, photos and voice."""
    requests = requests_behind(need)
    Applicant.objects.filter(request__in=requests).delete()
    Report.objects.filter(request__in=requests).delete()
    for file in StoredFile.objects.filter(
        policy__in=(PHOTO_POLICY, VOICE_POLICY), owner_kind="request", owner_id__in=requests.values("pk")
    ):
        drop(file)
    blank(Referral.objects.filter(request__in=requests), "explanation")
    blank(
        Request.objects.filter(need=need),
        *_TYPED,
        *("remaining_gap", "verified_how", "verified_on_device", "account_id", "division_name", "quantity", "unit"),
        text=erased_word(),
        division_path=need.county_path,
        division_code=code_of_path(need.county_path),
        is_unwritten=False,
    )
