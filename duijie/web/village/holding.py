"""Who has shown a code may go on for a quarter of an hour: the session keeps a signed id, never the code."""

from typing import Final

from django.core import signing
from django.http import HttpRequest

KEPT_SECONDS: Final = 15 * 60
MOST: Final = 5
REQUEST, DELIVERY = "request", "delivery"
_KEY: Final = "village_held"


def hold(request: HttpRequest, kind: str, value: str) -> None:
    """Remember that the code of this row was shown."""
    others = [token for token in _tokens(request) if _read(token) not in {None, (kind, value)}]
    request.session[_KEY] = [*others, signing.dumps([kind, value], salt=_KEY)][-MOST:]


def is_held(request: HttpRequest, kind: str, value: str) -> bool:
    """Whether the row's code was shown and the page not left alone since; a page that is opened renews it."""
    if (kind, value) not in {_read(token) for token in _tokens(request)}:
        return False
    hold(request, kind, value)
    return True


def let_go(request: HttpRequest) -> None:
    """Forget all codes: the next person with this phone sees nothing."""
    request.session.pop(_KEY, None)


def _tokens(request: HttpRequest) -> list[str]:
    tokens: list[str] = request.session.get(_KEY, [])
    return tokens


def _read(token: str) -> tuple[str, str] | None:
    try:
        kind, value = signing.loads(token, salt=_KEY, max_age=KEPT_SECONDS)
    except signing.BadSignature:
        return None
    return kind, value
