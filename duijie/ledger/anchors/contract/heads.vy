# pragma version 0.4.3
# pragma evm-version london
"""
@title Heads of logs
@license Apache-2.0
@notice Keeps, for each log, how many leaves it had and their root; a head once anchored can only be followed by a
        greater one. The steward, who puts this contract on the chain, names the writer of each log; a writer may hand
        his log over to another key. Nothing else is kept: no fact, no name.
"""

struct Head:
    size: uint64
    root: bytes32
    moment: uint64

event Registered:
    log_id: indexed(bytes32)
    writer: indexed(address)

event Anchored:
    log_id: indexed(bytes32)
    size: uint64
    root: bytes32

steward: public(immutable(address))
writers: public(HashMap[bytes32, address])
heads: HashMap[bytes32, Head]


@deploy
def __init__():
    steward = msg.sender


@external
def register(log_id: bytes32, writer: address):
    """
    @notice Name who anchors the heads of a log.
    @param log_id SHA-256 of the log's origin.
    """
    assert msg.sender == steward or msg.sender == self.writers[log_id], "only the steward or the log's writer"
    assert writer != empty(address), "a log needs a writer"
    self.writers[log_id] = writer
    log Registered(log_id=log_id, writer=writer)


@external
def anchor(log_id: bytes32, size: uint64, root: bytes32):
    """
    @notice Anchor a head; its size must be greater than that of the head before it.
    @param root RFC 6962 root of the first `size` leaves.
    """
    assert msg.sender == self.writers[log_id], "only the log's writer"
    assert size > self.heads[log_id].size, "the size must grow"
    self.heads[log_id] = Head(size=size, root=root, moment=convert(block.timestamp, uint64))
    log Anchored(log_id=log_id, size=size, root=root)


@view
@external
def head(log_id: bytes32) -> Head:
    """
    @notice The newest head of a log, and the POSIX time of its block; size 0 before the first.
    """
    return self.heads[log_id]
