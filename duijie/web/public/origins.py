"""From where needs and offers come: our own library, and beside it those of the provinces that are followed."""

from typing import Final, NamedTuple

from django.urls import reverse
from django.utils.translation import gettext as _

from duijie.apps.exchange.selectors.sources import is_following
from duijie.kernel.errors import mark
from duijie.web.frame.parts import Link


class Pair(NamedTuple):
    """A library of ours and the one of the same kind from elsewhere: their pages, and what the two are called."""

    own: str
    followed: str
    own_label: str
    followed_label: str


NEEDS: Final = Pair("public:needs", "public:followed-needs", mark("Needs here"), mark("Needs of other provinces"))
OFFERS: Final = Pair("public:offers", "public:followed-offers", mark("Offers here"), mark("Offers of other provinces"))


def tabs_of(pair: Pair, current: str) -> list[Link]:
    """The way from one to the other; none where nobody is followed."""
    if not is_following():
        return []
    labels = {pair.own: pair.own_label, pair.followed: pair.followed_label}
    return [Link(_(label), reverse(page), current=page == current) for page, label in labels.items()]
