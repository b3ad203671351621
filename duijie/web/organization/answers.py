"""The pages on which an organization answers: interest, claim, commitment, orders; each says what it is about."""

from typing import Any
from uuid import UUID

from django.urls import path, reverse
from django.utils.translation import gettext as _

from duijie.apps.matches.fits import own_fits
from duijie.apps.matches.models import Match, Order, Suggestion
from duijie.apps.matches.rules import (
    EXPRESS_INTEREST,
    MATCH,
    ORDER,
    SOMETHING_IS_OPEN,
    SUGGESTION,
    PartyRole,
)
from duijie.apps.matches.selectors import match_by_number, order_by_number, suggestion_by_number
from duijie.apps.matches.services import interest, orders, reconsidering, suggestions
from duijie.apps.needs.models import Need
from duijie.apps.needs.rules.progress import left_to_take
from duijie.apps.needs.rules.vocabulary import Track
from duijie.apps.needs.selectors.needs import need_by_number
from duijie.apps.organizations.models import Organization
from duijie.apps.projects.services.opening import accept_order, claim_wish, commit_match
from duijie.kernel.access.checks import require
from duijie.kernel.errors import Conflict, NotFound, mark
from duijie.web.frame.acts import Act, ActPage
from duijie.web.frame.formats import quantity
from duijie.web.frame.forms import FormPage
from duijie.web.frame.policies import for_organizations
from duijie.web.organization.answer_forms import CommitForm, InterestForm, PartForm, TakeForm
from duijie.web.organization.match_facts import answer_facts, need_summary
from duijie.web.organization.project_forms import DeclineForm
from duijie.web.organization.projects import address as project_address

ACT_TEMPLATE = "organization/act.html"


MATCH_ACTS = {
    "commit": Act(
        lambda actor, row, given: commit_match(
            actor=actor, match=row, quantity=given["quantity"], amount_fen=given["amount"]
        ),
        CommitForm,
        mark("After your visit and your organization's own decision. It binds you to this part of the need."),
    ),
    "decline": Act(lambda actor, row, given: interest.decline(actor=actor, match=row, **given), DeclineForm),
}
SUGGESTION_ACTS = {
    "take": Act(
        lambda actor, row, given: suggestions.take(actor=actor, suggestion=row, **given),
        TakeForm,
        mark("Interest binds you to nothing yet and is not public."),
    ),
    "decline": Act(lambda actor, row, given: suggestions.decline(actor=actor, suggestion=row, **given), DeclineForm),
    "reconsider": Act(lambda actor, row, _given: reconsidering.reconsider_suggestion(actor=actor, suggestion=row)),
}
ORDER_ACTS = {
    "accept": Act(
        lambda actor, row, _given: accept_order(actor=actor, order=row),
        help_text=mark("You take this order as your offer states; the village is told at once."),
    ),
    "decline": Act(lambda actor, row, given: orders.decline(actor=actor, order=row, **given), DeclineForm),
    "reconsider": Act(lambda actor, row, _given: reconsidering.reconsider_order(actor=actor, order=row)),
}


class NeedPage(FormPage):
    """An answer to a need of the library."""

    template_name = ACT_TEMPLATE
    need: Need

    def prepare(self) -> None:
        """Something of the need must be open."""
        self.need = need_by_number(self.actor, self.kwargs["number"])
        if not SOMETHING_IS_OPEN.holds(self.actor, self.need):
            raise Conflict(mark("Nothing of this need is open any more; others have taken it, or it was withdrawn."))
        require(self.actor, EXPRESS_INTEREST, self.need)

    def words(self) -> dict[str, str]:
        """Title, button and explanation."""
        raise NotImplementedError

    def context(self) -> dict[str, Any]:
        """What the answer is about and what it means."""
        back = reverse("public:need", args=[self.need.number])
        return {"facts": need_summary(self.need), "back": back, **self.words()}


class InterestPage(NeedPage):
    """有意向 for a need of the library."""

    form_class = InterestForm

    def form_arguments(self) -> dict[str, Any]:
        """All that is still open is proposed, with the offer that fits best."""
        organization = Organization.objects.filter(pk=self.actor.organization_id or UUID(int=0)).first()
        fits = own_fits(self.need, organization) if organization else []
        best = next((str(each.offer.pk) for each in fits if each.failed is None), "")
        initial = {"party_role": PartyRole.BOTH.value, "offer": best}
        self.offers = {str(each.offer.pk): each.offer for each in fits}
        return _part(self.need, offers=list(self.offers.values()), initial=initial)

    def perform(self, form: Any) -> str:
        """Express interest."""
        given = form.cleaned_data
        match = interest.express_interest(
            actor=self.actor,
            need=self.need,
            quantity=given["quantity"],
            party_role=PartyRole(given["party_role"]),
            offer=self.offers.get(given.get("offer", "")),
            message=given["message"],
        )
        return reverse("organization:match", args=[match.number])

    def words(self) -> dict[str, str]:
        """What it means."""
        title, hint = _("We are interested"), _("Interest binds you to nothing yet and is not public.")
        return {"title": title, "button": title, "help_text": hint}


class ClaimPage(NeedPage):
    """认领 a small wish."""

    form_class = PartForm

    def prepare(self) -> None:
        """The need must be an open small wish."""
        super().prepare()
        if self.need.track != Track.WISH:
            raise NotFound(mark("Only small wishes are claimed at once; please express interest in this need."))

    def form_arguments(self) -> dict[str, Any]:
        """All that is still open is proposed."""
        return _part(self.need)

    def perform(self, form: Any) -> str:
        """Claim it; the project begins at once."""
        return project_address(claim_wish(actor=self.actor, need=self.need, quantity=form.cleaned_data["quantity"]))

    def words(self) -> dict[str, str]:
        """What it means."""
        hint = _("You hand it over yourselves or through a local partner; it ends with a signed receipt.")
        return {"title": _("Claim this wish"), "button": _("Claim this wish"), "help_text": hint}


class AnswerAct(ActPage):
    """One event of a match, recommendation or order; its page says what it is about."""

    template_name = ACT_TEMPLATE

    def context(self) -> dict[str, Any]:
        """What the answer is about."""
        return {**super().context(), "facts": answer_facts(self.row)}


class MatchAct(AnswerAct):
    """One event of one of our matches."""

    lifecycle, acts = MATCH, MATCH_ACTS

    def load(self, number: str) -> Match | None:
        """The match if it is ours."""
        return match_by_number(self.actor, number)

    def address_of(self, row: Match) -> str:
        """Its project once there is one, else its page."""
        row.refresh_from_db()
        if row.state == "committed":
            return project_address(row.project)
        return reverse("organization:match", args=[row.number])

    def form_arguments(self) -> dict[str, Any]:
        """The quantity that was named with the interest."""
        if self.kwargs["event"] != "commit":
            return {}
        return _part(self.row.need, initial={"quantity": f"{self.row.quantity.normalize():f}"})


class SuggestionAct(AnswerAct):
    """An answer to a recommendation."""

    lifecycle, acts = SUGGESTION, SUGGESTION_ACTS

    def load(self, number: str) -> Suggestion | None:
        """The recommendation if it was made to us."""
        return suggestion_by_number(self.actor, number)

    def address_of(self, row: Suggestion) -> str:
        """Its page."""
        return reverse("organization:suggestion", args=[row.number])

    def form_arguments(self) -> dict[str, Any]:
        """All that is still open is proposed."""
        return _part(self.row.need) if self.kwargs["event"] == "take" else {}


class OrderAct(AnswerAct):
    """An answer to an order."""

    lifecycle, acts = ORDER, ORDER_ACTS

    def load(self, number: str) -> Order | None:
        """The order if it is for an offer of ours."""
        return order_by_number(self.actor, number)

    def address_of(self, row: Order) -> str:
        """Its project once taken, else its page."""
        row.refresh_from_db()
        return project_address(row.match.project) if row.match else reverse("organization:order", args=[row.number])


def _part(need: Need, *, initial: dict[str, Any] | None = None, **more: Any) -> dict[str, Any]:
    """Arguments of a form that asks for a part of a need: what is still open is said and proposed."""
    left = left_to_take(need.quantity, need.quantity_taken)
    proposed = {"quantity": f"{left.normalize():f}", **(initial or {})}
    return {"initial": proposed, "still_open": quantity(left, need.unit), **more}


urlpatterns = [
    path("needs/<str:number>/interest/", for_organizations(InterestPage.as_view()), name="interest"),
    path("needs/<str:number>/claim/", for_organizations(ClaimPage.as_view()), name="claim"),
    path("suggestions/<str:number>/<str:event>/", for_organizations(SuggestionAct.as_view()), name="suggestion-act"),
    path("orders/<str:number>/<str:event>/", for_organizations(OrderAct.as_view()), name="order-act"),
    path("matches/<str:number>/<str:event>/", for_organizations(MatchAct.as_view()), name="match-act"),
]
