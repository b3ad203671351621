"""Who listens to what, and which grants are in force: the one place where the parts are joined at start."""

from duijie.apps.accounts import rules as accounts
from duijie.apps.accounts.selectors import addresses_of
from duijie.apps.exchange.rules import partners, pledges, sources, subscriptions
from duijie.apps.exchange.subscription_tasks import note_published
from duijie.apps.figures import rules as figures
from duijie.apps.matches import rules as matches
from duijie.apps.matches.rules import rounds
from duijie.apps.matches.services.orders import (
    open_order_behind,
    refuse_orders_behind,
    resume_orders_behind,
    withdraw_orders_behind,
)
from duijie.apps.needs.rules import lists, needs, requests
from duijie.apps.notices import rules as notices
from duijie.apps.notices.directory import look_up_with
from duijie.apps.offers import rules as offers
from duijie.apps.organizations import rules as organizations
from duijie.apps.projects import rules as projects
from duijie.apps.records.services import keep_leaf
from duijie.apps.regions import rules as regions
from duijie.kernel.access.checks import register
from duijie.kernel.audit.listening import EVERY, listen
from duijie.kernel.lifecycle.tables import Lifecycle

LIFECYCLES: tuple[Lifecycle, ...] = (
    organizations.ORGANIZATION,
    offers.OFFER,
    requests.REQUEST,
    needs.NEED,
    matches.SUGGESTION,
    matches.ORDER,
    matches.MATCH,
    rounds.ROUND,
    projects.PROJECT,
)


def register_grants() -> None:
    """Put every app's grants in force."""
    for rules in (regions, accounts, notices, organizations, requests, needs, lists, offers):
        register(rules.GRANTS)
    for rules in (matches, rounds, projects, figures):
        register(rules.GRANTS)
    for rules in (sources, subscriptions, partners, pledges):
        register(rules.GRANTS)


def register_listeners() -> None:
    """Tell lower parts' acts to those above that follow from them."""
    look_up_with(addresses_of)
    listen(EVERY, keep_leaf)
    listen("needs.need.publish", open_order_behind)
    listen("needs.need.publish", note_published)
    listen("offers.offer.publish", note_published)
    for kind in ("request", "need"):
        for event in ("withdraw", "settle_by_policy"):
            listen(f"needs.{kind}.{event}", withdraw_orders_behind)
        listen(f"needs.{kind}.decline", refuse_orders_behind)
        listen(f"needs.{kind}.ask_review", resume_orders_behind)
    listen("needs.need.withdraw", resume_orders_behind)
