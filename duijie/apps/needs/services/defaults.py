"""The steps and thresholds that hold for the whole country until a province writes down its own."""

from typing import Final

from django.db import transaction

from duijie.apps.needs.models import TrackThreshold, VerificationStep
from duijie.apps.needs.rules.vocabulary import Track
from duijie.apps.needs.services.routing import DEFAULT

COUNTRY: Final = "/"
WISH_MOST_FEN: Final = 200_000


@transaction.atomic
def ensure_default_steps() -> None:
    """Write down the country's steps and the threshold of 微心愿 (2 000 yuan); what is there already stays."""
    VerificationStep.objects.bulk_create(
        [
            VerificationStep(
                path=COUNTRY, kind=kind, position=position, role=step.role, level=step.level, hours=step.hours
            )
            for kind, steps in DEFAULT.items()
            if not VerificationStep.objects.filter(path=COUNTRY, kind=kind).exists()
            for position, step in enumerate(steps, start=1)
        ],
        ignore_conflicts=True,
    )
    TrackThreshold.objects.get_or_create(path=COUNTRY, track=Track.WISH, defaults={"most_fen": WISH_MOST_FEN})
