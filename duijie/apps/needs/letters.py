"""转办函: what the letter says by which a request or need is handed to a policy."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.apps.needs.models import Referral
from duijie.apps.needs.rules.referrals import OFFICE_OF_POLICY
from duijie.apps.needs.rules.vocabulary import POLICY_LABELS, PolicyKind
from duijie.apps.needs.selectors.requests import ApplicantDetails
from duijie.kernel.papers.content import chinese_date
from duijie.kernel.papers.letters import Letter


def referral_letter(referral: Referral, applicant: ApplicantDetails | None = None) -> Letter:
    """The letter, with who asked where the reader may know it; without, the office asks the village."""
    policy = _(POLICY_LABELS[PolicyKind(referral.policy)])
    about = referral.request or referral.need
    number = about.number if about else ""
    opening = _("We hand %(number)s to you: after verification it falls under the policy “%(policy)s”.")
    paragraphs = [opening % {"number": number, "policy": policy}]
    if referral.explanation:
        paragraphs.append(referral.explanation)
    closing = _("Please let us know by %(day)s what came of it, quoting the number of this letter.")
    return Letter(
        sender=referral.from_office or referral.division_name,
        number=referral.number,
        title=_("Letter on handing a request to policy"),
        addressee=addressee_of(referral),
        paragraphs=paragraphs,
        facts=_facts(referral, applicant),
        closing=closing % {"day": chinese_date(referral.due_on)},
        date=chinese_date(localtime(referral.created_at).date()),
        footnote=_("Contains personal information: for this matter only, not to be passed on.") if applicant else "",
    )


def addressee_of(referral: Referral) -> str:
    """The office that the clerk wrote, or the one that usually keeps the policy."""
    return referral.to_office or _(OFFICE_OF_POLICY[referral.policy])


def _facts(referral: Referral, applicant: ApplicantDetails | None) -> list[tuple[str, str]]:
    found = [
        (_("Number"), (referral.request or referral.need or referral).number),
        (_("Place"), referral.division_name),
    ]
    if applicant:
        found += [
            (_("Name"), applicant.name),
            (_("Phone"), applicant.phone.removeprefix("+86")),
            (_("House"), applicant.house),
        ]
    if referral.request:
        found += [
            (_("What is asked"), referral.request.text),
            (_("Found on verification"), referral.request.verified_how),
        ]
    elif referral.need:
        found += [(_("Need"), referral.need.title), (_("What is needed"), referral.need.text)]
    return [(label, text) for label, text in found if text]
