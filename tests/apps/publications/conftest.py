"""Three of the provinces that the cases name, loaded once, and the cases."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from django.conf import settings
from pytest_django.plugin import DjangoDbBlocker

from duijie.apps.publications.services import CaseReport, load_cases
from duijie.apps.regions.models import Division
from duijie.apps.regions.services import load_divisions

FOLDER = Path(settings.PACKAGE_DIR) / "demo" / "data"


@pytest.fixture(scope="module")
def three_provinces(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> Iterator[None]:
    with django_db_blocker.unblock():
        for province in ("/62/", "/65/", "/51/"):
            load_divisions(within=province)
    yield
    with django_db_blocker.unblock():
        Division.objects.all()._raw_delete("default")


@pytest.fixture
def report(three_provinces: None, db: None) -> CaseReport:
    return load_cases(FOLDER)
