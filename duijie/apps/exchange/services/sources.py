"""Begin to follow a log, take in the key of its next year, and end it."""

from contextlib import closing
from urllib.parse import urlsplit

from django.conf import settings
from django.db import transaction

from duijie.apps.exchange.models import Source
from duijie.apps.exchange.rules.sources import KEEP_SOURCE, log_keys, log_name, trusts
from duijie.kernel.access.actors import Actor
from duijie.kernel.access.checks import require
from duijie.kernel.audit.recording import record
from duijie.kernel.clock import now
from duijie.kernel.errors import Conflict, RuleBroken, mark
from duijie.kernel.lifecycle.running import locked
from duijie.ledger.errors import FormatError, LedgerError, SignatureProblem
from duijie.ledger.following.fetching import LogAddress
from duijie.ledger.following.problems import Silent
from duijie.ledger.formats.policies import parse_policy
from duijie.ledger.verifying.opening import Trust, open_checkpoint

PATIENCE = 8.0
_LONGEST_ADDRESS = 200


@transaction.atomic
def add_source(
    *, actor: Actor, name: str, keys: str, policy: str = "", log_address: str = "", site_address: str = ""
) -> Source:
    """Begin to follow a log; an address is tried at once, without one its files are carried by hand.

    Raises:
        NotAllowed: the actor keeps no sources.
        RuleBroken: the keys, the policy or an address are none, nothing fitting answers there, or it is followed.
    """
    name_of_log = _name_of(keys)
    log = _folder_address(log_address) if log_address.strip() else ""
    site = _folder_address(site_address or log, "site_address", whole=bool(site_address))
    source = Source(
        name=name.strip(),
        province_code=name_of_log.rpartition("/")[2][:12],
        log_name=name_of_log,
        log_address=log,
        site_address=site,
        division_path=actor.division_path,
        added_by_label=actor.label,
    )
    require(actor, KEEP_SOURCE, source)
    if name_of_log == settings.LEDGER_NAME or Source.objects.filter(log_name=name_of_log, ended_at=None).exists():
        raise RuleBroken(mark("The log %(log)s is followed already, or is our own."), field="keys", log=name_of_log)
    _trust(source, keys, policy)
    source.save(force_insert=True)
    record(actor, "exchange.source.add", source, details={"log": name_of_log, "address": log})
    return source


@transaction.atomic
def trust_keys(*, actor: Actor, source: Source, keys: str, policy: str) -> Source:
    """Replace the keys and the policy of a source, as when a new year brings a new key.

    Raises:
        NotAllowed: the actor does not keep it.
        RuleBroken: they are none, are of another log, lack the year that is held, or do not open what it shows.
    """
    fresh = _kept(actor, source)
    if _name_of(keys) != fresh.log_name:
        raise RuleBroken(mark("These are keys of another log."), field="keys")
    if fresh.held_year and fresh.held_year not in log_keys(keys):
        raise RuleBroken(mark("The key of %(year)s is missing."), field="keys", year=fresh.held_year)
    _trust(fresh, keys, policy)
    fresh.save(update_fields=["keys", "policy"])
    record(actor, "exchange.source.trust_keys", fresh, details={"years": ", ".join(map(str, log_keys(keys)))})
    return fresh


@transaction.atomic
def end_source(*, actor: Actor, source: Source) -> Source:
    """Follow a log no more; what was taken leaves the libraries and stays in the tables.

    Raises:
        NotAllowed: the actor does not keep it.
        Conflict: it has ended already.
    """
    fresh = _kept(actor, source)
    fresh.ended_at = now()
    fresh.save(update_fields=["ended_at"])
    record(actor, "exchange.source.end", fresh, details={"log": fresh.log_name})
    return fresh


def _kept(actor: Actor, source: Source) -> Source:
    fresh = locked(source)
    require(actor, KEEP_SOURCE, fresh)
    if fresh.ended_at:
        raise Conflict(mark("It is not followed any more."))
    return fresh


def _name_of(keys: str) -> str:
    try:
        return log_name(keys)
    except FormatError as error:
        raise RuleBroken(
            mark("These are no keys of a year's log: %(sentence)s"), field="keys", sentence=error
        ) from error


def _trust(source: Source, keys: str, policy: str) -> None:
    """Set keys and policy once they are read, and what the address shows opens with them."""
    try:
        parse_policy(policy)
    except FormatError as error:
        raise RuleBroken(mark("This is no policy: %(sentence)s"), field="policy", sentence=error) from error
    try:
        newest = trusts(keys, policy)
    except FormatError as error:
        raise RuleBroken(
            mark("These are no keys of a year's log: %(sentence)s"), field="keys", sentence=error
        ) from error
    source.keys = "".join(f"{each.log}\n" for each in newest.values())
    source.policy = policy.strip()
    if source.log_address:
        _try(source.log_address, *max(newest.items(), key=lambda each: each[0]))


def _try(address: str, year: int, trust: Trust) -> None:
    """Open what stands at an address now."""
    try:
        with closing(LogAddress(f"{address}{year}", PATIENCE)) as log:
            open_checkpoint(log.note(), trust)
    except LedgerError as problem:
        said = {
            Silent: mark("The address was tried just now and does not answer: %(sentence)s"),
            SignatureProblem: mark("What it shows is not signed as these keys and this policy ask: %(sentence)s"),
        }.get(type(problem), mark("There is no log at this address: %(sentence)s"))
        raise RuleBroken(said, field="log_address", sentence=problem) from problem


def _folder_address(text: str, field: str = "log_address", *, whole: bool = True) -> str:
    """An address with a slash at its end; of a log without the year, and only the host when not `whole`."""
    typed = text.strip()
    try:
        parts = urlsplit(typed)
        port = parts.port
    except ValueError:
        parts, port = urlsplit(""), None
    is_address = parts.scheme in {"http", "https"} and parts.hostname and not parts.query and not parts.fragment
    if not is_address or parts.username or len(typed) > _LONGEST_ADDRESS - 1 or port == 0:
        raise RuleBroken(mark("An address begins with https:// and names a host."), field=field)
    words = [each for each in parts.path.split("/") if each] if whole else []
    if field == "log_address" and words and words[-1].isdecimal() and len(words[-1]) == 4:  # noqa: PLR2004 - a year
        words.pop()
    return f"{parts.scheme}://{parts.netloc}/" + "".join(f"{each}/" for each in words)
