"""Nothing that leads to a person reaches a log line."""

import logging
from traceback import format_exception

from duijie.kernel.codes import codes_in
from duijie.kernel.privacy.patterns import personal_spans


def redact(text: str) -> str:
    """The text with phones, ID numbers, accounts, addresses and 查询码/确认码 replaced by `[kind]`."""
    marks = [(span.start, span.end, span.kind.value) for span in personal_spans(text)]
    covered = [(start, end) for start, end, _ in marks]
    marks += [
        (start, end, "code")
        for start, end in codes_in(text)
        if all(end <= other_start or start >= other_end for other_start, other_end in covered)
    ]
    for start, end, word in sorted(marks, reverse=True):
        text = f"{text[:start]}[{word}]{text[end:]}"
    return text


class RedactingFilter(logging.Filter):
    """Redacts the message with its arguments, the traceback and the stack of every record; keeps all records."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Rewrite the record in place, so that every later handler and formatter gets the redacted one."""
        record.msg, record.args = redact(_message_of(record)), None
        if record.exc_info and not record.exc_text:
            record.exc_text = "".join(format_exception(record.exc_info[1])).rstrip("\n") if record.exc_info[1] else None
        record.exc_info = None
        record.exc_text = redact(record.exc_text) if record.exc_text else None
        record.stack_info = redact(record.stack_info) if record.stack_info else None
        return True


def _message_of(record: logging.LogRecord) -> str:
    try:
        return record.getMessage()
    except (TypeError, ValueError):
        return f"{record.msg} {record.args}"
