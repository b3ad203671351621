"""The country's figures as a file: what the page shows, line by line, or as data for programs."""

import csv
from collections.abc import Iterator
from io import StringIO
from typing import Any

from django.utils.translation import gettext as _

from duijie.apps.exchange.rules.country import RECOUNTED, Choice
from duijie.apps.exchange.selectors.country import CountryFigures, UnitFigures
from duijie.apps.figures.rules import DEFINITIONS, RATE_LABELS
from duijie.kernel.files.sheets import safe_cell
from duijie.web.frame.formats import date_zh
from duijie.web.office.exchange import country_parts as parts
from duijie.web.office.exchange.units import standing_label
from duijie.web.public.figure_parts import quarter_name

CSV, JSON = "csv", "json"
MEDIA_TYPES = {CSV: "text/csv; charset=utf-8", JSON: "application/json"}
_FOR_EXCEL = "\ufeff"
"""Without it Excel takes a file of Chinese for one of another encoding."""


def as_csv(found: CountryFigures, choice: Choice) -> bytes:
    """Comma-separated, in UTF-8 as spreadsheets recognize it."""
    written = StringIO()
    csv.writer(written).writerows([safe_cell(each) for each in line] for line in _lines(found, choice))
    return (_FOR_EXCEL + written.getvalue()).encode()


def as_data(found: CountryFigures, choice: Choice) -> dict[str, Any]:
    """Counts that anybody can divide again; a unit without a statement has null, not zero."""
    return {
        "quarter": choice.quarter.code,
        "as_of": choice.as_of.isoformat(),
        "definitions": {rate.value: _(DEFINITIONS[rate]) for rate in parts.ORDER},
        "units_in_the_sum": len(found.stating),
        "counts": found.counts.as_facts(),
        "units": [_unit(each) for each in found.units],
    }


def _unit(unit: UnitFigures) -> dict[str, Any]:
    again = {name: getattr(unit.recount, name) for name in RECOUNTED} if unit.recount else None
    return {
        "code": unit.unit.code,
        "name": unit.unit.name,
        "log": unit.source.state if unit.source else None,
        "counts": unit.counts.as_facts() if unit.counts else None,
        "counted_again": again,
    }


def _lines(found: CountryFigures, choice: Choice) -> Iterator[list[object]]:
    yield [_("Quarter"), quarter_name(choice.quarter)]
    yield [_("Read on"), date_zh(choice.as_of)]
    yield [_("Units in the sum"), len(found.stating)]
    yield [_("Verified needs"), found.counts.verified]
    yield []
    yield [_("Rate"), _("Value"), _("Part / whole"), _("How it is counted")]
    for rate, card in zip(parts.ORDER, parts.cards(found.counts), strict=True):
        yield [_(RATE_LABELS[rate]), str(card.value), str(card.unit), str(card.definition)]
    yield []
    names = ("verified", "taken", "agreed", "confirmed")
    yield [
        _("Code"),
        _("Reporting unit"),
        _("Verified needs"),
        _("Needs taken on"),
        _("Needs agreed on"),
        _("Needs confirmed"),
        _("State of its log"),
        _("What that means"),
    ]
    for each in found.units:
        counts = [getattr(each.counts, name) for name in names] if each.counts else [_("not stated")] * len(names)
        yield [each.unit.code, each.unit.name, *counts, _(standing_label(each.source)), parts.verdict(each)]
