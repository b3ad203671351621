"""`duijie match suggest`: the engine on a file, for anybody who wants to try it or check a published suggestion.

No database, no Django: what the platform suggests can be computed again on any machine from the same rows.
"""

import argparse
import dataclasses
import json
import sys
from collections.abc import Iterable, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from duijie.config.commandline.commands import Command, WrongInput

if TYPE_CHECKING:
    from duijie.matching.terms import NeedTerms, OfferTerms

SIDES = ("needs", "offers")


def run(given: argparse.Namespace) -> int:
    """Print the suggestions for each need (or each offer) of the files, best first, one JSON object a line."""
    from duijie.matching.pairs.codes import FaultyTerms

    needs, offers = _read(given.files)
    try:
        _suggest(needs, offers, given)
    except FaultyTerms as fault:
        raise WrongInput(str(fault)) from fault
    return 0


def _suggest(needs: "list[NeedTerms]", offers: "list[OfferTerms]", given: argparse.Namespace) -> None:
    from duijie.matching.library import Library
    from duijie.matching.suggesting import suggest_needs, suggest_offers

    if given.side == "needs":
        menu = Library(offers)
        found = (suggest_offers(need, menu, limit=given.limit, today=given.today) for need in needs)
    else:
        asked = Library(needs)
        found = (suggest_needs(offer, asked, limit=given.limit, today=given.today) for offer in offers)
    for suggestions in found:
        for suggested in suggestions:
            row = dataclasses.asdict(suggested)
            row["reasons"] = [reason._asdict() for reason in suggested.reasons]
            print(json.dumps(row, ensure_ascii=False))


def _read(files: Iterable[str]) -> "tuple[list[NeedTerms], list[OfferTerms]]":
    """Read the rows of all files; a row says in `kind` whether it is a need or an offer."""
    from pydantic import TypeAdapter, ValidationError

    from duijie.matching.terms import NeedTerms, OfferTerms

    needs, offers = [], []
    need_rows, offer_rows = TypeAdapter(NeedTerms), TypeAdapter(OfferTerms)
    for place, line in _lines(files):
        try:
            row = json.loads(line)
            kind = row.pop("kind")
            if kind == "need":
                needs.append(need_rows.validate_python(row))
            elif kind == "offer":
                offers.append(offer_rows.validate_python(row))
            else:
                raise WrongInput(f"{place}: the kind is “need” or “offer”, not “{kind}”.")
        except ValidationError as error:
            first = error.errors()[0]
            field = ".".join(str(part) for part in first["loc"])
            raise WrongInput(f"{place}: {field}: {first['msg']}.") from error
        except (ValueError, KeyError, AttributeError, TypeError) as error:
            raise WrongInput(f"{place}: this is no JSON object with a kind.") from error
    return needs, offers


def _lines(files: Iterable[str]) -> Iterator[tuple[str, str]]:
    for name in files:
        try:
            text = sys.stdin.read() if name == "-" else Path(name).read_text(encoding="utf-8")
        except (OSError, UnicodeDecodeError) as error:
            raise WrongInput(f"{name} cannot be read as UTF-8 text.") from error
        for number, line in enumerate(text.splitlines(), start=1):
            if line.strip():
                yield f"{name}, line {number}", line


def _day(text: str) -> date:
    return date.fromisoformat(text)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The files, the side and the day."""
    parser.add_argument("files", nargs="+", metavar="FILE", help="JSON Lines, UTF-8; - reads standard input")
    parser.add_argument("--for", dest="side", choices=SIDES, default="needs", help="whom to suggest to (default needs)")
    parser.add_argument("--limit", type=int, default=5, help="suggestions for each (default 5)")
    parser.add_argument("--today", type=_day, required=True, metavar="DATE", help="YYYY-MM-DD: the engine has no clock")


COMMAND = Command(
    name="suggest",
    summary="Try the engine on a file: what fits, and why.",
    explanation=(
        "Each line is one need or offer; its fields are those of duijie/matching/terms.py, only the required ones\n"
        "must be there. Each line of the answer is a pair with its score and the points of every reason."
    ),
    examples=(
        "  duijie match suggest rows.jsonl --today 2026-11-21\n"
        "  duijie match suggest needs.jsonl offers.jsonl --for offers --limit 3 --today 2026-11-21\n\n"
        "a need and an offer:\n"
        '  {"kind": "need", "id": "N1", "title": "村卫生室缺血压计", "field": "health", "form": "goods",\n'
        '   "division_path": "/62/6211/621121/"}\n'
        '  {"kind": "offer", "id": "S1", "organization_id": "O1", "title": "为村卫生室捐血压计", "fields": ["health"]}'
    ),
    add_arguments=add_arguments,
    run=run,
)
