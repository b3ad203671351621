"""Reads: sourced cases, public as they stand, and what else the engine would have brought together."""

from dataclasses import dataclass

from django.db.models import F, Q, QuerySet

from duijie.apps.publications.models import CaseStudy
from duijie.apps.publications.rules import CaseKind
from duijie.kernel.clock import today
from duijie.kernel.errors import NotFound, mark
from duijie.matching.library import Library
from duijie.matching.reasons import Reason, Term
from duijie.matching.suggesting import Suggested, suggest_needs, suggest_offers
from duijie.matching.terms import Form, NeedTerms, OfferTerms


@dataclass(frozen=True)
class SuggestedCase:
    """A case that fits another, with the engine's reasons; their points add up to `score`."""

    case: CaseStudy
    score: int
    reasons: tuple[Reason, ...]


def cases(
    *, kind: str = "", field: str = "", subfield: str = "", within: str = "", year: int | None = None, text: str = ""
) -> QuerySet[CaseStudy]:
    """The cases that pass every filter given, newest first, those without a year last; `within` is a path."""
    exact = {"kind": kind, "field": field, "subfield": subfield, "year": year}
    rows = CaseStudy.objects.filter(**{name: value for name, value in exact.items() if value})
    if within:
        rows = rows.filter(division_path__startswith=within)
    for word in text.split():
        rows = rows.filter(
            Q(title__contains=word)
            | Q(text__contains=word)
            | Q(organization__contains=word)
            | Q(province__contains=word)
            | Q(county__contains=word)
            | Q(place__contains=word)
        )
    return rows.order_by(F("year").desc(nulls_last=True), "number")


def case(number: str) -> CaseStudy:
    """One case with its pairs loaded.

    Raises:
        NotFound: there is none of this number.
    """
    found = CaseStudy.objects.filter(number=number).prefetch_related("answers", "answered_by").first()
    if found is None:
        raise NotFound(mark("There is no such case."))
    return found


def pairs_of(row: CaseStudy) -> QuerySet[CaseStudy]:
    """The other side, as the source reports it: help for a need, needs for a piece of help."""
    others = row.answered_by if row.kind == CaseKind.NEED else row.answers
    return others.order_by("number")


def suggested_for(row: CaseStudy, *, limit: int = 5, with_pairs: bool = False) -> tuple[SuggestedCase, ...]:
    """Cases of the other kind that the engine finds fitting, best first.

    Those that the source itself pairs with this case are left out unless `with_pairs`, and those that share neither a
    word nor a sub-field with it always. Only words and fields are known
    of the help in a case (its place is where it went, not the organization's home); the other terms have no limits.
    """
    own_pairs = set() if with_pairs else set(pairs_of(row).values_list("number", flat=True))
    found = _found(row)
    wanted = {number: match for number, match in found if number not in own_pairs and _speaks_of_the_same(match)}
    chosen = list(wanted)[:limit]
    rows = CaseStudy.objects.in_bulk(chosen, field_name="number")
    return tuple(SuggestedCase(rows[number], wanted[number].score, wanted[number].reasons) for number in chosen)


def _speaks_of_the_same(match: Suggested) -> bool:
    return any(reason.points for reason in match.reasons if reason.term in (Term.WORDS, Term.SUBFIELD))


def _found(row: CaseStudy) -> list[tuple[str, Suggested]]:
    """Every case of the other kind that passes the engine's filters, best first; there are tens of them."""
    if row.kind == CaseKind.NEED:
        offers = Library(_offer_terms(each) for each in CaseStudy.objects.filter(kind=CaseKind.OFFER))
        best = suggest_offers(_need_terms(row), offers, limit=len(offers), today=today())
        return [(match.offer, match) for match in best]
    needs = Library(_need_terms(each) for each in CaseStudy.objects.filter(kind=CaseKind.NEED))
    best = suggest_needs(_offer_terms(row), needs, limit=len(needs), today=today())
    return [(match.need, match) for match in best]


def _need_terms(row: CaseStudy) -> NeedTerms:
    return NeedTerms(
        id=row.number,
        title=row.title,
        text=row.text,
        field=row.field,
        subfields=frozenset({row.subfield} - {""}),
        division_path=row.division_path or "/",
        form=Form.GOODS,
    )


def _offer_terms(row: CaseStudy) -> OfferTerms:
    return OfferTerms(
        id=row.number,
        organization_id=row.organization,
        title=row.title,
        text=row.text,
        fields=frozenset({row.field} - {""}),
        subfields=frozenset({row.subfield} - {""}),
    )
