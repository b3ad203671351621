"""What fits, as pages show it: the telling reasons as sentences, and all terms with their points for who asks."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from duijie.apps.matches.fits import OwnFit, own_fits, speaks_of_the_same
from duijie.apps.matches.pricing import Worth
from duijie.apps.matches.selectors import Fit
from duijie.apps.needs.models import Need
from duijie.apps.offers.models import Offer
from duijie.apps.organizations.models import Organization
from duijie.kernel.access.actors import Actor
from duijie.matching.reasons import MAXIMA, Reason, Term
from duijie.web.frame.formats import is_chinese, plain_number
from duijie.web.frame.parts import Column, Table
from duijie.web.frame.reasons import Side, failed_sentence, reason_sentence, term_label

_PRIORITIES = (Term.TILT_LEVEL, Term.TILT_KEY_COUNTY, Term.TILT_HARDSHIP)
REASONS_SHOWN = 3
BARRED_SHOWN = 3


@dataclass(frozen=True)
class ShownFit:
    """A pair with its reasons in words; `is_close` when it shares more than the field of work."""

    need: Need
    offer: Offer
    sentences: Sequence[str]
    is_close: bool
    points: Table

    @property
    def words(self) -> str:
        """The reasons as running text."""
        return running(self.sentences)


def running(sentences: Iterable[str]) -> str:
    """Sentences one after the other; Chinese ones stand without spaces between them."""
    return (" ", "")[is_chinese()].join(sentences)


def telling(reasons: Iterable[Reason], side: Side, *, most: int = REASONS_SHOWN) -> list[str]:
    """The reasons that weigh most, as sentences."""
    best = sorted((each for each in reasons if each.points), key=lambda each: -each.points)
    return [reason_sentence(each, side) for each in best[:most]]


def shown(fits: Iterable[Fit], side: Side) -> list[ShownFit]:
    """The fits of a list in its order."""
    found = [(each, points_table(each.reasons, side, each.worth, each.model)) for each in fits]
    return [_shown(each.need, each.offer, each.reasons, side, points) for each, points in found]


def _shown(need: Need, offer: Offer, reasons: Sequence[Reason], side: Side, points: Table) -> ShownFit:
    return ShownFit(need, offer, telling(reasons, side), speaks_of_the_same(reasons), points)


def points_table(reasons: Sequence[Reason], side: Side, worth: Worth | None = None, model: int = 0) -> Table:
    """All terms with their points, each of at most so many; they add up to the score.

    Where a learned model values pairs, its chance follows. After a round the price of the offer's place comes off and
    a bonus on, and the last line is what the list goes by.
    """
    rows: list[list[object]] = [[term_label(each.term), _found(each, side), _points(each)] for each in reasons]
    rows.append([_("In all"), "", plain_number(sum(each.points for each in reasons))])
    if worth:
        rows += _worth_rows(worth, model)
    columns = [Column(_("What is looked at")), Column(_("How they compare")), Column(_("Points"), numeric=True)]
    return Table(_("How the points add up"), columns, rows)


def _worth_rows(worth: Worth, model: int) -> list[list[object]]:
    rows: list[list[object]] = []
    if model:
        words = _("In millionths, by learned model %(version)s.") % {"version": model}
        rows.append([_("Chance of success"), words, plain_number(worth.utility)])
    if worth.price:
        rows.append(
            [
                _("Price in the last round"),
                _("What a place of this offer is worth to others."),
                f"−{plain_number(worth.price)}",
            ]
        )
    if worth.bonus:
        words = _("The organization is new, or the place has been left behind.")
        rows.append([_("Bonus"), words, f"+{plain_number(worth.bonus)}"])
    if worth.price or worth.bonus:
        rows.append([_("What the list goes by"), "", plain_number(worth.value)])
    return rows


def valued_by_words(version: int, fault: str) -> str:
    """By what pairs were valued, in one sentence; and why not by the learned model that should have."""
    if fault:
        words = _("By the published rule, because the learned model cannot be used: %(fault)s")
        return words % {"fault": fault}
    return _("By learned model %(version)s.") % {"version": version} if version else _("By the published rule.")


def _found(reason: Reason, side: Side) -> str:
    """A priority that does not apply here says nothing."""
    return reason_sentence(reason, side) if reason.points or reason.term not in _PRIORITIES else ""


def _points(reason: Reason) -> str:
    return f"{plain_number(reason.points)} / {plain_number(MAXIMA[reason.term])}"


@dataclass(frozen=True)
class OwnView:
    """A need seen from one's own organization: the best offer with its reasons, or why none fits."""

    best: ShownFit | None
    barred: Sequence[tuple[Offer, str]]


def own_view(actor: Actor, need: Need) -> OwnView | None:
    """How a need fits the actor's organization; None for those who speak for none."""
    organization = Organization.objects.filter(pk=actor.organization_id).first() if actor.organization_id else None
    if organization is None:
        return None
    found = own_fits(need, organization)
    best = next((each for each in found if each.failed is None), None)
    return OwnView(_own(need, best) if best else None, [] if best else _barred(found))


def _own(need: Need, fit: OwnFit) -> ShownFit:
    points = points_table(fit.reasons, Side.ORGANIZATION)
    return _shown(need, fit.offer, fit.reasons, Side.ORGANIZATION, points)


def _barred(found: Iterable[OwnFit]) -> list[tuple[Offer, str]]:
    pairs = [(each.offer, failed_sentence(each.failed, Side.ORGANIZATION)) for each in found if each.failed]
    return pairs[:BARRED_SHOWN]
