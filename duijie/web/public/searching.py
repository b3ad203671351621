"""A list that is searched: what every one of them shows beside its rows, and one search through all of them."""

from typing import Any

from django import forms
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import path, reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from duijie.apps.exchange.selectors.sources import is_following
from duijie.kernel.access.actors import ORGANIZATION_ROLES, Actor, Role
from duijie.kernel.paging import MOST_COUNTED
from duijie.web.frame.formats import plain_number
from duijie.web.frame.parts import Link
from duijie.web.frame.policies import ActorRequest, open_to_all
from duijie.web.frame.selection import without_paging
from duijie.web.public.hints import hints
from duijie.web.public.libraries import (
    CASES,
    FOLLOWED_NEEDS,
    FOLLOWED_OFFERS,
    FROM_ELSEWHERE,
    LIBRARIES,
    NEEDS,
    OFFERS,
    ORGANIZATIONS,
    Found,
    Library,
    count_of,
    look_up,
)
from duijie.web.public.subscribing import subscribe_address

AS_TYPED = "as_typed"
_SHOWN = 3
_ROW_PAGES = {
    NEEDS.page: ("public:need", "title"),
    OFFERS.page: ("public:offer", "title"),
    ORGANIZATIONS.page: ("public:organization", "name"),
    CASES.page: ("public:case", "title"),
    FOLLOWED_NEEDS.page: ("public:followed-need", "title"),
    FOLLOWED_OFFERS.page: ("public:followed-offer", "title"),
}


def searched(request: ActorRequest, form: forms.Form, library: Library) -> Found:
    """What the words and filters of a list come to."""
    chosen = dict(form.cleaned_data) if form.is_valid() else {}
    return look_up(library, chosen, as_typed=AS_TYPED in request.GET)


def beside_rows(request: ActorRequest, form: forms.Form, found: Found, *, is_empty: bool) -> dict[str, Any]:
    """What stands above and below the rows: how the words were read, and where else to look when there are none."""
    return {
        "form": form,
        "place": found.place.full_name if found.place else "",
        "namesakes": namesakes(request, found),
        "unknown_place": found.unknown_place,
        "said": found.reading.said,
        "as_typed": f"?{without_paging(request.GET, AS_TYPED)}{AS_TYPED}=1" if found.reading.said else "",
        "hints": hints(found, form) if is_empty else (),
        "ask": ask_way(request.actor, found) if is_empty else None,
        "subscribe": subscribe_address(request.actor, found),
    }


def feed_address(request: ActorRequest, name: str) -> str:
    """The feed of what a list shows now."""
    rest = without_paging(request.GET).rstrip("&")
    return f"{reverse(name)}?{rest}" if rest else reverse(name)


def namesakes(request: ActorRequest, found: Found) -> list[Link]:
    """The same list for other places of the typed words."""
    rest = without_paging(request.GET, "place")
    return [Link(each.full_name, f"?{rest}{urlencode({'place': each.code})}") for each in found.places[1:]]


def ask_way(actor: Actor, found: Found) -> Link | None:
    """Where to ask for it oneself: villagers and who writes for them say what is needed, organizations offer it."""
    if found.library not in {NEEDS, OFFERS}:
        return None
    if actor.role in ORGANIZATION_ROLES:
        return Link(_("Offer it ourselves"), reverse("organization:offers"))
    if actor.is_official and actor.role is not Role.VILLAGE:
        return None
    return Link(_("Say what I need"), reverse("village:request"))


class SearchForm(forms.Form):
    """One line for everything."""

    q = forms.CharField(label=gettext_lazy("Words, a place or a number"), required=False, max_length=60)


@open_to_all
def search_page(request: ActorRequest) -> HttpResponse:
    """The first of each list, and the way to all of them."""
    form = SearchForm(request.GET)
    words = str(form.cleaned_data["q"]).strip() if form.is_valid() else ""
    searched_in = (*LIBRARIES, *(FROM_ELSEWHERE if words and is_following() else ()))
    found = [look_up(each, {each.words: words}) for each in searched_in] if words else []
    parts = [_part(each) for each in found]
    hits = [each for each in parts if each["links"]]
    said = next((each.reading.said for each in found if each.reading.said), ())
    context = {
        "title": _("Search"),
        "form": form,
        "words": words,
        "parts": hits,
        "said": said,
        "hints": hints(found[0], form) if words and not hits else (),
        "ask": ask_way(request.actor, found[0]) if words and not hits else None,
    }
    return render(request, "public/search.html", context)


def _part(found: Found) -> dict[str, Any]:
    count = count_of(found.rows)
    rows = list(found.rows[:_SHOWN]) if count else []
    place = found.reading.place.code if found.reading.place else ""
    return {
        "name": _(found.library.name),
        "count": plain_number(count),
        "is_bound": count >= MOST_COUNTED,
        "links": [_link(found.library, each) for each in rows],
        "all": found.library.address({found.library.words: found.reading.words, "place": place}),
    }


def _link(library: Library, row: Any) -> Link:
    """A row with its page; one from elsewhere says whose it is."""
    page, title = _ROW_PAGES[library.page]
    if library in FROM_ELSEWHERE:
        label = _("%(title)s (from %(origin)s)") % {"title": row.title, "origin": row.source.name}
        return Link(label, reverse(page, args=[row.pk]))
    return Link(getattr(row, title), reverse(page, args=[row.number]))


urlpatterns = [path("search/", search_page, name="search")]
