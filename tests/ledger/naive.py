"""The tree of RFC 6962 written down as its section 2.1 defines it, slowly: what our proofs are compared with."""

from functools import cache
from hashlib import sha256


class NaiveTree:
    def __init__(self, leaves: list[bytes]) -> None:
        self.leaves = leaves
        self.root = cache(self._root)

    def _root(self, low: int, high: int) -> bytes:
        if high == low:
            return sha256().digest()
        if high - low == 1:
            return sha256(b"\x00" + self.leaves[low]).digest()
        middle = low + cut(high - low)
        return sha256(b"\x01" + self.root(low, middle) + self.root(middle, high)).digest()

    def path(self, index: int, low: int, high: int) -> list[bytes]:
        if high - low == 1:
            return []
        middle = low + cut(high - low)
        if index < middle:
            return [*self.path(index, low, middle), self.root(middle, high)]
        return [*self.path(index, middle, high), self.root(low, middle)]

    def growth(self, old: int, low: int, high: int, *, is_known: bool = True) -> list[bytes]:
        """SUBPROOF(old, D[low:high], is_known), `old` counted from the beginning of the log."""
        if old == high:
            return [] if is_known else [self.root(low, high)]
        middle = low + cut(high - low)
        if old <= middle:
            return [*self.growth(old, low, middle, is_known=is_known), self.root(middle, high)]
        return [*self.growth(old, middle, high, is_known=False), self.root(low, middle)]


def cut(size: int) -> int:
    power = 1
    while power * 2 < size:
        power *= 2
    return power
