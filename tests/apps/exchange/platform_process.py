"""One platform as a process of its own, for tests: its site over real HTTP, and acts that it is asked for line by line.

Started with a port; each line of its input is `[act, argument…]` in JSON, each line of its output the answer.
"""

import json
import shutil
import sys
import threading
from collections.abc import Callable
from contextlib import closing
from decimal import Decimal
from functools import cached_property
from socketserver import ThreadingMixIn
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - needs the settings that are read by now
from django.db import connection  # noqa: E402

from duijie.apps.exchange.models import FollowedNeed, ReceivedPledge, SentPledge, Source  # noqa: E402
from duijie.apps.exchange.rules.pledges import PledgeState  # noqa: E402
from duijie.apps.exchange.services.delivering import deliver_due  # noqa: E402
from duijie.apps.exchange.services.following import follow  # noqa: E402
from duijie.apps.exchange.services.pledging import send_pledge  # noqa: E402
from duijie.apps.exchange.services.receiving import decide_pledge  # noqa: E402
from duijie.apps.exchange.services.sources import add_source  # noqa: E402
from duijie.apps.organizations.models import Organization  # noqa: E402
from duijie.apps.records.models import Leaf  # noqa: E402
from duijie.apps.records.rules import facts_root, quantity_text  # noqa: E402
from duijie.apps.records.selectors import body_of  # noqa: E402
from duijie.apps.records.sequencing import logs  # noqa: E402
from duijie.apps.records.sequencing.running import run_once  # noqa: E402
from duijie.apps.regions.services import load_reporting_units  # noqa: E402
from duijie.kernel.access.actors import Role  # noqa: E402
from duijie.kernel.clock import now, today  # noqa: E402
from duijie.ledger.writing.writer import LogWriter  # noqa: E402
from tests.factories.accounts import make_account  # noqa: E402
from tests.factories.needs import make_offices, make_seat, published_need  # noqa: E402
from tests.factories.organizations import make_organization, manager_of  # noqa: E402


class Quiet(WSGIRequestHandler):
    """Says nothing of what it is asked for."""

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the standard library's name
        """Say nothing."""


class Server(ThreadingMixIn, WSGIServer):
    """A thread for each connection: a browser opens some before it has anything to ask."""

    daemon_threads = True


class Platform:
    """The site, and what its people and its worker do."""

    def __init__(self) -> None:
        self._site = get_wsgi_application()
        self._server: WSGIServer | None = None
        self._offices = make_offices()
        self._keeper = make_seat(Role.PROVINCE_OFFICE)

    def listen(self, port: int) -> int:
        """Answer at the port (any free one for 0), until the line is cut."""

        def answered(environ: Any, start: Any) -> Any:
            try:
                with closing(self._site(environ, start)) as parts:
                    return list(parts)
            finally:
                connection.close()

        self._server = make_server("127.0.0.1", port, answered, Server, Quiet)
        threading.Thread(target=self._server.serve_forever, args=(0.02,), daemon=True).start()
        return self._server.server_port

    def cut(self) -> None:
        """Answer nobody any more."""
        assert self._server is not None
        self._server.shutdown()
        self._server.server_close()

    def begin(self) -> str:
        """Begin the log of the year; gives its key."""
        key = logs.make_key(logs.origin_of(today().year))
        run_once()
        return str(key.verifier)

    def publish(self, title: str) -> str:
        """A need comes into the library and onto the log; gives its number."""
        need = published_need(self._offices, title=title)
        run_once()
        return need.number

    def follow(self, name: str, keys: str, address: str) -> None:
        """Begin to follow somebody."""
        add_source(actor=self._keeper, name=name, keys=keys, log_address=address)

    def look(self) -> dict[str, list[str]]:
        """One cycle over all sources: how each stands, and the titles of its needs that are shown here."""
        for source in Source.objects.all():
            follow(source)
        return {
            each.name: [
                each.state,
                *FollowedNeed.objects.filter(source=each)
                .order_by("published_at", "id")
                .values_list("title", flat=True),
            ]
            for each in Source.objects.all()
        }

    @cached_property
    def _organization(self) -> Organization:
        return make_organization(name="示例县助农服务协会")

    def seat(self, role: str, username: str) -> None:
        """An account with which somebody signs in on a page."""
        if role == Role.MINISTRY:
            load_reporting_units()
        works_for = self._organization.pk if role == Role.ORGANIZATION_MANAGER else None
        make_account(Role(role), username=username, organization_id=works_for)

    def sequence(self) -> None:
        """What people have done comes onto the log."""
        run_once()

    def pledge(self, title: str, quantity: str) -> None:
        """有意向 of an organization here for a need of somebody who is followed."""
        need = FollowedNeed.objects.get(title=title)
        send_pledge(actor=manager_of(self._organization), need=need, quantity=Decimal(quantity))

    def deliver(self) -> dict[str, str]:
        """Take across what waits, however short ago that was tried; how each of our pledges then stands."""
        SentPledge.objects.update(retry_at=now())
        deliver_due()
        return self.pledges()

    def pledges(self) -> dict[str, str]:
        """How each of our pledges stands, by the title of its need."""
        return dict(SentPledge.objects.order_by("sent_at").values_list("need__title", "state"))

    def welcome(self) -> list[list[str]]:
        """The county's office welcomes all that waits: from whom, for what, how much."""
        waiting = list(ReceivedPledge.objects.filter(state=PledgeState.WAITING).select_related("source", "need"))
        for each in waiting:
            decide_pledge(actor=self._offices.county, pledge=each, is_accepted=True)
        run_once()
        return [[each.source.name, each.need.title, quantity_text(each.quantity)] for each in waiting]

    def rewrite(self, number: str, quantity: str) -> None:
        """Say that a published need asked for something else, in rows and log, and sign that with the real key."""
        leaf = Leaf.objects.get(kind="needs.need.publish", facts__number=number)
        leaf.facts["quantity"] = quantity
        salts = {name: bytes.fromhex(salt) for name, salt in leaf.salts.items()}
        leaf.root = facts_root(leaf.facts, salts).hex()
        leaf.save()
        origin = logs.origin_of(today().year)
        folder = logs.folder_of(origin)
        entries = folder.entries(0, folder.checkpoint().size)
        entries[leaf.index or 0] = body_of(leaf).as_bytes()
        shutil.rmtree(folder.path / "tile")
        (folder.path / "checkpoint").unlink()
        with LogWriter(folder.path, logs.signer(origin)) as writer:
            writer.append(entries)
            writer.stage()
            writer.publish()


def main() -> None:
    """Do what is asked until nobody asks any more."""
    platform = Platform()
    for line in sys.stdin:
        act, *arguments = json.loads(line)
        done: Callable[..., Any] = getattr(platform, act)
        sys.stdout.write(json.dumps(done(*arguments)) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
