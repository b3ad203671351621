"""Receipts and certificates: the paper of one entry, with a small code and one that holds the whole proof."""

from collections.abc import Sequence
from typing import Final

from django.urls import reverse
from django.utils.translation import gettext as _

from duijie.kernel.errors import mark
from duijie.kernel.papers.vouchers import Voucher, voucher_pdf
from duijie.ledger.disclosing.checking import check_disclosure
from duijie.ledger.disclosing.compact import as_compact
from duijie.ledger.disclosing.digits import as_digits
from duijie.ledger.disclosing.disclosures import Disclosure
from duijie.web.public.structured import absolute
from duijie.web.public.verification.marks import entry_address, trust_for
from duijie.web.public.verification.telling import Told, told

TITLES: Final = {
    "organizations.organization.commend": mark("Certificate of commendation"),
    "projects.project.record_money": mark("Receipt for a gift"),
    "projects.project.record_hours": mark("Certificate of hours of service"),
    "projects.project.report_delivery": mark("Receipt for a delivery"),
    "projects.project.confirm": mark("Certificate of confirmed receipt"),
}
ANY_TITLE: Final = mark("Certificate of an entry")


def paper_of(found: Disclosure, about: Sequence[tuple[str, str]]) -> bytes:
    """The PDF of an entry. `about` says what it belongs to; that stands on the paper, not in the codes.

    Raises:
        LedgerError: the proof does not hold by our own keys; no paper is given out then.
    """
    trust = trust_for(found.proof)
    proven = told(check_disclosure(str(found).encode(), [trust]))
    page = absolute(reverse("public:verify"))
    voucher = Voucher(
        title=title_of(found.leaf["kind"]),
        number=_("Entry %(index)s of %(log)s") % {"index": found.proof.index, "log": trust.log.name},
        lead=_("This was recorded, and cannot be changed unnoticed:"),
        facts=_rows(proven),
        about=about,
        about_title=_("Belongs to (stated by the platform, not part of the proof)"),
        notes=(*proven.sentences, *proven.unproven),
        address=absolute(entry_address(trust.log.name, found.proof.index, found.leaf_bytes)),
        address_label=_("Small code: this entry on the platform"),
        proof=(f"{page}#", as_digits(as_compact(found, trust))),
        proof_label=_("Large code: the whole proof. Check it at %(address)s, also without a network.")
        % {"address": page},
    )
    return voucher_pdf(voucher)


def title_of(kind: str) -> str:
    """What the paper of such an act is called."""
    return _(TITLES.get(kind, ANY_TITLE))


def _rows(proven: Told) -> list[tuple[str, str]]:
    return [(str(fact.question), str(fact.answer)) for fact in proven.facts]
