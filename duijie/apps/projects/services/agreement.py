"""The agreement: drafted by either side, signed by both; platform and civil affairs never sign."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.db import transaction

from duijie.apps.needs.rules.particulars import text_faults
from duijie.apps.projects.models import Milestone, Party, Project
from duijie.apps.projects.rules import PartyKind
from duijie.apps.projects.services.progress import begin_event, end_event
from duijie.apps.projects.services.telling import tell_other_side
from duijie.kernel.access.actors import Actor
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import RuleBroken, mark, refuse_if


@dataclass(frozen=True, slots=True)
class FurtherParty:
    """A party beside organization and receiver, with its share in fen if it gives money."""

    kind: PartyKind
    name: str
    amount_fen: int | None = None


@dataclass(frozen=True, slots=True)
class PlannedMilestone:
    """What is to be reached by when."""

    due_on: date
    text: str


@transaction.atomic
def draft_agreement(
    *,
    actor: Actor,
    project: Project,
    purpose: str,
    starts_on: date,
    ends_on: date,
    amount_fen: int | None = None,
    parties: Sequence[FurtherParty] = (),
    milestones: Sequence[PlannedMilestone] = (),
) -> Project:
    """Write or rewrite the agreement; signatures given before fall away, for they were for another text.

    Raises:
        Faults: the dates are out of order, or a milestone lies outside them.
    """
    given = {"purpose": purpose, "starts_on": starts_on, "ends_on": ends_on}
    fresh = begin_event(actor, project, "draft", given)
    planned = " ".join(each.text for each in milestones)
    named = " ".join(each.name for each in parties)
    texts = text_faults(purpose=purpose, milestones=planned, parties=named)
    refuse_if((*texts, *_date_faults(starts_on, ends_on, milestones)))
    fresh.purpose, fresh.starts_on, fresh.ends_on, fresh.amount_fen = purpose, starts_on, ends_on, amount_fen
    fresh.drafted_by_id = actor.id
    fresh.signed_giving_at = fresh.signed_receiving_at = None
    fresh.signed_giving_by_id = fresh.signed_receiving_by_id = None
    fresh.receiver_signatory = ""
    _replace_parties(fresh, parties)
    fresh.milestones.all().delete()
    Milestone.objects.bulk_create([Milestone(project=fresh, due_on=each.due_on, text=each.text) for each in milestones])
    end_event(fresh)
    entry = record(actor, "projects.project.draft", fresh)
    tell_other_side(entry, fresh, stage=mark("The agreement was changed; please read and sign it"))
    return fresh


@transaction.atomic
def sign_for_organization(*, actor: Actor, project: Project) -> Project:
    """The organization's manager signs."""
    target = "signed" if project.signed_receiving_at else "drafting"
    fresh = begin_event(actor, project, "sign_giving", {}, target=target)
    _require_text(fresh)
    fresh.signed_giving_at, fresh.signed_giving_by_id = now(), actor.id
    return _signed(actor, fresh, action="projects.project.sign_giving")


@transaction.atomic
def sign_for_receiver(*, actor: Actor, project: Project, signatory: str) -> Project:
    """The receiving side signs; `signatory` is the office or legal person that signs, not a villager's name."""
    target = "signed" if project.signed_giving_at else "drafting"
    fresh = begin_event(actor, project, "sign_receiving", {"signatory": signatory}, target=target)
    refuse_if(text_faults(signatory=signatory))
    _require_text(fresh)
    fresh.receiver_signatory, fresh.signed_receiving_at, fresh.signed_receiving_by_id = signatory, now(), actor.id
    return _signed(actor, fresh, action="projects.project.sign_receiving")


def _signed(actor: Actor, project: Project, *, action: str) -> Project:
    both = bool(project.signed_giving_at and project.signed_receiving_at)
    project.state = "signed" if both else "drafting"
    if both:
        project.signed_at = now()
    end_event(project)
    facts = {"need": project.need.number, "amount_fen": project.amount_fen or 0}
    entry = record(actor, action, project, facts=facts)
    stage = mark("The agreement is signed by both sides") if both else mark("The other side has signed the agreement")
    tell_other_side(entry, project, stage=stage)
    return project


def _require_text(project: Project) -> None:
    if not project.purpose or project.starts_on is None or project.ends_on is None:
        raise RuleBroken(mark("Please fill in purpose and dates of the agreement before signing."))


def _date_faults(starts_on: date, ends_on: date, milestones: Sequence[PlannedMilestone]) -> list[RuleBroken]:
    faults = []
    if ends_on < starts_on:
        faults.append(RuleBroken(mark("The end lies before the beginning."), field="ends_on"))
    outside = [each for each in milestones if not starts_on <= each.due_on <= ends_on]
    if outside and not faults:
        faults.append(RuleBroken(mark("A milestone lies outside the agreement's dates."), field="milestones"))
    return faults


def _replace_parties(project: Project, parties: Sequence[FurtherParty]) -> None:
    project.parties.filter(organization=None).exclude(kind=PartyKind.RECEIVER).delete()
    Party.objects.bulk_create(
        [Party(project=project, kind=each.kind, name=each.name, amount_fen=each.amount_fen) for each in parties]
    )
