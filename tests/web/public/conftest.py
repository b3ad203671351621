import pytest

from tests.factories.needs import make_offices
from tests.factories.organizations import make_organization
from tests.factories.projects import Sides, make_sides


@pytest.fixture
def sides(settings, tmp_path) -> Sides:
    """Both sides of a project, with a place for their photographs."""
    settings.MEDIA_ROOT = tmp_path
    return make_sides(make_offices(), make_organization())
