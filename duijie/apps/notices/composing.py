"""What leaves the platform, word by word: a public number at most, and where to read the rest."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from django.conf import settings
from django.utils.timezone import localtime
from django.utils.translation import get_language, gettext

from duijie.apps.notices.models import Notice
from duijie.apps.notices.rules import SUBJECT, Means, outside_text
from duijie.kernel.clock import now
from duijie.kernel.errors import mark

MOST_IN_SMS: Final = 5
MOST_IN_MAIL: Final = 200
INBOX: Final = "/inbox/"
FIRST: Final = mark("%(count)s things have happened on the platform since the last message:")
REST: Final = mark("and %(count)s more: %(link)s")
SEE_ALL: Final = mark("%(count)s things have happened on the platform. Sign in to read them.")
NUMBERLESS: Final = mark("news")


@dataclass(frozen=True, slots=True)
class Words:
    """A message in the language of its reader: `values` are what a template of WeChat may hold (`templates.VALUES`)."""

    subject: str
    text: str
    link: str
    values: Mapping[str, str]


def words_for(means: Means, notices: Sequence[Notice], *, as_digest: bool) -> Words:
    """The words of one message about these notices, in the language that is active now."""
    if as_digest:
        return _digest(means, notices)
    (notice,) = notices
    message, params = outside_text(notice.params)
    text, link = gettext(message) % params, _outside(notice.link)
    body = f"{text}\n\n{link}" if means is Means.EMAIL else text
    return Words(gettext(SUBJECT), body, link, _values(text, number=str(params.get("number", "")), count=1))


def _digest(means: Means, notices: Sequence[Notice]) -> Words:
    most = MOST_IN_SMS if means is Means.SMS else MOST_IN_MAIL
    shown = [
        f"{_day(each)} {each.params.get('number') or gettext(NUMBERLESS)} {_outside(each.link)}" for each in notices
    ]
    rest = len(notices) - most
    if rest > 0:
        shown = [*shown[:most], gettext(REST) % {"count": rest, "link": _outside(INBOX)}]
    lines = [gettext(FIRST) % {"count": len(notices)}, *shown]
    values = _values(gettext(SEE_ALL) % {"count": len(notices)}, number="", count=len(notices))
    return Words(gettext(SUBJECT), "\n".join(lines), _outside(INBOX), values)


def _values(text: str, *, number: str, count: int) -> dict[str, str]:
    return {"text": text, "number": number, "day": f"{localtime(now()):%Y-%m-%d}", "count": str(count)}


def _day(notice: Notice) -> str:
    return f"{localtime(notice.created_at):%m-%d}"


def _outside(path: str) -> str:
    prefix = "/en" if get_language() == "en" and not path.startswith("/en/") else ""
    return f"{settings.ENVIRONMENT.public_address}{prefix}{path}"
