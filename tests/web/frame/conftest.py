"""Pages of the frame alone: its own addresses, no database, keys of the tests' own."""

import base64
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.conf.urls.i18n import i18n_patterns
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import HttpRequest, HttpResponse
from django.template import Context, Template
from django.test import RequestFactory
from django.urls import include, path
from django.utils import translation

from duijie.kernel.access.actors import VISITOR
from duijie.web.frame import components, elder, errors
from duijie.web.frame.navigation import NAVIGATION


def _plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse(request.path)


def _denied(request: HttpRequest) -> HttpResponse:
    raise PermissionDenied


def _suspicious(request: HttpRequest) -> HttpResponse:
    raise SuspiciousOperation("…")


FRAME = [
    path("elder/", elder.set_elder_mode, name="elder"),
    path("_components", components.show, name="components"),
    path("in/", _plain, name="sign-in"),
    path("denied/", _denied),
    path("suspicious/", _suspicious),
]
PUBLIC = [path("", _plain, name="home")] + [
    path(f"{name}/", _plain, name=name)
    for name in (way.name.partition(":")[2] for way in NAVIGATION["public"])
    if name != "home"
]


class Addresses:
    """What Django takes for a module of addresses."""

    urlpatterns = i18n_patterns(
        path("", include((FRAME, "frame"))), path("", include((PUBLIC, "public"))), prefix_default_language=False
    )
    handler400 = errors.bad_request
    handler403 = errors.forbidden
    handler404 = errors.not_found
    handler500 = errors.server_error


@pytest.fixture(autouse=True)
def _frame_alone(settings: Any, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    settings.ROOT_URLCONF = Addresses
    monkeypatch.setenv("DUIJIE_DIGEST_KEY", base64.b64encode(b"d" * 32).decode())
    with translation.override("zh-hans"):
        yield


@pytest.fixture
def ask() -> Callable[..., HttpRequest]:
    """A GET request as the middleware hands it on."""

    def make(address: str = "/", **headers: Any) -> HttpRequest:
        request = RequestFactory().get(address, **headers)
        request.actor = VISITOR  # type: ignore[attr-defined]
        return request

    return make


@pytest.fixture
def rendered(ask: Callable[..., HttpRequest]) -> Callable[..., str]:
    """The markup of a template that is given as text."""

    def render(source: str, address: str = "/", **values: object) -> str:
        return Template(source).render(Context({"request": ask(address), **values}))

    return render
