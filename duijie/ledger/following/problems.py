"""What a follower may find, beside files that are damaged: a log that is behind, and one that contradicts itself."""

from duijie.ledger.errors import LedgerError


class Late(LedgerError):
    """The log shows nothing new where it should; what is held stays right, and another time it may go on."""

    status = 4


class Silent(Late):
    """The log does not answer."""


class Gap(LedgerError):
    """What was carried here begins after what is held; the file before it comes first."""


class Contradicts(LedgerError):
    """The log signed two states of which neither is the beginning of the other; both are kept as evidence."""

    status = 3
