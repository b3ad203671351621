"""Cases with their sources; historical, in no figure."""

from django.http import HttpRequest
from ninja import Router, Schema

from duijie.apps.publications.models import CaseStudy
from duijie.apps.publications.selectors import case, cases, pairs_of

router = Router(tags=["cases"])
MOST = 200


class CaseOut(Schema):
    """What somebody else has published, told in short, with its source."""

    number: str
    kind: str
    title: str
    text: str
    organization: str
    province: str
    county: str
    field: str
    subfield: str
    beneficiaries: str
    amount_fen: int | None
    year: int | None
    source_url: str
    is_inferred: bool


class CaseWithPairs(CaseOut):
    """A case and the numbers of its other side, as the source reports it."""

    pairs: list[str]


class CaseList(Schema):
    """Cases, at most 200."""

    items: list[CaseOut]
    total: int


@router.get("/cases", response=CaseList, summary="Search the sourced cases")
def list_cases(request: HttpRequest, kind: str = "", field: str = "", text: str = "") -> dict[str, object]:  # noqa: ARG001
    """Cases, newest first."""
    rows = cases(kind=kind, field=field, text=text)
    return {"items": [_shown(each) for each in rows[:MOST]], "total": rows.count()}


@router.get("/cases/{number}", response=CaseWithPairs, summary="One sourced case")
def one_case(request: HttpRequest, number: str) -> dict[str, object]:  # noqa: ARG001
    """A case with the other side as its source reports it."""
    row = case(number)
    return {**_shown(row), "pairs": [each.number for each in pairs_of(row)]}


def _shown(row: CaseStudy) -> dict[str, object]:
    return {name: getattr(row, name) for name in CaseOut.model_fields}
