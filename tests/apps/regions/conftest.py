"""The whole country, loaded once for a module: 42 000 rows take about two seconds."""

from collections.abc import Iterator

import pytest
from pytest_django.plugin import DjangoDbBlocker

from duijie.apps.regions.models import Division, KeyCounty, LiftedCounty, ReportingUnit
from duijie.apps.regions.rules import GRANTS
from duijie.apps.regions.services import load_county_lists, load_divisions, load_reporting_units
from duijie.kernel.access.checks import actions, register

if GRANTS[0].action not in actions():
    register(GRANTS)


@pytest.fixture(scope="module")
def whole_country(
    django_db_setup: None,
    django_db_blocker: DjangoDbBlocker,
) -> Iterator[None]:
    with django_db_blocker.unblock():
        load_divisions()
        load_county_lists()
        load_reporting_units()
    yield
    with django_db_blocker.unblock():
        for model in (KeyCounty, LiftedCounty, ReportingUnit, Division):
            model.objects.all()._raw_delete("default")  # an ordinary delete fetches every row first


@pytest.fixture
def country(whole_country: None, db: None) -> None:
    """The database with the whole country in it."""
