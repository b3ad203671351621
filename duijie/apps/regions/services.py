"""Writes: load the tables, add villages, keep the county lists."""

from datetime import date
from typing import TypeVar

from django.db import transaction

from duijie.apps.regions.importing import spell
from duijie.apps.regions.loading import (
    CountyListReport,
    DivisionReport,
    load_county_lists,
    load_divisions,
    load_reporting_units,
)
from duijie.apps.regions.models import AddedVillage, CountyListing, Division, KeyCounty, LiftedCounty
from duijie.apps.regions.rules import (
    ADD_VILLAGE,
    KEEP_LISTING,
    VILLAGE_NAME_LENGTHS,
    Basis,
    Level,
    ListLevel,
    Origin,
    next_village_code,
    path_below,
)
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, NotFound, RuleBroken, mark

__all__ = [
    "CountyListReport",
    "DivisionReport",
    "add_county_listing",
    "add_village",
    "confirm_county_listing",
    "load_county_lists",
    "load_divisions",
    "load_reporting_units",
    "withdraw_county_listing",
]

Listing = TypeVar("Listing", KeyCounty, LiftedCounty)


@transaction.atomic
def add_village(actor: Actor, *, township_code: str, name: str, is_fictional: bool = False) -> Division:
    """Add a village (or a company of the corps) below a township, with the next free provisional code.

    Raises:
        NotFound: there is no such township.
        NotAllowed: it lies outside the actor's division.
        RuleBroken: the name is missing, too long or taken in this township; or no number is free.
    """
    township = Division.objects.select_for_update().filter(code=township_code, is_active=True).first()
    if township is None:
        raise NotFound(mark("There is no such township."), field="township")
    require(actor, ADD_VILLAGE, township)
    name = "".join(name.split())
    if len(name) not in VILLAGE_NAME_LENGTHS:
        raise RuleBroken(mark("Please give the name of the village."), field="name")
    siblings = dict(Division.objects.filter(parent_code=township_code).values_list("code", "name"))
    if name in siblings.values():
        raise RuleBroken(mark("%(township)s already has a village of this name."), field="name", township=township.name)
    code = next_village_code(township_code, frozenset(siblings))
    if code is None:
        raise RuleBroken(mark("All numbers for villages of this township are taken."), field="name")
    village = _new_village(township, code, name, is_fictional=is_fictional)
    added = AddedVillage.objects.create(division=village, added_by=actor.id, added_by_label=actor.label)
    record(actor, ADD_VILLAGE, added, details={"code": code, "name": village.full_name})
    return village


def _new_village(township: Division, code: str, name: str, *, is_fictional: bool) -> Division:
    initials, pinyin = spell(name)
    return Division.objects.create(
        code=code,
        name=name,
        stem=name.removesuffix("村") if len(name) > len("某村") else name,
        full_name=township.full_name + name,
        level=Level.VILLAGE,
        parent_code=township.code,
        path=path_below(township.path, code, Level.VILLAGE),
        initials=initials,
        pinyin=pinyin,
        origin=Origin.DEMO if is_fictional else Origin.VILLAGE,
        is_fictional=is_fictional,
    )


@transaction.atomic
def confirm_county_listing(
    actor: Actor,
    listing: Listing,
    *,
    document: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
    note: str = "",
) -> Listing:
    """State that a county stands on the list, by which document and for how long.

    Raises:
        NotAllowed: the actor does not keep this list.
        RuleBroken: no document is named, the dates are the wrong way round, or another row covers these days.
        Conflict: the row has been withdrawn meanwhile.
    """
    fresh = _locked(actor, listing)
    fresh.document, fresh.valid_from, fresh.valid_to, fresh.note = document.strip(), valid_from, valid_to, note.strip()
    _check_listing(fresh)
    _mark_confirmed(fresh, actor)
    fresh.save()
    record(actor, "regions.listing.confirm", fresh, details=_listing_details(fresh), facts=_listing_facts(fresh))
    return fresh


@transaction.atomic
def withdraw_county_listing(actor: Actor, listing: Listing, *, reason: str) -> Listing:
    """Take a county off the list because it never stood there; one that has left it gets an end date instead.

    Raises:
        NotAllowed: the actor does not keep this list.
        RuleBroken: no reason is given.
        Conflict: the row has been withdrawn meanwhile.
    """
    fresh = _locked(actor, listing)
    if not reason.strip():
        raise RuleBroken(mark("Please fill this in."), field="reason")
    fresh.withdrawn_at, fresh.note = now(), reason.strip()
    fresh.save()
    record(actor, "regions.listing.withdraw", fresh, details=_listing_details(fresh), facts=_listing_facts(fresh))
    return fresh


@transaction.atomic
def add_county_listing(
    actor: Actor,
    kind: type[Listing],
    *,
    division_code: str,
    level: ListLevel,
    document: str,
    valid_from: date | None = None,
    valid_to: date | None = None,
) -> Listing:
    """Put a county on a list by a document.

    Raises:
        NotFound: there is no such county.
        NotAllowed: it lies outside the actor's division.
        RuleBroken: no document is named, the dates are the wrong way round, or the county already stands there.
    """
    county = Division.objects.select_for_update().filter(code=division_code, level=Level.COUNTY).first()
    if county is None:
        raise NotFound(mark("There is no such county."), field="division")
    listing = kind(
        division=county, level=level, document=document.strip(), valid_from=valid_from, valid_to=valid_to,
        basis=Basis.PUBLISHED,
    )  # fmt: skip
    require(actor, KEEP_LISTING, listing)
    _check_listing(listing)
    _mark_confirmed(listing, actor)
    listing.save()
    record(actor, "regions.listing.add", listing, details=_listing_details(listing), facts=_listing_facts(listing))
    return listing


def _locked(actor: Actor, listing: Listing) -> Listing:
    rows = type(listing)._default_manager.select_related("division").select_for_update(of=("self",))
    fresh: Listing = rows.get(pk=listing.pk)
    require(actor, KEEP_LISTING, fresh)
    if fresh.withdrawn_at is not None:
        raise Conflict(mark("This entry has been withdrawn meanwhile."))
    return fresh


def _check_listing(listing: CountyListing) -> None:
    if not listing.document:
        raise RuleBroken(mark("Please name the document."), field="document")
    if listing.valid_from and listing.valid_to and listing.valid_to < listing.valid_from:
        raise RuleBroken(mark("The end lies before the beginning."), field="valid_to")
    others = type(listing)._default_manager.filter(division=listing.division, level=listing.level, withdrawn_at=None)
    if any(_overlap(each, listing) for each in others.exclude(pk=listing.pk)):
        raise RuleBroken(
            mark("%(county)s already stands on this list."), field="division", county=listing.division.name
        )


def _overlap(one: CountyListing, other: CountyListing) -> bool:
    earliest, latest = date.min, date.max
    return (one.valid_from or earliest) <= (other.valid_to or latest) and (other.valid_from or earliest) <= (
        one.valid_to or latest
    )


def _mark_confirmed(listing: CountyListing, actor: Actor) -> None:
    listing.confirmed_at, listing.confirmed_by, listing.confirmed_by_label = now(), actor.id, actor.label


_LISTED = ("county", "level", "valid_from", "valid_to")


def _listing_details(listing: CountyListing) -> dict[str, object]:
    return {
        "county": listing.division_id,
        "name": listing.division.full_name,
        "level": listing.level,
        "document": listing.document,
        "valid_from": listing.valid_from and listing.valid_from.isoformat(),
        "valid_to": listing.valid_to and listing.valid_to.isoformat(),
        "note": listing.note,
    }


def _listing_facts(listing: CountyListing) -> dict[str, object]:
    """What everybody may check: which county, on which list, from when to when; no free text."""
    said = _listing_details(listing)
    return {"list": listing._meta.model_name, **{name: said[name] for name in _LISTED}}
