"""Mail through a server, with Django's own client."""

import smtplib
from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage, get_connection

from duijie.kernel.gateways.protocols import SendingFailed

_TIMEOUT = 20


@dataclass(frozen=True)
class SmtpEmail:
    """A mail server: `smtps://` has TLS from the start, `smtp://` STARTTLS, `smtp+plain://` is for this machine."""

    host: str
    port: int
    sender: str
    security: str
    user: str = ""
    password: str = field(default="", repr=False)

    @classmethod
    def from_url(cls, url: str, *, sender: str) -> "SmtpEmail":
        """Read `smtps://user:password@host:465`.

        Raises:
            ImproperlyConfigured: the scheme or the host is missing, or plain mail would leave this machine.
        """
        parts = urlsplit(url)
        ports = {"smtps": 465, "smtp": 587, "smtp+plain": 25}
        is_local = parts.hostname in {"127.0.0.1", "::1", "localhost"}
        if parts.scheme not in ports or not parts.hostname or not sender:
            raise ImproperlyConfigured("Set DUIJIE_SMTP_URL to smtps://user:password@host:465 and DUIJIE_MAIL_FROM.")
        if parts.scheme == "smtp+plain" and not is_local:
            raise ImproperlyConfigured("DUIJIE_SMTP_URL: mail without TLS is for this machine only.")
        return cls(
            host=parts.hostname,
            port=parts.port or ports[parts.scheme],
            sender=sender,
            security=parts.scheme,
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
        )

    def send(self, *, to: str, subject: str, text: str) -> None:
        """Hand the mail to the server."""
        connection = get_connection(
            "django.core.mail.backends.smtp.EmailBackend",
            host=self.host,
            port=self.port,
            username=self.user,
            password=self.password,
            use_ssl=self.security == "smtps",
            use_tls=self.security == "smtp",
            timeout=_TIMEOUT,
        )
        message = EmailMessage(subject=subject, body=text, from_email=self.sender, to=[to], connection=connection)
        try:
            message.send()
        except (smtplib.SMTPException, OSError, ValueError) as problem:
            raise SendingFailed(f"mail server {self.host}: {problem.__class__.__name__}") from None
