"""What the page of a project shows, whichever side opens it."""

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from django.urls import reverse
from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.apps.projects.models import Evidence, Problem, Project
from duijie.apps.projects.rules import (
    CONFIRMED_BY_LABELS,
    FACE_LABELS,
    MONEY_LABELS,
    PARTY_LABELS,
    PROJECT,
    ConfirmedBy,
    Face,
    MoneyKind,
    PartyKind,
)
from duijie.apps.projects.selectors import money_sums
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import history
from duijie.web.frame.acts import Button
from duijie.web.frame.formats import date_zh, money, quantity
from duijie.web.frame.histories import as_history
from duijie.web.frame.parts import Column, Fact, Link, Photo, Table
from duijie.web.frame.project_journey import steps_of
from duijie.web.organization.project_steps import asked_of_receiver, next_step
from duijie.web.public.service_hours import hours_table, recorded_hours

GOES_ON = frozenset(
    {"sign_giving", "sign_receiving", "start", "report_delivery", "confirm", "report_problem", "settle", "close"}
)
"""The acts by which a project goes on; the others may be done at any time and stand behind them."""


def project_context(actor: Actor, project: Project, acts: Sequence[Button]) -> dict[str, Any]:
    """Facts, parties, journey, money, evidence, confirmations, problems and history of a project."""
    problems = _problems(actor, project)
    return {
        "project": project,
        "lifecycle": PROJECT,
        "next_acts": [each for each in acts if each.event in GOES_ON],
        "other_acts": [each for each in acts if each.event not in GOES_ON],
        "next_step": next_step(project, problems),
        "facts": project_facts(project),
        "agreement": agreement_facts(project),
        "steps": steps_of(project, project.state),
        "milestones": _milestones(project),
        "parties": _parties(project),
        "money": _money(project),
        "money_records": _money_records(project),
        "hours": hours_table(project.hours.select_related("confirmation")),
        "evidence": [(each, _photos(each)) for each in project.evidence.prefetch_related("photos")],
        "confirmations": _confirmations(project),
        "problems": problems,
        "entries": as_history(history(project)),
        "papers": papers(project),
        "asked": asked_of_receiver(project) if actor.organization_id and project.state == "to_confirm" else (),
    }


def about_act(project: Project, event: str) -> dict[str, Any]:
    """What the page of an act shows above its form: the project, and before signing all that is agreed."""
    if event in {"sign_giving", "sign_receiving"}:
        return {"facts": [*project_facts(project), *agreement_facts(project)], "papers": papers(project)}
    if event == "report_delivery":
        return {"facts": _what_for_whom(project), "asked": asked_of_receiver(project)}
    return {"facts": project_facts(project)}


def _what_for_whom(project: Project) -> list[Fact]:
    """The few lines that fit above a form on a phone."""
    return _told(
        (_("Need"), Link(project.need.title, reverse("public:need", args=[project.need.number]))),
        (_("Receiver"), project.receiver_name),
        (_("Quantity"), quantity(project.quantity, project.unit)),
    )


def papers(project: Project) -> list[Link]:
    """The agreement (or, for a small wish, the receipt) as Word and PDF; nothing before there is a text to print."""
    if project.track != "wish" and project.starts_on is None:
        return []
    name = _("Receipt to be signed") if project.track == "wish" else _("Agreement")
    return [
        Link(f"{name} · Word", reverse("organization:project-paper", args=[project.number, "docx"])),
        Link(f"{name} · PDF", reverse("organization:project-paper", args=[project.number, "pdf"])),
    ]


def _problems(actor: Actor, project: Project) -> list[Problem]:
    """What was found wrong; internal to both sides and the offices."""
    is_inside = actor.is_official or actor.organization_id is not None
    return list(project.problems.order_by("created_at")) if is_inside else []


def agreement_initial(project: Project) -> dict[str, Any]:
    """The agreement as it stands, for its form."""
    parties = project.parties.filter(organization=None).exclude(kind=PartyKind.RECEIVER).order_by("id")
    return {
        "purpose": project.purpose,
        "starts_on": project.starts_on,
        "ends_on": project.ends_on,
        "amount": project.amount_fen,
        "parties": "\n".join(_party_line(each.kind, each.name, each.amount_fen) for each in parties),
        "milestones": "\n".join(f"{each.due_on:%Y-%m-%d}，{each.text}" for each in project.milestones.all()),
    }


def _party_line(kind: str, name: str, amount_fen: int | None) -> str:
    amount = "" if amount_fen is None else f"，{Decimal(amount_fen) / 100:f}"
    return f"{_(PARTY_LABELS[PartyKind(kind)])}，{name}{amount}"


def project_facts(project: Project) -> list[Fact]:
    """What the project is about, in a few lines; on top of every act's page too."""
    need = project.need
    place = reverse("public:need", args=[need.number])
    return _told(
        (_("Need"), Link(f"{need.title}（{need.number}）", place)),
        (_("Place"), need.public_place),
        (_("Organization"), project.organization.name),
        (_("Receiver"), project.receiver_name),
        (_("Quantity"), quantity(project.quantity, project.unit)),
        (_("Handed over"), quantity(project.delivered_quantity, project.unit) if project.delivered_quantity else ""),
        (_("Handed over on"), date_zh(project.delivered_on) if project.delivered_on else ""),
        (_("Hours of volunteer service"), recorded_hours(project)),
        (_("Amount agreed"), "" if project.amount_fen is None else money(project.amount_fen)),
    )


def agreement_facts(project: Project) -> list[Fact]:
    """What was agreed and who has signed; nothing for a small wish, which needs no agreement."""
    if project.track == "wish":
        return []
    return _told(
        (_("Purpose"), project.purpose),
        (_("Dates"), f"{date_zh(project.starts_on)} – {date_zh(project.ends_on)}" if project.starts_on else ""),
        (_("Signed by the organization"), date_zh(project.signed_giving_at) if project.signed_giving_at else ""),
        (_("Signed by the receiver"), _receiver_signed(project)),
    )


def _receiver_signed(project: Project) -> str:
    if not project.signed_receiving_at:
        return ""
    return f"{project.receiver_signatory} {date_zh(project.signed_receiving_at)}".strip()


def _told(*pairs: tuple[str, object]) -> list[Fact]:
    return [Fact(question, answer) for question, answer in pairs if answer]


def _milestones(project: Project) -> Table:
    rows = [[date_zh(each.due_on), each.text] for each in project.milestones.all()]
    return Table(_("Milestones"), [Column(_("Planned for")), Column(_("What is reached"))], rows, show_caption=True)


def _parties(project: Project) -> Table:
    parties = list(project.parties.order_by("kind", "id"))
    has_amounts = any(each.amount_fen is not None for each in parties)
    columns = [
        Column(_("Acts as")),
        Column(_("Name of the party")),
        *([Column(_("Amount"), numeric=True)] if has_amounts else []),
    ]
    rows = [
        [_(PARTY_LABELS[PartyKind(each.kind)]), each.name, *([money(each.amount_fen)] if has_amounts else [])]
        for each in parties
    ]
    return Table(_("Parties"), columns, rows, show_caption=True)


def _money(project: Project) -> Table:
    rows = [
        [_(MONEY_LABELS[each.kind]), money(each.amount_fen) if each.amount_fen else ""] for each in money_sums(project)
    ]
    return Table(
        _("Money, by its four records"),
        [Column(_("Record")), Column(_("Amount"), numeric=True)],
        rows,
        show_caption=True,
    )


def _money_records(project: Project) -> Table:
    rows = [
        [
            date_zh(each.on),
            _(MONEY_LABELS[MoneyKind(each.kind)]),
            money(each.amount_fen),
            " / ".join(number for number in (each.voucher, each.receipt) if number),
            each.actor_label,
        ]
        for each in project.money.all()
    ]
    columns = [
        Column(_("Day")),
        Column(_("Record")),
        Column(_("Amount"), numeric=True),
        Column(_("Voucher and receipt numbers")),
        Column(_("Written down by")),
    ]
    return Table(_("Money records one by one"), columns, rows)


def _confirmations(project: Project) -> list[dict[str, object]]:
    return [
        {
            "at": localtime(each.at),
            "by": _(CONFIRMED_BY_LABELS[ConfirmedBy(each.by)]),
            "quantity": quantity(each.quantity, project.unit),
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
