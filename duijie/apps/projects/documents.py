"""The papers of a project: what the agreement and the receipt say."""

from django.utils.timezone import localtime
from django.utils.translation import gettext as _

from duijie.apps.projects.models import Party, Project
from duijie.apps.projects.rules import PARTY_LABELS, PartyKind
from duijie.kernel.papers.content import Paper, Section, chinese_date


def yuan(fen: int | None) -> str:
    """An amount in yuan for papers; a dash where there is none."""
    return "—" if fen is None else f"{fen / 100:,.2f} {_('yuan')}"


def agreement_of(project: Project) -> Paper:
    """The agreement of a project in the parties' words."""
    parties = list(project.parties.order_by("id"))
    rows = [(_("Acts as"), _("Name of the party"), _("Amount"))]
    rows += [(_(PARTY_LABELS[PartyKind(each.kind)]), each.name, yuan(each.amount_fen)) for each in parties]
    steps = [(_("Planned for"), _("What is reached"))]
    steps += [(chinese_date(each.due_on), each.text) for each in project.milestones.all()]
    amounts = [f"{project.quantity.normalize():f} {project.unit}"]
    if project.amount_fen is not None:
        amounts.append(yuan(project.amount_fen))
    sections = [
        Section(_("Parties"), table=rows),
        Section(
            _("Purpose"),
            [
                project.purpose,
                _("Need %(number)s: %(title)s") % {"number": project.need.number, "title": project.need.title},
            ],
        ),
        Section(_("Quantity and amount"), amounts),
        Section(
            _("Dates"),
            [f"{chinese_date(project.starts_on)} – {chinese_date(project.ends_on)}"],
            steps if len(steps) > 1 else (),
        ),
        Section(
            _("Money"), [_("Money goes directly from payer to payee; the platform neither receives nor passes on any.")]
        ),
        Section(_("Confirmation"), [_("It counts as delivered when the receiving side confirms it.")]),
    ]
    return Paper(_("Assistance agreement"), project.number, sections, _signatures(parties))


def _signatures(parties: list[Party]) -> list[str]:
    """One line for each party, with all that it is: whoever gives and carries out signs once."""
    roles: dict[str, list[str]] = {}
    for each in parties:
        roles.setdefault(each.name, []).append(_(PARTY_LABELS[PartyKind(each.kind)]))
    return [_("%(label)s: %(words)s") % {"label": "、".join(labels), "words": name} for name, labels in roles.items()]


def receipt_of(project: Project) -> Paper:
    """The receipt of a small wish: what arrived and when; the household signs by hand, its name is not printed."""
    delivered = project.delivered_quantity or project.quantity
    day = project.delivered_on or (localtime(project.delivered_at).date() if project.delivered_at else None)
    sections = [
        Section(_("What was handed over"), [project.need.title, f"{delivered.normalize():f} {project.unit}"]),
        Section(_("By whom"), [project.organization.name]),
        Section(_("Day"), [chinese_date(day)]),
    ]
    return Paper(_("Receipt"), project.number, sections, [_("Received (signature)"), _("Witness (signature)")])
