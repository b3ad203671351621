"""Rounds for pages: which the actor may see, their rows, and what has fallen away since they were computed."""

from collections.abc import Iterable
from datetime import date
from uuid import UUID

from django.db.models import QuerySet

from duijie.apps.matches.models import Match, Round, RoundPair, Suggestion
from duijie.apps.matches.rounds.gathering import ANSWERED
from duijie.apps.matches.rules.rounds import SEE, SEE_PROOF, Skipped
from duijie.apps.needs.rules.needs import OPEN_STATES
from duijie.apps.needs.rules.progress import left_to_take
from duijie.apps.regions.rules import paths_above
from duijie.kernel.access.actors import VISITOR, Actor
from duijie.kernel.access.checks import visible
from duijie.kernel.clock import today
from duijie.kernel.errors import NotFound, mark


def visible_rounds(actor: Actor) -> QuerySet[Round]:
    """The rounds of the actor's division and of those in it, newest first."""
    return visible(actor, SEE, Round.objects.all()).order_by("-created_at", "-id")


def round_by_number(actor: Actor, number: str) -> Round | None:
    """The round of this number if the actor may see it."""
    return visible_rounds(actor).filter(number=number.upper()).first()


def released_rounds() -> QuerySet[Round]:
    """The rounds whose proof everybody may read, newest first."""
    return visible(VISITOR, SEE_PROOF, Round.objects.all()).order_by("-released_at", "-id")


def released_round(number: str) -> Round:
    """The released round of a public number.

    Raises:
        NotFound: there is none, or it was not released.
    """
    row = released_rounds().filter(number=number.upper()).first()
    if row is None:
        raise NotFound(mark("There is nothing here that you may see."))
    return row


def last_released(division_path: str) -> Round | None:
    """The last released round in which a place took part: that of its own division or of one above."""
    rows = Round.objects.filter(division_path__in=paths_above(division_path), state="released")
    return rows.order_by("-released_at").first()


def pairs_of(row: Round) -> QuerySet[RoundPair]:
    """The pairs of a round with need, offer and organization, the strongest first."""
    rows = row.pairs.select_related("need", "offer__organization", "suggestion")
    return rows.order_by("-utility", "need_id", "offer_id")


def fallen_pairs(row: Round) -> dict[UUID, Skipped]:
    """The rows of a prepared list that have fallen away since it was computed, by the id of the pair."""
    pairs = list(pairs_of(row).filter(is_recommended=True))
    answered = answered_pairs(pairs)
    found = {each.pk: why_skipped(each, answered, today()) for each in pairs}
    return {pair_id: why for pair_id, why in found.items() if why}


def answered_pairs(pairs: Iterable[RoundPair]) -> set[tuple[UUID, UUID]]:
    """Which needs which organizations have before them or have answered, as (need, organization)."""
    needs = {each.need_id for each in pairs}
    asked = Suggestion.objects.filter(need__in=needs, state__in=("open", "declined"))
    taken = Match.objects.filter(need__in=needs, state__in=ANSWERED)
    return {*asked.values_list("need_id", "organization_id"), *taken.values_list("need_id", "organization_id")}


def why_skipped(pair: RoundPair, answered: set[tuple[UUID, UUID]], on: date) -> Skipped | None:
    """Why a row cannot be recommended any more, or None; what may be open at once is seen at the act itself."""
    need, offer = pair.need, pair.offer
    if need.state not in OPEN_STATES:
        return Skipped.NEED_CLOSED
    if not left_to_take(need.quantity, need.quantity_taken):
        return Skipped.NEED_TAKEN
    if (need.pk, offer.organization_id) in answered:
        return Skipped.ANSWERED
    if offer.is_open_on(on):
        return None
    return Skipped.OFFER_USED_UP if offer.state == "published" and not offer.left else Skipped.OFFER_CLOSED
