"""What is new in a library as Atom: the filters of the list are those of the feed, so a list can be subscribed to."""

from collections.abc import Callable
from typing import Any

from django import forms
from django.http import HttpResponse
from django.urls import path
from django.utils.feedgenerator import Atom1Feed
from django.utils.translation import get_language
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control

from duijie.apps.needs.models import Need
from duijie.apps.offers.models import Offer
from duijie.kernel.fields import FIELDS
from duijie.web.frame.formats import DOT, quantity
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.frame.selection import without_paging
from duijie.web.public.libraries import NEEDS, OFFERS, Library
from duijie.web.public.need_filters import NeedFilters
from duijie.web.public.offers import MenuFilters
from duijie.web.public.searching import searched
from duijie.web.public.structured import absolute

NEWEST = 50
_QUARTER_OF_AN_HOUR = 900


@open_to_all
@cache_control(public=True, max_age=_QUARTER_OF_AN_HOUR)
def needs_feed(request: ActorRequest) -> HttpResponse:
    """The newest needs that fit the filters."""
    return _feed(request, NEEDS, NeedFilters(request.GET), _("New needs"), _told_need)


@open_to_all
@cache_control(public=True, max_age=_QUARTER_OF_AN_HOUR)
def offers_feed(request: ActorRequest) -> HttpResponse:
    """The newest offers that fit the filters."""
    return _feed(request, OFFERS, MenuFilters(request.GET), _("New services on offer"), _told_offer)


def _feed(
    request: ActorRequest, library: Library, form: forms.Form, title: str, told: Callable[[Any], str]
) -> HttpResponse:
    found = searched(request, form, library)
    rest = without_paging(request.GET).rstrip("&")
    page = library.address({})
    feed = Atom1Feed(
        title=f"{title}{DOT}{found.place.full_name}" if found.place else title,
        link=absolute(f"{page}?{rest}" if rest else page),
        feed_url=absolute(request.get_full_path()),
        description=title,
        language=get_language(),
    )
    for row in found.rows[:NEWEST]:
        address = absolute(f"{page}{row.number}/")
        feed.add_item(
            title=row.title,
            link=address,
            description=told(row),
            unique_id=address,
            pubdate=row.published_at,
            updateddate=row.published_at,
            categories=[_(FIELDS[row.field].label)] if row.field in FIELDS else [],
        )
    return HttpResponse(feed.writeString("utf-8"), content_type=feed.content_type)


def _told_need(need: Need) -> str:
    """Where and how much; the text stays on the page, where an office can still put it right."""
    return DOT.join((need.public_place, quantity(need.quantity, need.unit)))


def _told_offer(offer: Offer) -> str:
    return DOT.join((offer.organization.name, offer.text))


urlpatterns = [
    path("needs/feed.atom", needs_feed, name="needs-feed"),
    path("offers/feed.atom", offers_feed, name="offers-feed"),
]
