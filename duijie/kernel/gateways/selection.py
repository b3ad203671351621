"""Which ways out this installation uses, from `DUIJIE_SMS` and `DUIJIE_EMAIL`.

`local` (the default) keeps messages in the database; `smtp` sends mail by `DUIJIE_SMTP_URL` and `DUIJIE_MAIL_FROM`;
anything else is the dotted name of a class of the province's own, made without arguments (`province.sms.Operator`).
"""

import os
from functools import lru_cache
from typing import cast

from django.utils.module_loading import import_string

from duijie.kernel.gateways.local import LocalEmail, LocalSms
from duijie.kernel.gateways.protocols import Email, Sms
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


def keeps_messages_here() -> bool:
    """Whether a medium is local, so that people get nothing: `duijie check` says so outside the demo."""
    return isinstance(sms(), LocalSms) or isinstance(email(), LocalEmail)


@lru_cache(maxsize=4)
def _made(name: str) -> object:
    return import_string(name)()
