"""Put the world's rows into the states from which events start, as they stand when the right person comes."""

from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.db.models import Model

from duijie.apps.matches.models import Match, Order
from duijie.apps.needs.models import Need, Referral, Report, Request
from duijie.apps.needs.rules.needs import DECIDERS as _DECIDERS
from duijie.apps.needs.rules.requests import VERIFIERS as _VERIFIERS
from duijie.apps.offers.models import Offer
from duijie.apps.organizations.models import Organization
from duijie.apps.projects.models import Confirmation, Problem, Project
from duijie.apps.projects.rules import STAGE_OF_STATE
from duijie.kernel.access.actors import Role
from duijie.kernel.clock import now, today
from tests.factories.accounts import COUNTRY, COUNTY, PREFECTURE
from tests.factories.world import HERE, World


def put(world: World, lifecycle: str, event: str, state: str, role: Role) -> Any:
    """The row of a lifecycle in a state, so that somebody of the role may cause the event."""
    row = world.rows[lifecycle]
    values = {"state": state, **_VALUES[lifecycle](world, event, state, role)}
    type(row)._default_manager.filter(pk=row.pk).update(**values)
    row.refresh_from_db()
    _beside(row, event, state)
    return row


def _organization(world: World, event: str, state: str, role: Role) -> dict[str, object]:
    filed = {"kind": "filed_community", "credit_code": None, "registration_level": "filed"}
    is_filed = event == "vouch" or role in {Role.TOWNSHIP, Role.VILLAGE}
    home = HERE[Role.TOWNSHIP] if is_filed else COUNTY
    return {
        "registrar_path": COUNTRY.path if role is Role.MINISTRY else COUNTY.path,
        "typed_by_id": world[role.value].actor.id if event == "complete" and role in HERE else None,
        "division_code": home.code,
        "division_path": home.path,
        "division_name": home.name,
        **(filed if is_filed else {}),
    }


def _offer(world: World, event: str, state: str, role: Role) -> dict[str, object]:
    registrar = COUNTRY.path if role is Role.MINISTRY else COUNTY.path
    Organization.objects.filter(pk=world.ours.pk).update(registrar_path=registrar)
    checked = event == "publish"
    return {
        "is_standing_checked": checked,
        "standing_checked_by_id": world["civil_affairs colleague"].actor.id if checked else None,
        "typed_by_id": world["organization_staff"].actor.id,
    }


def _request(world: World, event: str, state: str, role: Role) -> dict[str, object]:
    typist = world[role.value].actor.id if event in _BY_ITS_TYPIST and role in _TYPISTS else world["village"].actor.id
    return {
        "typed_by_id": typist,
        "awaiting_role": role.value if event in _BY_TURN else Role.VILLAGE.value,
        "awaiting_path": HERE[role].path if event in _BY_TURN else HERE[Role.VILLAGE].path,
        "account_id": world["villager"].actor.id,
        "has_open_report": event == "answer_report",
        "is_unwritten": event == "write_down",
        "need_id": world.rows["need"].pk if state == "bundled" else None,
        **_joint(event, role, deciders=_VERIFIERS),
    }


_TYPISTS = (Role.VILLAGE, Role.TOWNSHIP)
_BY_ITS_TYPIST = ("complete", "ask_review", "report", "withdraw")
_BY_TURN = ("verify", "publish", "return", "take_back", "decline", "state_cover")


def _need(world: World, event: str, state: str, role: Role) -> dict[str, object]:
    turn = event in _BY_TURN and role in HERE
    own = event in _OWNERS
    return {
        "typed_by_id": world[role.value].actor.id if own and role in HERE else world["village"].actor.id,
        "awaiting_role": role.value if turn else Role.TOWNSHIP.value,
        "awaiting_path": HERE[role].path if turn else HERE[Role.TOWNSHIP].path,
        "is_last_step": event == "publish",
        "policy_cover": "none",
        "policy_checked_at": now(),
        "quantity_taken": 0,
        "quantity_met": Decimal(60) if state in {"fulfilled", "revisiting"} else 0,
        "wanted_by": None,
        **_joint(event, role, deciders=_DECIDERS),
    }


def _joint(event: str, role: Role, *, deciders: tuple[Role, ...]) -> dict[str, object]:
    """The step waits for a joint office; one that decides nothing by itself returns a row only as such."""
    joins = event == "agree" or (event == "return" and role not in deciders)
    return {
        "joint_role": role.value if joins else "",
        "joint_path": HERE[role].path if joins else "",
        "is_joint_open": joins,
    }


_OWNERS = ("edit", "submit", "complete", "ask_review", "extend", "revise", "withdraw")


def _match(world: World, event: str, state: str, role: Role) -> dict[str, object]:
    return {"stage": "interested"}


def _suggestion(world: World, event: str, state: str, role: Role) -> dict[str, object]:
    return {"answer_until": now() + timedelta(hours=48)}


def _round(world: World, event: str, state: str, role: Role) -> dict[str, object]:
    return {"division_path": HERE[role].path, "finished_at": now() if state != "preparing" else None}


def _order(world: World, event: str, state: str, role: Role) -> dict[str, object]:
    return {"answer_until": now() + timedelta(hours=48), "account_id": world["villager"].actor.id}


def _project(world: World, event: str, state: str, role: Role) -> dict[str, object]:
    confirms = event in {"confirm", "report_problem"}
    receiver = HERE[role].path if role in _HOSTS and not confirms else HERE[Role.VILLAGE].path
    above = HERE[role].path if confirms and role in HERE and role is not Role.VILLAGE else HERE[Role.TOWNSHIP].path
    return {
        "receiver_path": receiver,
        "confirming_path": above,
        "purpose": "安装太阳能路灯",
        "starts_on": today(),
        "ends_on": today() + timedelta(days=90),
        "drafted_by_id": None,
        "signed_giving_at": None,
        "signed_receiving_at": None,
        "delivered_quantity": Decimal(20) if state in _DELIVERED else None,
    }


_HOSTS = (Role.VILLAGE, Role.TOWNSHIP, Role.COUNTY_OFFICE)
_DELIVERED = ("to_confirm", "disputed", "confirmed")
_VALUES = {
    "organization": _organization,
    "offer": _offer,
    "request": _request,
    "need": _need,
    "suggestion": _suggestion,
    "order": _order,
    "match": _match,
    "round": _round,
    "project": _project,
}


def _beside(row: Model, event: str, state: str) -> None:
    """What stands in other tables when a row has come so far."""
    if isinstance(row, Request) and state == "referred":
        _referral(row, request=row)
    elif isinstance(row, Need) and state == "referred":
        _referral(row, need=row)
    elif isinstance(row, Request) and event == "answer_report":
        Report.objects.create(request=row, text="两个月没有人来", due_on=today())
    elif isinstance(row, Project):
        _project_beside(row, state)


def _referral(row: Any, **of: Model) -> None:
    Referral.objects.create(
        division_code=row.division_code,
        division_path=row.division_path,
        division_name=row.division_name,
        policy="housing",
        to_office="示例县住房和城乡建设局",
        from_label="示例县经办员",
        from_path=PREFECTURE.path,
        due_on=today(),
        **of,
    )


def _project_beside(project: Project, state: str) -> None:
    Match.objects.filter(pk=project.match_id).update(stage=STAGE_OF_STATE[state])
    if state == "confirmed":
        Confirmation.objects.create(
            project=project, by="code", quantity=Decimal(20), face="good", actor_role="holder", actor_label="持码人"
        )
    elif state == "disputed":
        Problem.objects.create(project=project, text="少了两盏", due_on=today())


__all__ = ["Offer", "Order", "put"]
