"""One village, its offices, and two organizations."""

from collections.abc import Iterator

import pytest

from duijie.apps.matches.catalogue import CATALOGUE
from duijie.apps.needs.models import Need
from duijie.apps.organizations.models import Organization
from tests.factories.needs import Offices, make_offices, published_need
from tests.factories.organizations import make_organization


@pytest.fixture(autouse=True)
def _empty_catalogue() -> Iterator[None]:
    """The libraries in memory outlive a test's transaction, so each test begins without them."""
    CATALOGUE.reset()
    yield
    CATALOGUE.reset()


@pytest.fixture
def offices() -> Offices:
    return make_offices()


@pytest.fixture
def need(offices: Offices) -> Need:
    """Sixty lamps."""
    return published_need(offices)


@pytest.fixture
def organization() -> Organization:
    return make_organization()


@pytest.fixture
def other() -> Organization:
    return make_organization()
