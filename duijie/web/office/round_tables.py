"""The list of a round from seven sides: rows, what equity moved, what is left out, places, organizations, proof."""

from collections import defaultdict
from collections.abc import Callable, Mapping
from decimal import Decimal
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from duijie.apps.matches.models import Round, RoundMiss, RoundPair
from duijie.apps.matches.rounds.reading import pairs_of
from duijie.apps.matches.rules import SUGGESTION
from duijie.apps.matches.rules.rounds import FILTERED, SKIPPED_LABELS, Miss, Skipped
from duijie.apps.regions.rules import code_of_path
from duijie.apps.regions.selectors import full_names
from duijie.kernel.errors import mark
from duijie.matching.filters import Failed, Filter
from duijie.web.frame.formats import plain_number, quantity
from duijie.web.frame.parts import Column, Link, State, Table
from duijie.web.frame.reasons import Side, failed_sentence
from duijie.web.public.rounds import group_table, proof_facts

LISTED = 200
Fallen = Mapping[UUID, Skipped]
MISSES = {
    Miss.NO_OFFER: mark("No open offer works in its field."),
    Miss.NOT_CLOSE: mark("Offers in its field: %(count)s, but none speaks of what is asked for."),
    Miss.ANSWERED: mark("Every fitting organization has it before it or has answered it already."),
    Miss.NO_ROOM: mark("The fitting offers have no room: their organizations have enough to answer."),
    Miss.PRICE: mark("The nearest offer, %(offer)s, went to others; %(lacks)s points were missing."),
}
EVEN = mark("The nearest offer, %(offer)s, went to places that had less.")


def list_table(row: Round, fallen: Fallen) -> Table:
    """Who is recommended to whom, the strongest pair first."""
    columns = [
        Column(_("Need")),
        Column(_("Place")),
        Column(_("Part"), numeric=True),
        Column(_("Organization")),
        Column(_("Offer")),
        Column(_("Points"), numeric=True),
        Column(_("State")),
    ]
    rows = [
        [
            need_link(each),
            each.need.public_place,
            quantity(each.quantity, each.need.unit),
            each.offer.organization.name,
            offer_link(each),
            Link(plain_number(each.utility), _reasons(row, each)),
            state_of(each, fallen),
        ]
        for each in pairs_of(row).filter(is_recommended=True)[:LISTED]
    ]
    return Table(_("Recommended"), columns, rows)


def moved_table(row: Round, _fallen: Fallen) -> Table:
    """What differs from the best list without equity: who came in by it, who went out, and at what price."""
    columns = [
        Column(_("Need")),
        Column(_("Place")),
        Column(_("Organization")),
        Column(_("By equity")),
        Column(_("Points"), numeric=True),
    ]
    pairs = pairs_of(row).exclude(is_recommended=True, is_plain=True).order_by("need__county_path", "need_id")
    rows = [
        [
            need_link(each),
            each.need.public_place,
            each.offer.organization.name,
            _("came in") if each.is_recommended else _("went out"),
            Link(plain_number(each.utility), _reasons(row, each)),
        ]
        for each in pairs[:LISTED]
    ]
    return Table(_("Moved by equity"), columns, rows)


def missed_table(row: Round, _fallen: Fallen) -> Table:
    """Needs without a recommendation, each with the nearest reason."""
    columns = [Column(_("Need")), Column(_("Place")), Column(_("Why not"))]
    rows = [
        [Link(each.need.title, reverse("office:need-matching", args=[each.need.number])), each.need.public_place, why]
        for each in row.misses.select_related("need").order_by("need_id")[:LISTED]
        if (why := miss_sentence(each))
    ]
    return Table(_("Left out, and why"), columns, rows)


def miss_sentence(miss: RoundMiss) -> str:
    """The nearest reason in the language of the page."""
    kind, _dot, code = miss.why.partition(".")
    if kind == FILTERED:
        return failed_sentence(Failed(Filter(code), miss.params), Side.NEED)
    words = EVEN if miss.why == Miss.PRICE and not miss.params["lacks"] else MISSES[Miss(miss.why)]
    params = {name: plain_number(value) if isinstance(value, int) else value for name, value in miss.params.items()}
    return _(words) % params


def places_table(row: Round, _fallen: Fallen) -> Table:
    """Each place with its needs and how many are recommended, in this list and in the one without equity."""
    names = full_names(code_of_path(each["path"]) for each in row.figures["places"])
    columns = [
        Column(_("Place")),
        Column(_("Key county")),
        Column(_("Open needs"), numeric=True),
        Column(_("With a recommendation"), numeric=True),
        Column(_("Without equity"), numeric=True),
        Column(_("Points a need"), numeric=True),
    ]
    rows = [
        [
            names.get(code_of_path(each["path"]), each["path"]),
            _("yes") if each["is_key"] else _("no"),
            each["needs"],
            each["served"],
            each["plain_served"],
            plain_number(each["utility"] // each["needs"]),
        ]
        for each in row.figures["places"]
    ]
    return Table(_("By place"), columns, rows)


def organizations_table(row: Round, _fallen: Fallen) -> Table:
    """Each organization with how many needs it would be asked, and how much that is."""
    found: dict[str, list[RoundPair]] = defaultdict(list)
    for each in pairs_of(row).filter(is_recommended=True):
        found[each.offer.organization.number].append(each)
    rows = [
        [
            Link(pairs[0].offer.organization.name, reverse("public:organization", args=[number])),
            len(pairs),
            "、".join(_amounts(pairs)),
        ]
        for number, pairs in sorted(found.items(), key=lambda each: -len(each[1]))
    ]
    columns = [Column(_("Organization")), Column(_("Needs"), numeric=True), Column(_("In all"))]
    return Table(_("By organization"), columns, rows)


def _amounts(pairs: list[RoundPair]) -> list[str]:
    sums: dict[str, Decimal] = defaultdict(Decimal)
    for each in pairs:
        sums[each.need.unit] += each.quantity
    return [quantity(amount, unit) for unit, amount in sums.items()]


def figures_table(row: Round, _fallen: Fallen) -> Table:
    """Who has a recommendation of whom there is, in this list and in the one without equity."""
    return group_table(row)


def proof_table(row: Round, _fallen: Fallen) -> Table:
    """The proof as a table."""
    rows = [[each.question, each.answer] for each in proof_facts(row)]
    return Table(_("Proof"), [Column(_("What")), Column(_("Value"))], rows)


def need_link(pair: RoundPair) -> Link:
    """The need's page for offices."""
    return Link(pair.need.title, reverse("office:need", args=[pair.need.number]))


def offer_link(pair: RoundPair) -> Link:
    """The offer's page."""
    return Link(pair.offer.title, reverse("public:offer", args=[pair.offer.number]))


def state_of(pair: RoundPair, fallen: Fallen) -> State | str:
    """What became of a row: why it fell away, or how its recommendation stands."""
    skipped = fallen.get(pair.pk) or pair.skipped
    if skipped:
        return _(SKIPPED_LABELS[Skipped(skipped)])
    return State(pair.suggestion.state, SUGGESTION) if pair.suggestion else ""


def _reasons(row: Round, pair: RoundPair) -> str:
    return reverse("office:round-reasons", args=[row.number, pair.need.number, pair.offer.number])


TABLES: dict[str, tuple[str, Callable[[Round, Fallen], Table]]] = {
    "list": (mark("Recommended"), list_table),
    "moved": (mark("Moved by equity"), moved_table),
    "missed": (mark("Left out, and why"), missed_table),
    "places": (mark("By place"), places_table),
    "organizations": (mark("By organization"), organizations_table),
    "figures": (mark("Equity"), figures_table),
    "proof": (mark("Proof"), proof_table),
}
