"""Which ways out this installation uses, from `DUIJIE_SMS`, `DUIJIE_EMAIL` and `DUIJIE_WECHAT`.

`local` (the default of the first two) keeps messages in the database; `smtp` sends mail by `DUIJIE_SMTP_URL` and
`DUIJIE_MAIL_FROM`; anything else is the dotted name of a class of the province's own, made without arguments
(`province.sms.Operator`). There is no WeChat unless `DUIJIE_WECHAT` names it; the demo has the local one.
"""

import os
from functools import lru_cache
from typing import cast

from django.conf import settings
from django.utils.module_loading import import_string

from duijie.kernel.gateways.local import LocalEmail, LocalSms, LocalWeChat
from duijie.kernel.gateways.protocols import Email, Sms, WeChat
from duijie.kernel.gateways.smtp import SmtpEmail

LOCAL = "local"


def sms() -> Sms:
    """The way out for short messages."""
    name = os.environ.get("DUIJIE_SMS") or LOCAL
    if name == LOCAL:
        return LocalSms()
    return cast("Sms", _made(name))


def email() -> Email:
    """The way out for mail."""
    name = os.environ.get("DUIJIE_EMAIL") or LOCAL
    if name == LOCAL:
        return LocalEmail()
    if name == "smtp":
        get = os.environ.get
        return SmtpEmail.from_url(get("DUIJIE_SMTP_URL", ""), sender=get("DUIJIE_MAIL_FROM", ""))
    return cast("Email", _made(name))


def wechat() -> WeChat | None:
    """The way out for template messages, or None where the place has no official account."""
    name = os.environ.get("DUIJIE_WECHAT") or (LOCAL if settings.ENVIRONMENT.demo else "")
    if name == LOCAL:
        return LocalWeChat()
    return cast("WeChat", _made(name)) if name else None


def keeps_messages_here() -> bool:
    """Whether a medium is local, so that people get nothing: `duijie check` says so outside the demo."""
    return isinstance(sms(), LocalSms) or isinstance(email(), LocalEmail)


@lru_cache(maxsize=4)
def _made(name: str) -> object:
    return import_string(name)()
