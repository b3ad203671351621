"""Keep and forget the filters that somebody uses every day."""

from typing import Final

from django.db import transaction

from duijie.apps.accounts.models import SavedFilter
from duijie.apps.accounts.rules import KEEP_FILTER
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.errors import NotAllowed, RuleBroken, mark

MOST: Final = 20


@transaction.atomic
def save_filter(*, actor: Actor, page: str, name: str, query: str) -> SavedFilter:
    """Keep a filter under a name; the same name again replaces it.

    Raises:
        NotAllowed: the actor keeps no filters.
        RuleBroken: the name is empty, or he keeps enough of them.
    """
    if actor.id is None:
        raise NotAllowed
    saved = SavedFilter(account_id=actor.id, page=page, name=name.strip(), query=query)
    require(actor, KEEP_FILTER, saved)
    if not saved.name:
        raise RuleBroken(mark("Please fill this in."), field="name")
    own = SavedFilter.objects.filter(account_id=actor.id, page=page)
    if own.exclude(name=saved.name).count() >= MOST:
        raise RuleBroken(mark("You keep %(most)s filters already; take one away first."), field="name", most=MOST)
    own.filter(name=saved.name).delete()
    saved.save(force_insert=True)
    record(actor, KEEP_FILTER, saved)
    return saved


@transaction.atomic
def drop_filter(*, actor: Actor, saved: SavedFilter) -> None:
    """Forget a filter.

    Raises:
        NotAllowed: it is somebody else's.
    """
    require(actor, KEEP_FILTER, saved)
    record(actor, "accounts.savedfilter.drop", saved)
    saved.delete()
