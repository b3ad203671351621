"""Take over an offer list that came back: the chosen rows, each by the act of its offer's own page."""

from collections.abc import Collection
from dataclasses import replace

from django.db import transaction

from duijie.apps.offers.services.proposing import adjust_capacity, complete_offer, draft_offer, edit_offer
from duijie.apps.offers.services.writing import content_of
from duijie.apps.organizations.models import Organization
from duijie.kernel.access.actors import Actor
from duijie.kernel.errors import RuleBroken
from duijie.kernel.lists.verdicts import SEEN_OTHERWISE, Judged, Review, Verdict


@transaction.atomic
def accept_rows(
    *, actor: Actor, organization: Organization, review: Review, keys: Collection[str] = (), everything: str = ""
) -> int:
    """Take over the chosen rows (`Judged.key`), or everything seen (`Review.digest`) but conflicts; returns how many.

    All of them, or none: what an act refuses is said, and nothing has changed.

    Raises:
        Refusal: as the acts; the list does not say any more what was seen; nothing was chosen.
    """
    chosen, gone = review.chosen(keys, everything)
    if gone:
        raise RuleBroken(SEEN_OTHERWISE, field="rows")
    for row in chosen:
        _take_over(actor, organization, row)
    return len(chosen)


def _take_over(actor: Actor, organization: Organization, row: Judged) -> None:
    if row.verdict is Verdict.ADDED:
        draft_offer(actor=actor, organization=organization, content=row.parsed.offer)
        return
    offer, after = row.subject, {each.name: each.after for each in row.differences}
    content = replace(content_of(offer), **after)
    for event in row.acts:
        if event == "edit":
            edit_offer(actor=actor, offer=offer, content=content, picture=offer.picture)
        elif event == "complete":
            complete_offer(actor=actor, offer=offer, content=content, picture=offer.picture)
        else:
            adjust_capacity(actor=actor, offer=offer, capacity=after["capacity"])
