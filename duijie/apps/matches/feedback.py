"""What became of recommended pairs, as rows that the engine learns from: no name, no number, nothing personal.

Only recommendations that kept all their terms count (those of a round do). Each was sent to its organization by
itself, so the chance that somebody looked at it does not hang on a position.
"""

from collections.abc import Iterable, Iterator
from hashlib import sha256

from duijie.apps.matches.models import Match, Suggestion
from duijie.matching.learning.log import Outcome, ShownPair
from duijie.matching.reasons import Term

_ENDED = ("declined", "lapsed", "withdrawn")


def shown_pairs() -> Iterator[ShownPair]:
    """Every recommendation with its terms at that time and how far it came; withdrawn ones were no answer.

    有意向 counts as accepted, 确认承接 (both sides stand by it) as confirmed, 已落实 with the receivers' word as
    delivered. The list is that of the need, under a name that leads nowhere.
    """
    rows = Suggestion.objects.exclude(state="withdrawn").select_related("match").order_by("created_at", "id")
    for row in rows.iterator():
        terms = _terms(row.reasons)
        if terms is not None:
            outcome, settled = _outcome(row)
            name = sha256(row.need_id.bytes).hexdigest()[:16]
            yield ShownPair(name, 1, 1.0, terms, outcome, row.decline_reason or _reason(row.match), settled)


def _terms(reasons: Iterable[object]) -> dict[Term, int] | None:
    """The points by term; None unless every term is there, as the engine gave it."""
    found: dict[Term, int] = {}
    for each in reasons:
        if not isinstance(each, list) or len(each) != 3 or not isinstance(each[2], int):  # noqa: PLR2004 - a triple
            return None
        found[Term(str(each[0]).partition(".")[0])] = each[2]
    return found if len(found) == len(Term) else None


def _outcome(row: Suggestion) -> tuple[Outcome, bool]:
    """How far a recommendation came, and whether the next step is settled."""
    match = row.match
    if match is None:
        outcome = Outcome.DECLINED if row.state == "declined" else Outcome.SHOWN
        return outcome, row.state != "open"
    ended = match.state in _ENDED
    if match.stage == "confirmed" and not ended:
        return Outcome.DELIVERED, True
    return (Outcome.CONFIRMED if match.committed_at else Outcome.ACCEPTED), ended


def _reason(match: Match | None) -> str:
    return match.decline_reason if match else ""
