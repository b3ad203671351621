"""Why a pair was not suggested: the hard filter that failed, or the smallest change that would have won."""

from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from duijie.matching.filters import Failed, failed_filter
from duijie.matching.library import Library
from duijie.matching.reasons import MAXIMA, Reason, Term
from duijie.matching.suggesting import Candidate, Ranked, best_first, pair, with_words
from duijie.matching.terms import NeedTerms, OfferTerms

ORGANIZATION_CAN_CHANGE = (
    Term.WORDS,
    Term.FIELD,
    Term.SUBFIELD,
    Term.BENEFICIARIES,
    Term.PLACE,
    Term.CAPACITY,
    Term.DATES,
)
NEED_SIDE_CAN_CHANGE = (Term.WORDS, Term.SUBFIELD, Term.BENEFICIARIES)


class Prices(NamedTuple):
    """What the last round says of a pair: its utility w, the offer's price λ, and the need's own gain u.

    u is the best w − λ that the need has among all offers, or 0; all whole numbers of the same kind.
    """

    utility: int
    offer_price: int
    need_gain: int

    @property
    def gap(self) -> int:
        """λ − (w − u): the smallest rise of the utility with which the pair stands no worse than what was chosen."""
        return max(self.offer_price - (self.utility - self.need_gain), 0)


class Change(NamedTuple):
    """A term that could still earn points, and how many at most."""

    term: Term
    points: int


@dataclass(frozen=True, slots=True)
class WhyNot:
    """The answer to "why not this one?".

    `failed` names the hard filter, and nothing else is set; otherwise `gap` is how many points were missing to take
    the last place of the list from `rival`, and `changes` the fewest terms that could bring them (none: they cannot).
    A gap of 0 means that the pair is on the list. `price_gap` is the same answer in the `prices` of a round, in points
    of utility, when those were given.
    """

    failed: Failed | None = None
    score: int = 0
    reasons: tuple[Reason, ...] = ()
    rival: str | None = None
    rival_score: int | None = None
    gap: int = 0
    changes: tuple[Change, ...] = ()
    prices: Prices | None = None

    @property
    def price_gap(self) -> int | None:
        """How much more the pair would have to be worth at these prices; None without any."""
        return self.prices.gap if self.prices else None


def why_not_offer(
    need: NeedTerms,
    offer: OfferTerms,
    offers: Library[OfferTerms],
    *,
    limit: int,
    today: date,
    prices: Prices | None = None,
) -> WhyNot:
    """Why an offer is not among the best `limit` for a need; it need not be in the library."""
    failed = failed_filter(need, offer, today)
    if failed:
        return WhyNot(failed=failed)
    own = pair(need, offer, offers.corpus, today)
    own = own._replace(reasons=with_words(own, offers.corpus))
    rivals = best_first(need, offers, limit=limit, today=today, without=offer.id)
    return _priced(_against(own, rivals, limit, ORGANIZATION_CAN_CHANGE), prices)


def why_not_need(
    offer: OfferTerms,
    need: NeedTerms,
    needs: Library[NeedTerms],
    *,
    limit: int,
    today: date,
    prices: Prices | None = None,
) -> WhyNot:
    """Why a need is not among the best `limit` for an offer; it need not be in the library."""
    failed = failed_filter(need, offer, today)
    if failed:
        return WhyNot(failed=failed)
    own = pair(need, offer, needs.corpus, today)._replace(id=need.id)
    own = own._replace(reasons=with_words(own, needs.corpus))
    rivals = best_first(offer, needs, limit=limit, today=today, without=need.id)
    return _priced(_against(own, rivals, limit, NEED_SIDE_CAN_CHANGE), prices)


def _priced(why: WhyNot, prices: Prices | None) -> WhyNot:
    return replace(why, prices=prices)


def _against(own: Candidate, rivals: list[Ranked], limit: int, can_change: tuple[Term, ...]) -> WhyNot:
    if len(rivals) < limit:
        return WhyNot(score=own.score, reasons=own.reasons)
    last = rivals[-1]
    gap = max(last.score - own.score + (own.id > last.id), 0)
    return WhyNot(
        score=own.score,
        reasons=own.reasons,
        rival=last.id,
        rival_score=last.score,
        gap=gap,
        changes=_fewest(own.reasons, gap, can_change),
    )


def _fewest(found: tuple[Reason, ...], gap: int, can_change: tuple[Term, ...]) -> tuple[Change, ...]:
    """The least term that closes the gap alone, else the largest ones together; none when all together cannot."""
    if not gap:
        return ()
    open_terms = [Change(reason.term, MAXIMA[reason.term] - reason.points) for reason in found]
    open_terms = [change for change in open_terms if change.term in can_change and change.points]
    alone = [change for change in open_terms if change.points >= gap]
    if alone:
        return (min(alone, key=lambda change: change.points),)
    chosen: list[Change] = []
    for change in sorted(open_terms, key=lambda change: -change.points):
        chosen.append(change)
        if sum(other.points for other in chosen) >= gap:
            return tuple(chosen)
    return ()
