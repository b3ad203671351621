"""Tell people what was found for them: what is urgent at once, the rest once a day; called by jobs."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db import transaction
from django.db.models import Q, QuerySet
from django.utils.timezone import localtime

from duijie.apps.accounts.models import Account
from duijie.apps.exchange.models import Hit, PartnerPair, Subscription
from duijie.apps.exchange.rules.partners import OFFICE_AT
from duijie.apps.exchange.rules.subscriptions import NAME, Published, last_collection
from duijie.apps.notices.rules import Because, Recipient
from duijie.apps.notices.services import notify
from duijie.apps.regions.rules import level_of_path
from duijie.kernel.access.actors import SYSTEM
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import mark

URGENT = mark("An urgent need that fits “%(names)s” has been published")
COLLECTED = mark("%(count)s new entries fit what you subscribed to: %(names)s")


@dataclass(frozen=True, slots=True)
class Owner:
    """Whose people are told: an organization's, or those of an office (role and division)."""

    organization_id: UUID | None
    role: str = ""
    path: str = ""

    @property
    def accounts(self) -> Q:
        """A filter for its people."""
        if self.organization_id:
            return Q(organization_id=self.organization_id)
        return Q(role=self.role, division_path=self.path)

    @property
    def desk(self) -> str:
        """Where its subscriptions stand."""
        return "/organization/subscriptions/" if self.organization_id else "/office/subscriptions/"


def owner_of(row: Subscription | PartnerPair) -> Owner:
    """Whose a subscription is; a pair is the eastern office's."""
    if isinstance(row, PartnerPair):
        level = level_of_path(row.east_path)
        return Owner(None, OFFICE_AT[level].value if level in OFFICE_AT else "", row.east_path)
    return Owner(row.organization_id, row.office_role, row.office_path)


@transaction.atomic
def tell_at_once(entry: AuditEntry, published: Published) -> int:
    """Tell those for whom an urgent need was found; `entry` is the act that published it. Returns how many people."""
    hits = list(_untold().filter(row_id=published.row_id))
    told = 0
    for owner, mine in _by_owner(hits).items():
        names = "、".join(sorted({_name(each) for each in mine}))
        told += notify(
            entry,
            _people(owner, mine),
            stage=URGENT,
            link=f"/needs/{published.number}/",
            params={"number": published.number, "names": names},
            is_urgent=True,
        )
    _settle(hits)
    return told


def tell_collected() -> int:
    """Tell everybody what was found until the last moment of collecting, one message each; returns how many owners."""
    due = _untold().filter(found_at__lt=last_collection(localtime(now())))
    owners = {owner_of(_source(each)) for each in due.order_by().distinct("subscription", "pair")}
    return sum(_tell_owner(each, due) for each in owners)


@transaction.atomic
def _tell_owner(owner: Owner, due: QuerySet[Hit]) -> bool:
    mine = Q(subscription__organization_id=owner.organization_id) if owner.organization_id else _of_office(owner)
    hits = list(due.filter(mine).select_for_update(of=("self",), skip_locked=True).order_by("id"))
    if not hits:
        return False
    sources = {_source(each).pk: _source(each) for each in hits}
    names, first = "、".join(str(each) for each in sources.values()), next(iter(sources.values()))
    action = f"{NAME}collect" if isinstance(first, Subscription) else "exchange.partnerpair.collect"
    entry = record(SYSTEM, action, first, details={"count": len(hits)})
    link = f"{owner.desk}{first.pk}/" if len(sources) == 1 and isinstance(first, Subscription) else owner.desk
    notify(entry, _people(owner, hits), stage=COLLECTED, link=link, params={"count": len(hits), "names": names})
    _settle(hits)
    return True


def _of_office(owner: Owner) -> Q:
    own = Q(subscription__office_role=owner.role, subscription__office_path=owner.path)
    return own | Q(pair__east_path=owner.path)


def _untold() -> QuerySet[Hit]:
    return Hit.objects.filter(told_at=None).select_related("subscription", "pair")


def _by_owner(hits: Iterable[Hit]) -> dict[Owner, list[Hit]]:
    found: dict[Owner, list[Hit]] = {}
    for each in hits:
        found.setdefault(owner_of(_source(each)), []).append(each)
    return found


def _source(hit: Hit) -> Subscription | PartnerPair:
    source = hit.subscription or hit.pair
    if source is None:
        raise TypeError(hit)  # the database refuses such a row
    return source


def _name(hit: Hit) -> str:
    return str(_source(hit))


def _people(owner: Owner, hits: Iterable[Hit]) -> list[Recipient]:
    because = Because.SUBSCRIBED if any(each.subscription_id for each in hits) else Because.PARTNER
    accounts = Account.objects.filter(owner.accounts, is_active=True).order_by("created_at")
    return [Recipient(each, because) for each in accounts.values_list("pk", flat=True)]


def _settle(hits: Iterable[Hit]) -> None:
    Hit.objects.filter(pk__in=[each.pk for each in hits]).update(told_at=now())
