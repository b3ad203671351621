"""When a page is usable on a slow network: told by what it carries, so that a busy machine changes nothing.

The network is that of the budget: 50 kbit/s either way, 400 ms for each round trip. A page is usable when it has
painted, its document and what holds painting back is read (DOMContentLoaded), and its main action can be clicked. None
of this comes later than all that the page asks for, done without any overlap: one round trip after the other, then byte
after byte. Tests hold that bound to the budget; beside it they print what the browser took under its own throttling,
with the time of the server and of a machine that has other things to do.
"""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from playwright.sync_api import Locator, Page

from tests.browser.weighing import Weight, weighed

ROUND_TRIP = 0.4
"""Seconds from the end of a question to the beginning of its answer."""
BYTES_PER_SECOND = 50_000 / 8
HANDSHAKES, CERTIFICATES = 2, 4_096
"""What a cold page needs before its first question: round trips of TCP and TLS 1.3, bytes of certificates."""
_PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length > 0"


def seconds_cold(weight: Weight) -> float:
    """The latest moment (s) at which a page is usable whose server was never spoken to before."""
    return seconds_further(weight) + HANDSHAKES * ROUND_TRIP + CERTIFICATES / BYTES_PER_SECOND


def seconds_further(weight: Weight) -> float:
    """The latest moment (s) at which a page is usable that is reached over a connection that stands."""
    return weight.round_trips * ROUND_TRIP + (weight.total + weight.sent) / BYTES_PER_SECOND


@contextmanager
def slow_network(page: Page) -> Iterator[None]:
    """Let the page see the network of the budget; its processor is as fast as the machine's."""
    session = page.context.new_cdp_session(page)
    session.send("Network.enable")
    session.send(
        "Network.emulateNetworkConditions",
        {
            "offline": False,
            "latency": ROUND_TRIP * 1000,
            "downloadThroughput": BYTES_PER_SECOND,
            "uploadThroughput": BYTES_PER_SECOND,
        },
    )
    yield
    session.detach()


def until_usable(page: Page, act: Callable[[], object], action: Locator) -> tuple[Weight, float]:
    """What an act that leads to a page makes it carry, and the seconds until its main action can be clicked."""
    with weighed(page) as weight:
        began = time.monotonic()
        with page.expect_navigation(wait_until="domcontentloaded"):
            act()
        page.wait_for_function(_PAINTED)
        action.click(trial=True)
        taken = time.monotonic() - began
    return weight, taken
