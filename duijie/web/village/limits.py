"""How often one phone, and one network, may try a code or send something.

A village shares one network, a township perhaps one address of its operator: the network's share is wide, the phone's
own is narrow. Neither the address nor the phone's cookie is kept, only their keyed digests.
"""

from django.http import HttpRequest

from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.limits.services import count_try
from duijie.web.frame.network import network_mark

NETWORK_TRIES = 100
"""Tries of codes an hour from one network; a code has 50 random bits."""
SENT_FROM_A_PHONE = 20
SENT_FROM_A_NETWORK = 200
FILES_FROM_A_PHONE = 30
FILES_FROM_A_NETWORK = 300


def count_code_try(request: HttpRequest) -> None:
    """Count a try of a code for the network it comes from; the phone's own tries are counted beside it.

    Raises:
        RuleBroken: the network has used up its tries.
    """
    count_try("village.code.network", _marks(network_mark(request)), tries=NETWORK_TRIES)


def count_device_try(actor: Actor) -> None:
    """Count a try of a confirmation code for the phone.

    Raises:
        RuleBroken: the phone has used up its tries.
    """
    count_try("village.confirm", _marks(actor.device))


def count_sending(request: HttpRequest, actor: Actor) -> None:
    """Count what a visitor sends; who has signed in answers for himself.

    Raises:
        RuleBroken: too much was sent from this phone or network within the hour.
    """
    if actor.role is Role.VISITOR:
        count_try("village.send.phone", _marks(actor.device), tries=SENT_FROM_A_PHONE)
        count_try("village.send.network", _marks(network_mark(request)), tries=SENT_FROM_A_NETWORK)


def count_file(request: HttpRequest, actor: Actor) -> None:
    """Count a file that a visitor sends before his request is: so many an hour, whether he goes on or not.

    Raises:
        RuleBroken: too many were sent from this phone or network within the hour.
    """
    if actor.role is Role.VISITOR:
        count_try("village.file.phone", _marks(actor.device), tries=FILES_FROM_A_PHONE)
        count_try("village.file.network", _marks(network_mark(request)), tries=FILES_FROM_A_NETWORK)


def _marks(mark: str) -> list[str]:
    return [mark] if mark else []
