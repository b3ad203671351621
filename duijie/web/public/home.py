"""The first page: three things a villager can do, and what the platform is."""

from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path

from duijie.apps.figures.rules import DEFINITIONS, Rate
from duijie.apps.figures.selectors.cohorts import quarters_with_needs, reading
from duijie.kernel.clock import today
from duijie.web.frame.policies import ActorRequest, open_to_all


@open_to_all
def home(request: ActorRequest) -> HttpResponse:
    """提需求 · 点服务 · 查进度, and one honest figure."""
    quarter = quarters_with_needs("/")[0]
    ratio = reading(quarter, scope="/", as_of=today()).figures.by_count[Rate.CONFIRMED]
    context = {"quarter": quarter, "ratio": ratio, "definition": DEFINITIONS[Rate.CONFIRMED]}
    return render(request, "public/home.html", context)


urlpatterns = [path("", home, name="home")]
