"""Administrative divisions, provinces to townships."""

from django.http import HttpRequest
from ninja import Field, Query, Router, Schema

from duijie.apps.regions.models import Division
from duijie.apps.regions.searching import search
from duijie.apps.regions.selectors import children, get

router = Router(tags=["divisions"])
MOST = 50


class DivisionOut(Schema):
    """A division with its 12-digit code and the path whose prefixes are the divisions above it."""

    code: str
    name: str
    full_name: str
    level: str
    path: str


class DivisionWithChildren(DivisionOut):
    """A division and those directly below it."""

    children: list[DivisionOut]


class DivisionQuery(Schema):
    """What to look for."""

    query: str = Field("", max_length=40, description="name, pinyin initials, pinyin or code; empty: the provinces")


@router.get("/divisions", response=list[DivisionOut], summary="Search divisions")
def list_divisions(
    request: HttpRequest,  # noqa: ARG001
    wanted: Query[DivisionQuery],
) -> list[dict[str, object]]:
    """Divisions by name, pinyin or code, best first."""
    rows = search(wanted.query, limit=MOST) if wanted.query else children()
    return [_shown(each) for each in rows]


@router.get("/divisions/{code}", response=DivisionWithChildren, summary="One division")
def one_division(request: HttpRequest, code: str) -> dict[str, object]:  # noqa: ARG001
    """A division and those directly below it."""
    division = get(code)
    return {**_shown(division), "children": [_shown(each) for each in children(code)]}


def _shown(division: Division) -> dict[str, object]:
    return {name: getattr(division, name) for name in DivisionOut.model_fields}
