"""The interface for programs keeps its word: the committed description is current, and every answer fits it."""

import json

import pytest
import schemathesis
from hypothesis import HealthCheck, Phase, given, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import content_type_conformance, response_schema_conformance

from tools.dev import openapi

pytestmark = pytest.mark.django_db
CHECKS = [not_a_server_error, response_schema_conformance, content_type_conformance]
PATHS = sorted(json.loads(openapi.PLACE.read_text(encoding="utf-8"))["paths"])


def test_the_committed_description_is_current():
    assert openapi.PLACE.read_text(encoding="utf-8") == openapi.described()


def test_it_is_openapi_3_1():
    assert json.loads(openapi.described())["openapi"].startswith("3.1")


@pytest.mark.parametrize("path", PATHS)
def test_every_answer_fits_its_description(path, live_server):
    schema = schemathesis.openapi.from_url(f"{live_server.url}/api/v1/openapi.json")

    @given(case=schema[path]["GET"].as_strategy())
    @settings(
        max_examples=15, deadline=None, suppress_health_check=list(HealthCheck), phases=[Phase.explicit, Phase.generate]
    )
    def answers_fit(case):
        answer = case.call()
        case.validate_response(answer, checks=CHECKS)

    answers_fit()
