"""Anchoring what is published at the places that the settings name, and keeping what came of it.

A log is anchored as soon as it is published first, and then once an hour while it grows; a place that failed is asked
again at each turn, and keeps no other from its own.
"""

from datetime import timedelta
from pathlib import Path
from typing import Final

from django.conf import settings
from django.db import transaction

from duijie.apps.records.models import Anchored, Log
from duijie.apps.records.sequencing import logs
from duijie.apps.records.trusting import trust_of
from duijie.kernel.clock import now
from duijie.ledger.anchors.anchoring import anchor_log
from duijie.ledger.anchors.configured import ConfiguredAnchor, configured_anchors
from duijie.ledger.errors import LedgerError, SignatureProblem
from duijie.ledger.formats.checkpoints import Checkpoint
from duijie.ledger.reading.trees import Tree
from duijie.ledger.verifying.opening import open_checkpoint

EVERY: Final = timedelta(hours=1)
FOUND_THERE: Final = "stood there already"


def anchor_published() -> int:
    """Anchor each log at each place where it is time; returns how many heads stand there now that did not before.

    Raises:
        LedgerError: the file of anchors cannot be read, or something in it is not as it should be.
    """
    path = Path(settings.LEDGER_ANCHORS)
    places = configured_anchors(path) if path.exists() else ()
    return sum(_anchor(log, place) for place in places for log in logs.kept() if _is_due(log, place))


def newest_anchored(log: Log) -> list[Anchored]:
    """For each place the newest head that stands there, and the failure if it fails now."""
    rows = Anchored.objects.filter(log=log).order_by("kind", "place", "failure", "-size")
    return list(rows.distinct("kind", "place", "failure"))


def _is_due(log: Log, place: ConfiguredAnchor) -> bool:
    stands = Anchored.objects.filter(log=log, kind=place.kind, place=place.place, failure="").order_by("-size").first()
    if stands is None:
        return bool(log.published_size)
    return log.published_size > stands.size and stands.at <= now() - EVERY


def _anchor(log: Log, place: ConfiguredAnchor) -> bool:
    """Anchor one log at one place; whether it went well."""
    at_place = {"log": log, "kind": place.kind, "place": place.place}
    failing = Anchored.objects.filter(**at_place).exclude(failure="")
    try:
        checkpoint = _published(log)
        receipt = anchor_log(place.make(), Tree(logs.folder_of(log.origin), checkpoint.size), checkpoint)
    except LedgerError as problem:
        tried = {"size": log.published_size, "root": log.root, "failure": str(problem)}
        if not failing.update(**tried):
            Anchored.objects.create(**at_place, **tried)
        return False
    with transaction.atomic():
        failing.delete()
        reference = receipt.reference if receipt else FOUND_THERE
        stands = {"root": checkpoint.root.hex(), "receipt": reference}
        Anchored.objects.get_or_create(**at_place, size=checkpoint.size, failure="", defaults=stands)
    return receipt is not None


def _published(log: Log) -> Checkpoint:
    """The head that everybody can fetch, its signatures checked, without what else its checkpoint may say."""
    trust = trust_of(log.origin)
    if trust is None:
        raise SignatureProblem(f"The keys of {log.origin} cannot be read.")
    found = open_checkpoint(logs.folder_of(log.origin).note(), trust).checkpoint
    return Checkpoint(found.origin, found.size, found.root)
