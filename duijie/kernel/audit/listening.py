"""Who listens to which act; registered once in `config.wiring`, called in the act's own transaction."""

from collections.abc import Callable

from duijie.kernel.audit.models import AuditEntry

Listener = Callable[[AuditEntry], None]

_LISTENERS: dict[str, list[Listener]] = {}
EVERY = "*"


def listen(action: str, listener: Listener) -> None:
    """Call the listener for each entry of the action (or of every action)."""
    if listener not in _LISTENERS.setdefault(action, []):
        _LISTENERS[action].append(listener)


def announce(entry: AuditEntry) -> None:
    """Call those who listen to this entry."""
    for listener in (*_LISTENERS.get(entry.action, ()), *_LISTENERS.get(EVERY, ())):
        listener(entry)
