"""The places for which an official may type: his own division and those below it, down to the village."""

from django.db.models import QuerySet

from duijie.apps.needs.rules.needs import MAKERS
from duijie.apps.regions.models import Division
from duijie.apps.regions.rules import Level
from duijie.kernel.access.actors import Actor


def places_within(actor: Actor, *, levels: frozenset[Level]) -> QuerySet[Division]:
    """The actor's division and those below it of these levels, by code; nothing for who types for nobody."""
    rows = Division.objects.filter(is_active=True, level__in=levels).order_by("path")
    return rows.filter(path__startswith=actor.division_path) if actor.role in MAKERS else rows.none()
