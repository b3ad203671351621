"""Projects from end to end, with files that go away with the test."""

from pathlib import Path
from typing import Any

import pytest

from tests.factories.needs import make_offices
from tests.factories.organizations import make_organization
from tests.factories.projects import Sides, make_sides


@pytest.fixture(autouse=True)
def _files(settings: Any, tmp_path: Path) -> None:
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def sides() -> Sides:
    return make_sides(make_offices(), make_organization())
