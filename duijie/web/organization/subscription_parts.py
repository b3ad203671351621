"""What the pages of subscriptions show: what each asks for, by which ways it tells, and what was found."""

from collections.abc import Iterable, Sequence
from itertools import product
from typing import Any

from django.urls import reverse
from django.utils.http import urlencode
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from duijie.apps.exchange.calling import is_taken
from duijie.apps.exchange.models import FollowedNeed, Subscription
from duijie.apps.exchange.rules.subscriptions import KIND_LABELS, Kind
from duijie.apps.exchange.selectors.messages import address_of, place_of
from duijie.apps.exchange.selectors.subscriptions import AnyRow, Found
from duijie.apps.regions.rules import code_of_path
from duijie.apps.regions.selectors import full_names
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.fields import FIELDS
from duijie.web.frame.formats import DOT, date_zh, datetime_local
from duijie.web.frame.parts import Column, Fact, Link, Table

FEEDS_SHOWN = 6


def place_names(rows: Iterable[Subscription]) -> dict[str, str]:
    """The names of all places that some subscriptions ask for, by their paths."""
    paths = {path for row in rows for path in row.areas}
    names = full_names(code_of_path(path) for path in paths)
    return {path: names.get(code_of_path(path), path) for path in paths}


def asked(row: Subscription, names: dict[str, str]) -> str:
    """What it asks for, in a line."""
    parts = [
        _(KIND_LABELS[Kind(row.kind)]),
        _list(_(FIELDS[each].label) for each in row.fields if each in FIELDS) or _("all fields"),
        _list(names[each] for each in row.areas) or _("anywhere"),
        _list(_(BENEFICIARIES[each]) for each in row.beneficiaries if each in BENEFICIARIES),
        _("Key counties only") if row.only_key_counties else "",
    ]
    return DOT.join(each for each in parts if each)


def ways(row: Subscription) -> str:
    """By which ways it tells."""
    parts = [_("Inbox, and as each has chosen") if row.tells_people else "", webhook_standing(row)]
    return "；".join(each for each in parts if each) or _("Feed only")


def webhook_standing(row: Subscription) -> str:
    """How its webhook stands, in a few words."""
    if not row.webhook_address:
        return ""
    if row.paused_at:
        return _("Webhook paused")
    if row.failing_since:
        return _("Webhook fails since %(day)s") % {"day": datetime_local(row.failing_since)}
    if not row.status:
        return _("Webhook")
    return _("Webhook works") if is_taken(row.status) else _("Webhook did not take the last message")


def answer_words(row: Subscription) -> str:
    """What the webhook last answered, and when."""
    if not row.tried_at:
        return _("Nothing was sent yet")
    what = f"HTTP {row.status}" if row.status.isdecimal() else _(row.status)
    return f"{datetime_local(row.tried_at)}{DOT}{what}"


def facts_of(row: Subscription) -> list[Fact]:
    """All that it asks for, and how its webhook stands."""
    facts = [
        Fact(_("Tell us of new"), asked(row, place_names([row]))),
        Fact(_("How"), ways(row)),
    ]
    if row.webhook_address:
        facts += [Fact(_("Webhook"), row.webhook_address), Fact(_("Its last answer"), answer_words(row))]
    if row.retry_at:
        facts.append(Fact(_("Tried again"), datetime_local(row.retry_at)))
    return facts


def feeds_of(row: Subscription) -> list[Link]:
    """The public feeds that hold the same, one for each field and place; none where there were too many."""
    name = "public:needs-feed" if row.kind == Kind.NEED else "public:offers-feed"
    names = place_names([row])
    pairs = list(product(row.fields or [""], row.areas or [""]))
    if len(pairs) > FEEDS_SHOWN:
        return []
    found = []
    for field, area in pairs:
        given = {"field": field, "place": code_of_path(area), "which": "key" if row.only_key_counties else ""}
        query = urlencode({key: value for key, value in given.items() if value})
        words = [_(FIELDS[field].label) if field else "", names.get(area, "")]
        label = DOT.join(each for each in words if each) or _(KIND_LABELS[Kind(row.kind)])
        found.append(Link(label, f"{reverse(name)}?{query}" if query else reverse(name)))
    return found


def found_table(found: Sequence[Found], *, with_source: bool) -> Table | None:
    """What was found, newest first."""
    if not found:
        return None
    columns = [Column(_("What it is about")), Column(_("Where or whose")), Column(_("Published"))]
    rows: list[list[Any]] = [[_link(each.row), place_of(each.row), date_zh(each.row.published_at)] for each in found]
    if with_source:
        columns.append(Column(_("Subscription")))
        for line, each in zip(rows, found, strict=True):
            line.append(str(each.hit.subscription or each.hit.pair))
    return Table(_("Found lately"), columns, rows, show_caption=True)


def count_words(count: int) -> str:
    """How many were found."""
    return ngettext("%(count)s found in 30 days", "%(count)s found in 30 days", count) % {"count": count}


def _link(row: AnyRow) -> Link:
    """A row with its page here, also where it comes from another province."""
    if isinstance(row, FollowedNeed):
        return Link(row.title, reverse("public:followed-need", args=[row.pk]))
    return Link(row.title, address_of(row))


def _list(words: Iterable[str]) -> str:
    return "、".join(words)
