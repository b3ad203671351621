"""Whose signatures count when somebody checks a record here: the keys of our logs, and the witnesses of our policy."""

from duijie.apps.records.models import Log
from duijie.apps.records.sequencing import logs
from duijie.ledger.errors import LedgerError
from duijie.ledger.verifying.opening import Trust


def trusts() -> tuple[Trust, ...]:
    """One for each log of this platform, the newest first; none where the log is off or cannot be read."""
    if not logs.is_on():
        return ()
    return tuple(
        filter(None, (trust_of(each) for each in Log.objects.order_by("-pk").values_list("origin", flat=True)))
    )


def trust_of(origin: str) -> Trust | None:
    """The keys of one log; None where its files cannot be read."""
    try:
        policy = logs.policy()
        return Trust(logs.folder_of(origin).keys()[0], policy.counted, policy.quorum)
    except LedgerError:
        return None
