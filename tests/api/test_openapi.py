"""The interface for programs keeps its word: the committed description is current, and every answer fits it."""

import json

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, settings

from tools.dev import openapi

pytestmark = pytest.mark.django_db


def test_the_committed_description_is_current():
    assert openapi.PLACE.read_text(encoding="utf-8") == openapi.described()


def test_it_is_openapi_3_1():
    assert json.loads(openapi.described())["openapi"].startswith("3.1")


@pytest.fixture
def schema(db):
    return schemathesis.openapi.from_wsgi("/api/v1/openapi.json", get_wsgi_application())


described = schemathesis.pytest.from_fixture("schema")


@described.parametrize()
@settings(max_examples=12, deadline=None, suppress_health_check=list(HealthCheck))
def test_every_answer_fits_its_description(case):
    case.call_and_validate()
