"""One entry by its address, as the small code of a paper gives it: what it says, and that it stands there."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from duijie.apps.records.disclosing import is_published
from duijie.apps.records.models import Leaf
from duijie.apps.records.reading import published_entry
from duijie.apps.records.selectors import body_of, position_of
from duijie.kernel.errors import NotFound
from duijie.kernel.errors import mark as marked
from duijie.ledger.disclosing.checking import since_when
from duijie.ledger.errors import LedgerError, ProofProblem
from duijie.ledger.verifying.proofs import verify_logged_proof
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.public.verification.marks import entry_address, mark_of, trust_for
from duijie.web.public.verification.telling import refused, told_leaf


@open_to_all
def entry(request: ActorRequest, year: int, index: int, mark: str) -> HttpResponse:
    """Say whether the entry with this mark stands in the record at this place.

    Raises:
        NotFound: there is no entry.
    """
    found = published_entry(year, index)
    if found is None:
        raise NotFound(marked("There is no such entry in the record, or it is not shown yet."))
    try:
        if mark_of(found.data) != mark:
            raise ProofProblem("The entry at this place is another one.")
        trust = trust_for(found.proof)
        opened = verify_logged_proof(found.proof, found.data, trust)
        shown = told_leaf(found.leaf, opened, since_when(opened, trust))
    except LedgerError as error:
        shown = refused(error)
    return render(request, "public/entry.html", {"told": shown, "index": index, "year": year})


def address_of(leaf: Leaf) -> str:
    """The page of a leaf; empty until the log shows it to everybody."""
    place = position_of(leaf)
    if place is None or not is_published(leaf):
        return ""
    origin, index = place
    return entry_address(origin, index, body_of(leaf).as_bytes())


urlpatterns = [path("verify/<int:year>/<int:index>/<str:mark>/", entry, name="entry")]
