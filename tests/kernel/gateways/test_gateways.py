"""Messages go out by the chosen way, or stay where the demo shows them; nothing of them reaches a log."""

import logging
import smtplib
from datetime import timedelta

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.mail import EmailMessage

from duijie.kernel.clock import now
from duijie.kernel.gateways import local, selection
from duijie.kernel.gateways.models import LocalMessage, Medium
from duijie.kernel.gateways.protocols import SendingFailed
from duijie.kernel.gateways.smtp import SmtpEmail


class ProvinceSms:
    def send(self, *, to: str, text: str) -> None:
        raise SendingFailed("operator")


@pytest.mark.django_db
def test_without_an_operator_messages_stay_here(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.delenv("DUIJIE_SMS", raising=False)
    monkeypatch.delenv("DUIJIE_EMAIL", raising=False)
    with caplog.at_level(logging.DEBUG):
        selection.sms().send(to="+8613800138000", text="您的诉求已核实")
        selection.email().send(to="Office@example.org", subject="待办", text="有一件待核实")
    assert selection.keeps_messages_here()
    assert [message.body for message in local.messages_to("+8613800138000")] == ["您的诉求已核实"]
    assert [message.subject for message in local.messages_to("office@EXAMPLE.org ")] == ["待办"]
    assert [message.medium for message in local.newest_messages()] == ["email", "sms"]
    assert local.newest_messages(Medium.SMS).count() == 1
    assert "13800138000" not in caplog.text
    assert "已核实" not in caplog.text


@pytest.mark.django_db
def test_kept_messages_are_dropped_after_thirty_days() -> None:
    local.LocalSms().send(to="a", text="旧")
    LocalMessage.objects.update(created_at=now() - timedelta(days=31))
    local.LocalSms().send(to="a", text="新")
    assert local.drop_old_messages() == 1
    assert [message.body for message in local.messages_to("a")] == ["新"]


def test_a_province_brings_its_own_operator(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(selection, "import_string", lambda name: {"province.sms.Operator": ProvinceSms}[name])
    monkeypatch.setenv("DUIJIE_SMS", "province.sms.Operator")
    with pytest.raises(SendingFailed):
        selection.sms().send(to="x", text="y")


def test_mail_goes_through_the_server(monkeypatch: pytest.MonkeyPatch) -> None:
    sent: list[EmailMessage] = []
    monkeypatch.setattr(EmailMessage, "send", lambda self: sent.append(self))  # noqa: PLW0108 — bound to the message
    monkeypatch.setenv("DUIJIE_EMAIL", "smtp")
    monkeypatch.setenv("DUIJIE_SMTP_URL", "smtps://office%40province:pa%3Ass@mail.example.org")
    monkeypatch.setenv("DUIJIE_MAIL_FROM", "对接平台 <no-reply@example.org>")
    gateway = selection.email()
    assert isinstance(gateway, SmtpEmail)
    assert (gateway.port, gateway.user, gateway.password) == (465, "office@province", "pa:ss")
    assert "pa:ss" not in repr(gateway)
    gateway.send(to="a@example.org", subject="题", text="文")
    assert (sent[0].to, sent[0].subject, sent[0].body) == (["a@example.org"], "题", "文")
    assert sent[0].connection.use_ssl


@pytest.mark.parametrize("url", ["", "http://x", "smtp://", "smtp+plain://mail.example.org"])
def test_a_mail_server_without_tls_or_host_is_refused(url: str) -> None:
    with pytest.raises(ImproperlyConfigured):
        SmtpEmail.from_url(url, sender="a@example.org")


def test_a_failure_names_the_server_and_not_the_reader(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_self: EmailMessage) -> int:
        raise smtplib.SMTPRecipientsRefused({"a@example.org": (550, b"no")})

    monkeypatch.setattr(EmailMessage, "send", refuse)
    gateway = SmtpEmail.from_url("smtp://mail.example.org", sender="b@example.org")
    with pytest.raises(SendingFailed) as failed:
        gateway.send(to="a@example.org", subject="题", text="文")
    assert str(failed.value) == "mail server mail.example.org: SMTPRecipientsRefused"
    assert failed.value.__suppress_context__


def test_a_subject_with_a_line_break_is_refused() -> None:
    gateway = SmtpEmail.from_url("smtp+plain://127.0.0.1:9", sender="b@example.org")
    with pytest.raises(SendingFailed):
        gateway.send(to="a@example.org", subject="题\nBcc: x@example.org", text="文")
