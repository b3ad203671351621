"""From which network a request comes: the only place that reads what proxies say of it.

A proxy appends the address it was called from to `X-Forwarded-For`; whatever stands before that, the caller may have
written himself. So the header is read from its right end, over exactly as many proxies as the operator has stated
(`DUIJIE_PROXIES`), and not at all where he has stated none.
"""

from ipaddress import ip_address

from django.conf import settings
from django.http import HttpRequest

from duijie.kernel.privacy.digests import keyed_digest


def network_mark(request: HttpRequest) -> str:
    """The keyed digest of the caller's address; "" where it is unknown, which no limit counts."""
    address = address_of(request)
    return keyed_digest(address, "network") if address else ""


def address_of(request: HttpRequest) -> str:
    """The caller's address.

    "" for this machine itself: then it is a proxy that was not stated, behind which everybody would count as one.
    """
    told = str(request.META.get("HTTP_X_FORWARDED_FOR", "")).split(",")
    passed = [*(each.strip() for each in told if each.strip()), str(request.META.get("REMOTE_ADDR", ""))]
    address = passed[max(len(passed) - 1 - settings.PROXIES, 0)]
    try:
        return "" if ip_address(address).is_loopback else address
    except ValueError:
        return ""
