"""Two pages for everybody: all help by audience, and the glossary."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import path
from django.views.decorators.http import require_safe

from duijie.web.frame.help.finding import AUDIENCES
from duijie.web.frame.help.glossary import TERMS
from duijie.web.frame.navigation import address
from duijie.web.frame.policies import open_to_all


@open_to_all
@require_safe
def show_help(request: HttpRequest) -> HttpResponse:
    """Every page in a few words, by audience."""
    return render(request, "frame/help/all.html", {"audiences": AUDIENCES})


@open_to_all
@require_safe
def show_words(request: HttpRequest) -> HttpResponse:
    """What the words mean, each under an address of its own."""
    terms = [(term, address(term.page) if term.page else "") for term in TERMS.values()]
    return render(request, "frame/help/words.html", {"terms": terms})


urlpatterns = [
    path("help/", show_help, name="help"),
    path("help/words/", show_words, name="glossary"),
]
