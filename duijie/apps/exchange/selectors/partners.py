"""Read the pairs of eastern and western divisions."""

from datetime import date

from django.db.models import Q, QuerySet

from duijie.apps.exchange.models import PartnerPair
from duijie.apps.exchange.rules.partners import SEE
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import visible


def valid_pairs(on: date) -> QuerySet[PartnerPair]:
    """The pairs that hold on a day."""
    begun = Q(valid_from__isnull=True) | Q(valid_from__lte=on)
    return PartnerPair.objects.filter(begun, Q(valid_to__isnull=True) | Q(valid_to__gte=on))


def visible_pairs(actor: Actor) -> QuerySet[PartnerPair]:
    """The pairs that concern the actor's office, ended ones included."""
    return visible(actor, SEE, PartnerPair.objects.all()).order_by("east_path", "west_path", "valid_from")


def own_feeds(actor: Actor, on: date) -> QuerySet[PartnerPair]:
    """The pairs whose needs the actor's office gets without asking, muted ones included."""
    return visible_pairs(actor).filter(pk__in=valid_pairs(on).filter(east_path=actor.division_path).values("pk"))
