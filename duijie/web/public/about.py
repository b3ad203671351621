"""What the platform is, how to have something corrected, and the tour of the demonstration."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from duijie.web.frame.policies import ActorRequest, open_to_all


@open_to_all
def about(request: ActorRequest) -> HttpResponse:
    """What the platform is and what it never does."""
    return render(request, "public/about.html")


@open_to_all
def correction(request: ActorRequest) -> HttpResponse:
    """Where to write when something published is wrong."""
    return render(request, "public/correction.html")


urlpatterns = [
    path("about/", about, name="about"),
    path("correction/", correction, name="correction"),
]
