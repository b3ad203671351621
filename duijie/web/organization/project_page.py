"""What the page of a project shows, whichever side opens it."""

from collections.abc import Sequence
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.apps.projects.models import Evidence, Project
from duijie.apps.projects.rules import (
    CONFIRMED_BY_LABELS,
    FACE_LABELS,
    MONEY_LABELS,
    PARTY_LABELS,
    PROJECT,
    ConfirmedBy,
    Face,
    PartyKind,
)
from duijie.apps.projects.selectors import money_sums
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import history
from duijie.web.frame.acts import Button
from duijie.web.frame.formats import date_zh, money, quantity
from duijie.web.frame.histories import as_history
from duijie.web.frame.parts import Column, Fact, Photo, Step, Table

_JOURNEY = ("drafting", "signed", "under_way", "to_confirm", "confirmed")
_WISH_JOURNEY = ("under_way", "to_confirm", "confirmed")


def project_context(actor: Actor, project: Project, acts: Sequence[Button]) -> dict[str, Any]:
    """Facts, parties, journey, money, evidence, confirmations, problems and history of a project."""
    return {
        "project": project,
        "lifecycle": PROJECT,
        "acts": acts,
        "facts": _facts(project),
        "steps": _steps(project),
        "parties": _parties(project),
        "money": _money(project),
        "evidence": [(each, _photos(each)) for each in project.evidence.prefetch_related("photos")],
        "confirmations": _confirmations(project),
        "problems": list(project.problems.order_by("created_at")) if actor.is_official or actor.organization_id else [],
        "entries": as_history(history(project)),
        "paper": reverse("organization:project-paper", args=[project.number, "docx"]),
        "paper_pdf": reverse("organization:project-paper", args=[project.number, "pdf"]),
    }


def agreement_initial(project: Project) -> dict[str, Any]:
    """The agreement as it stands, for its form."""
    parties = project.parties.filter(organization=None).exclude(kind=PartyKind.RECEIVER)
    return {
        "purpose": project.purpose,
        "starts_on": project.starts_on,
        "ends_on": project.ends_on,
        "amount": project.amount_fen,
        "parties": "\n".join(_party_line(each.kind, each.name, each.amount_fen) for each in parties),
        "milestones": "\n".join(f"{each.due_on:%Y-%m-%d}, {each.text}" for each in project.milestones.all()),
    }


def _party_line(kind: str, name: str, amount_fen: int | None) -> str:
    amount = "" if amount_fen is None else f", {amount_fen / 100:.2f}"
    return f"{_(PARTY_LABELS[PartyKind(kind)])}, {name}{amount}"


def _facts(project: Project) -> list[Fact]:
    need = project.need
    delivered = quantity(project.delivered_quantity, project.unit) if project.delivered_quantity else ""
    facts = [
        Fact(_("Need"), f"{need.number} {need.title}"),
        Fact(_("Place"), need.public_place),
        Fact(_("Organization"), project.organization.name),
        Fact(_("Receiver"), project.receiver_name),
        Fact(_("Quantity"), quantity(project.quantity, project.unit)),
        Fact(_("Handed over"), delivered),
        Fact(_("Amount agreed"), "" if project.amount_fen is None else money(project.amount_fen)),
        Fact(_("Dates"), f"{date_zh(project.starts_on)} – {date_zh(project.ends_on)}" if project.starts_on else ""),
        Fact(_("Signed for the receiver by"), project.receiver_signatory),
    ]
    return [fact for fact in facts if fact.answer]


def _steps(project: Project) -> list[Step]:
    order = _WISH_JOURNEY if project.track == "wish" else _JOURNEY
    moments = {
        "drafting": project.created_at,
        "signed": project.signed_at,
        "under_way": project.started_at,
        "to_confirm": project.delivered_at,
        "confirmed": project.confirmed_at,
    }
    state = {"disputed": "to_confirm", "closed": "confirmed", "cancelled": ""}.get(project.state, project.state)
    reached = order.index(state) if state in order else -1
    steps = []
    for position, name in enumerate(order):
        done = position < reached or (position == reached and name == "confirmed")
        at = moments[name]
        steps.append(
            Step(
                _(PROJECT.states[name]),
                "done" if done else "now" if position == reached else "later",
                localtime(at) if at and position <= reached else None,
            )
        )
    return steps


def _parties(project: Project) -> Table:
    rows = [
        [_(PARTY_LABELS[PartyKind(each.kind)]), each.name, "" if each.amount_fen is None else money(each.amount_fen)]
        for each in project.parties.order_by("kind", "id")
    ]
    return Table(
        _("Parties"), [Column(_("As")), Column(_("Name")), Column(_("Amount"), numeric=True)], rows, show_caption=True
    )


def _money(project: Project) -> Table:
    rows = [
        [_(MONEY_LABELS[each.kind]), money(each.amount_fen) if each.amount_fen else ""] for each in money_sums(project)
    ]
    return Table(_("Money records"), [Column(_("Record")), Column(_("Amount"), numeric=True)], rows, show_caption=True)


def _confirmations(project: Project) -> list[dict[str, object]]:
    return [
        {
            "at": localtime(each.at),
            "by": _(CONFIRMED_BY_LABELS[ConfirmedBy(each.by)]),
            "face": _(FACE_LABELS[Face(each.face)]),
            "text": each.text,
            "revoked": each.revoked_at is not None,
        }
        for each in project.confirmations.order_by("at")
    ]


def _photos(evidence: Evidence) -> list[Photo]:
    found = []
    for position, photo in enumerate(evidence.photos.all(), start=1):
        href = reverse("frame:file", args=[photo.pk])
        found.append(Photo(href, _("Photograph %(position)s of the report") % {"position": position}, href=href))
    return found
