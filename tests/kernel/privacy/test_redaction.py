"""No log line carries what leads to a person."""

import io
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from duijie.kernel.codes import CodeKind, new_code
from duijie.kernel.privacy.redaction import RedactingFilter, redact


@pytest.fixture
def log() -> tuple[logging.Logger, io.StringIO]:
    written = io.StringIO()
    handler = logging.StreamHandler(written)
    handler.addFilter(RedactingFilter())
    handler.setFormatter(logging.Formatter("%(levelname)s %(message)s"))
    logger = logging.Logger("test")  # noqa: LOG001 — away from the root and its handlers
    logger.addHandler(handler)
    return logger, written


def _fail(inner: str, outer: str) -> None:
    try:
        raise ValueError(inner)  # noqa: TRY301
    except ValueError as problem:
        raise RuntimeError(outer) from problem


def test_numbers_addresses_and_codes_are_replaced_by_their_kind() -> None:
    follow, confirm = new_code(), new_code(CodeKind.CONFIRM)
    text = f"a 13800138000 b 53010219200508011X c 6222020200112233453 d x@y.example {follow} {confirm}"
    assert redact(text) == "a [mobile] b [id_number] c [bank_account] d [email] [code] [code]"


def test_what_helps_to_find_a_fault_stays() -> None:
    line = (
        "GET /n/N-7QK2M4T/ 200 2026-11-21 10:11:12,123 0198f3a2-7c1e-7abc-9def-0123456789ab "
        "621121100000 91350100M000100Y43"
    )
    assert redact(line) == line


def test_arguments_are_redacted(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.warning("sent to %s at %d%%", "+8613800138000", 50)
    assert written.getvalue() == "WARNING sent to [mobile] at 50%\n"


def test_mappings_as_arguments_are_redacted(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.warning("%(who)s", {"who": "13800138000"})
    assert "138" not in written.getvalue()


def test_tracebacks_and_chained_errors_are_redacted(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    try:
        _fail("13800138000", "for x@y.example")
    except RuntimeError:
        logger.exception("failed", stack_info=True)
    assert "13800138000" not in written.getvalue()
    assert "x@y.example" not in written.getvalue()
    assert "RuntimeError: for [email]" in written.getvalue()


def test_a_later_handler_gets_no_more_than_the_first(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, _ = log
    kept: list[logging.LogRecord] = []
    last = logging.Handler()
    last.emit = kept.append  # type: ignore[method-assign]
    logger.addHandler(last)
    try:
        _fail("13800138000", "again")
    except RuntimeError:
        logger.exception("call %s", "13800138000")
    assert kept[0].exc_info is None
    assert "13800138000" not in kept[0].getMessage()


def test_a_line_with_wrong_arguments_is_still_written(log: tuple[logging.Logger, io.StringIO]) -> None:
    logger, written = log
    logger.warning("%d and %s", "13800138000")  # noqa: PLE1206 — meant
    assert "[mobile]" in written.getvalue()


@given(st.text(max_size=300))
def test_any_text_can_be_redacted(text: str) -> None:
    redact(text)
