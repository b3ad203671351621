"""What a page weighs on the wire, headers included, as the browser itself counts it."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from playwright.sync_api import Page

KILOBYTE = 1024


@dataclass
class Weight:
    """The requests that went over the wire; what came from the browser's own store weighs nothing.

    `sent` are the bytes of the questions. A question waits for the redirect, the page or the file that named it:
    `round_trips` counts the longest such chain.
    """

    bytes_by_address: dict[str, int] = field(default_factory=dict)
    sent: int = 0
    _depths: dict[str, int] = field(default_factory=dict)
    _depth_of_address: dict[str, int] = field(default_factory=dict)
    _addresses: dict[str, str] = field(default_factory=dict)
    _scripts: set[str] = field(default_factory=set)
    _stored: set[str] = field(default_factory=set)

    @property
    def total(self) -> int:
        """All bytes."""
        return sum(self.bytes_by_address.values())

    @property
    def requests(self) -> int:
        """How many requests it took."""
        return len(self.bytes_by_address)

    @property
    def scripts(self) -> int:
        """The bytes of scripts alone."""
        return sum(size for address, size in self.bytes_by_address.items() if address in self._scripts)

    @property
    def round_trips(self) -> int:
        """How many requests had to wait one for the other."""
        return max((depth for number, depth in self._depths.items() if number not in self._stored), default=0)

    def asked(self, event: dict[str, Any]) -> None:
        """A request, or the one that follows a redirect, whose own bytes come with it."""
        number, address = event["requestId"], event["request"]["url"]
        if redirect := event.get("redirectResponse"):
            self._add(redirect["url"], redirect["encodedDataLength"])
        if not address.startswith(("data:", "blob:")):
            self._addresses[number] = address
            named_by = self._depth_of_address.get(event["initiator"].get("url", ""), 0)
            self._depths[number] = self._depths.get(number, named_by) + 1

    def sent_off(self, event: dict[str, Any]) -> None:
        """The head of a question as it goes out, which tells the length of its body."""
        headers: dict[str, str] = event["headers"]
        self.sent += sum(len(f"{name}: {value}\r\n") for name, value in headers.items())
        self.sent += int(headers.get("Content-Length", 0))

    def answered(self, event: dict[str, Any]) -> None:
        """The head of an answer."""
        if event["type"] == "Script":
            self._scripts.add(event["response"]["url"])
        number = event["requestId"]
        if event["response"].get("fromDiskCache"):
            self._stored.add(number)
        depth = self._depths.get(number, 0) - (number in self._stored)
        self._depth_of_address[event["response"]["url"]] = depth

    def stored(self, event: dict[str, Any]) -> None:
        """An answer from the browser's memory."""
        self._stored.add(event["requestId"])

    def finished(self, event: dict[str, Any]) -> None:
        """The last byte of an answer."""
        number = event["requestId"]
        if number in self._addresses and number not in self._stored:
            self._add(self._addresses[number], int(event["encodedDataLength"]))

    def _add(self, address: str, size: int) -> None:
        self.bytes_by_address[address] = self.bytes_by_address.get(address, 0) + size

    def __str__(self) -> str:
        lines = [f"{size:7}  {address}" for address, size in self.bytes_by_address.items()]
        sums = f"{self.total} bytes in {self.requests} requests, scripts {self.scripts}; {self.sent} bytes sent"
        return "\n".join([f"{sums}, {self.round_trips} round trips", *lines])


@contextmanager
def weighed(page: Page) -> Iterator[Weight]:
    """Weigh everything that the page loads meanwhile."""
    weight = Weight()
    session = page.context.new_cdp_session(page)
    session.on("Network.requestWillBeSent", weight.asked)
    session.on("Network.requestWillBeSentExtraInfo", weight.sent_off)
    session.on("Network.responseReceived", weight.answered)
    session.on("Network.requestServedFromCache", weight.stored)
    session.on("Network.loadingFinished", weight.finished)
    session.send("Network.enable")
    yield weight
    page.wait_for_load_state("networkidle")
    session.detach()
