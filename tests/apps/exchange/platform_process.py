"""One platform as a process of its own, for tests: its site over real HTTP, and acts that it is asked for line by line.

Started with a port; each line of its input is `[act, argument…]` in JSON, each line of its output the answer.
"""

import json
import shutil
import sys
import threading
from collections.abc import Callable
from typing import Any
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

import django

django.setup()

from django.core.wsgi import get_wsgi_application  # noqa: E402 - needs the settings that are read by now
from django.db import connection  # noqa: E402

from duijie.apps.exchange.models import FollowedNeed, Source  # noqa: E402
from duijie.apps.exchange.services.following import follow  # noqa: E402
from duijie.apps.exchange.services.sources import add_source  # noqa: E402
from duijie.apps.records.models import Leaf  # noqa: E402
from duijie.apps.records.rules import facts_root  # noqa: E402
from duijie.apps.records.selectors import body_of  # noqa: E402
from duijie.apps.records.sequencing import logs  # noqa: E402
from duijie.apps.records.sequencing.running import run_once  # noqa: E402
from duijie.kernel.access.actors import Role  # noqa: E402
from duijie.kernel.clock import today  # noqa: E402
from duijie.ledger.writing.writer import LogWriter  # noqa: E402
from tests.factories.needs import make_offices, make_seat, published_need  # noqa: E402


class Quiet(WSGIRequestHandler):
    """Says nothing of what it is asked for."""

    def log_message(self, format: str, *arguments: object) -> None:  # noqa: A002 - the standard library's name
        """Say nothing."""


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
                return list(self._site(environ, start))
            finally:
                connection.close()

        self._server = make_server("127.0.0.1", port, answered, handler_class=Quiet)
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
