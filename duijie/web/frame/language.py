"""The same page in the other language: a choice by address, never by the browser's header."""

from typing import NamedTuple

from django.conf import settings
from django.http import HttpRequest
from django.urls import translate_url
from django.utils.translation import get_language


class LanguageLink(NamedTuple):
    """A link to this page in another language, named in that language."""

    code: str
    label: str
    href: str


def language_links(request: HttpRequest) -> list[LanguageLink]:
    """The other languages; a page that exists in one only (an error) leads to the other's first page."""
    here = request.get_full_path()
    present = get_language()
    links = []
    for code, label in settings.LANGUAGES:
        if code != present:
            there = translate_url(here, code)
            first = "/" if code == settings.LANGUAGE_CODE else f"/{code}/"
            links.append(LanguageLink(code, label, first if there == here else there))
    return links
