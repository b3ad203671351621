"""Load the demonstration, through services only; loading it twice changes nothing."""

import logging
from pathlib import Path

from django.db import transaction

from duijie.apps.needs.models import Need
from duijie.apps.needs.services.defaults import ensure_default_steps
from duijie.apps.publications.services import load_cases
from duijie.apps.regions.models import Division
from duijie.apps.regions.services import load_county_lists, load_divisions, load_reporting_units
from duijie.demo.places import COUNTY, load_places, place_of
from duijie.demo.stories import needs, offers, organizations, projects, requests, rounds
from duijie.demo.world import World

DATA = Path(__file__).resolve().parent / "data"
_MOST_FICTIONAL = 100
_log = logging.getLogger(__name__)


def load() -> None:
    """Real divisions, lists and cases first, then the fictional province with work in every state."""
    if Division.objects.filter(is_fictional=False).count() < _MOST_FICTIONAL:
        load_divisions()
    load_county_lists()
    load_reporting_units()
    load_cases(DATA)
    with transaction.atomic():
        load_places()
        ensure_default_steps()
        _tell_stories()
    _log.info("the demonstration is loaded")


def _tell_stories() -> None:
    if Need.objects.filter(division_path__startswith=place_of(COUNTY).path).exists():
        return
    world = World()
    world.seat_offices()
    organizations.tell(world)
    world.seat_organizations()
    offers.tell(world)
    requests.tell(world)
    needs.tell(world)
    projects.tell(world)
    rounds.tell(world)
