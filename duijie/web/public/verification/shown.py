"""How the entries of a row are listed, each with its paper, and how a paper is given out."""

from collections.abc import Callable, Iterable
from uuid import UUID

from django.db.models import Model
from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import override

from duijie.apps.records.disclosing import disclosure_of, is_published
from duijie.apps.records.models import Leaf
from duijie.apps.records.reading import leaf_to_show
from duijie.kernel.errors import NotFound, mark
from duijie.web.frame.parts import Column, Link, State, Table
from duijie.web.public.verification import names
from duijie.web.public.verification.papers import paper_of, title_of
from duijie.web.public.verification.telling import moment

WAITING, ERASED, THERE = mark("Not in the record yet"), mark("Erased"), mark("In the record")


def table_of(title: str, leaves: Iterable[Leaf], address_of: Callable[[Leaf], str]) -> Table:
    """The entries with the state of each, and where the paper of one that is in the record lies."""
    known = names.kinds()
    columns = [Column(_("What was recorded")), Column(_("In the hour of")), Column(_("State")), Column(_("Paper"))]
    rows: list[list[object]] = []
    for leaf in leaves:
        state = state_of(leaf)
        paper = Link(title_of(leaf.kind), address_of(leaf)) if state == THERE else ""
        rows.append([known.get(leaf.kind, leaf.kind), moment(leaf.hour), State(state), paper])
    return Table(title, columns, rows)


def paper_answer(
    row: Model, number: str, leaf_id: UUID, about: Callable[[Leaf], list[tuple[str, str]]]
) -> HttpResponse:
    """The paper of one entry of a row as PDF, with what `about` says of the row.

    Raises:
        NotFound: there is no such entry, or nothing to show of it (yet, or any more).
    """
    leaf = leaf_to_show(row, leaf_id)
    found = disclosure_of(leaf) if leaf else None
    if leaf is None or found is None:
        raise NotFound(mark("There is no such entry in the record, or it is not shown yet."))
    headers = {"Content-Disposition": f'attachment; filename="{number}-{found.proof.index}.pdf"'}
    with override("zh-hans"):  # a paper is in the language of the offices
        body = paper_of(found, about(leaf))
    return HttpResponse(body, content_type="application/pdf", headers=headers)


def state_of(leaf: Leaf) -> str:
    """Where a leaf is on its way."""
    if not is_published(leaf):
        return WAITING
    return THERE if leaf.facts is not None else ERASED
