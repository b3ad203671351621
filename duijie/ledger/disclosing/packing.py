"""The parts that a dense code is put together from: numbers in seven-bit groups, words, values, hashes."""

from collections.abc import Sequence
from typing import Final

from duijie.ledger.disclosing.commitments import Value
from duijie.ledger.disclosing.disclosures import from_hex
from duijie.ledger.disclosing.words import PLACES, WORDS
from duijie.ledger.errors import FormatError
from duijie.ledger.formats.encoding import BIGGEST_SIZE
from duijie.ledger.formats.hashing import HASH_SIZE

SUBJECT_SIZE: Final = 16
_MOST: Final = 200
_SEVEN_BITS: Final = 0x7F
_NULL, _NO, _YES, _POSITIVE, _NEGATIVE, _TEXT = range(6)


class Packer:
    """Puts parts one after another."""

    def __init__(self) -> None:
        self._data = bytearray()

    @property
    def packed(self) -> bytes:
        """All parts so far."""
        return bytes(self._data)

    def number(self, number: int) -> None:
        """Seven bits a byte, the lowest first; the eighth says that more follow."""
        while number > _SEVEN_BITS:
            self._data.append(0x80 | number & _SEVEN_BITS)
            number >>= 7
        self._data.append(number)

    def raw(self, data: bytes) -> None:
        """Bytes whose number the reader knows."""
        self._data += data

    def hex(self, text: str, size: int, what: str) -> None:
        """The bytes that hexadecimal digits write.

        Raises:
            FormatError: they are not `size` bytes; `what` names them.
        """
        self.raw(from_hex(text, size, what))

    def word(self, word: str) -> None:
        """Twice the place of a word that is in the list, or twice its length and one, then UTF-8."""
        if word in PLACES:
            self.number(2 * PLACES[word])
            return
        data = word.encode()
        self.number(2 * len(data) + 1)
        self.raw(data)

    def words(self, words: Sequence[str]) -> None:
        """How many, then each."""
        self.number(len(words))
        for each in words:
            self.word(each)

    def value(self, value: Value) -> None:
        """A byte for its kind, then a number or a word where there is one."""
        if isinstance(value, str):
            self.number(_TEXT)
            self.word(value)
        elif value is None or isinstance(value, bool):
            self.number(_NULL if value is None else _YES if value else _NO)
        else:
            self.number(_NEGATIVE if value < 0 else _POSITIVE)
            self.number(abs(value))

    def hashes(self, hashes: Sequence[bytes]) -> None:
        """How many, then each."""
        self.number(len(hashes))
        self.raw(b"".join(hashes))


class Unpacker:
    """Takes the parts in the same order; each has one spelling.

    All methods raise FormatError where the bytes end too early or are spelled otherwise.
    """

    def __init__(self, data: bytes) -> None:
        self._data = data
        self._at = 0

    def raw(self, size: int) -> bytes:
        """So many bytes."""
        taken = self._data[self._at : self._at + size]
        if len(taken) < size:
            raise FormatError("The dense code ends too early.")
        self._at += size
        return taken

    def number(self) -> int:
        """A whole number below 2**63."""
        found = shift = 0
        while True:
            byte = self.raw(1)[0]
            found |= (byte & _SEVEN_BITS) << shift
            if byte <= _SEVEN_BITS:
                break
            shift += 7
        if found > BIGGEST_SIZE or (byte == 0 and shift):
            raise FormatError("A number in the dense code is too large, or written longer than it must be.")
        return found

    def count(self) -> int:
        """How many of something follow."""
        if (count := self.number()) > _MOST:
            raise FormatError(f"The dense code says that {count} parts follow; at most {_MOST} are read.")
        return count

    def word(self) -> str:
        """A text."""
        number = self.number()
        if not number & 1:
            if number >> 1 >= len(WORDS):
                raise FormatError("The dense code has a word that this program does not know; a newer one may.")
            return WORDS[number >> 1]
        try:
            word = self.raw(number >> 1).decode("utf-8")
        except UnicodeDecodeError:
            raise FormatError("A text in the dense code is not UTF-8.") from None
        if word in PLACES:
            raise FormatError("A word of the list is written out in the dense code.")
        return word

    def words(self) -> tuple[str, ...]:
        """Several texts."""
        return tuple(self.word() for _ in range(self.count()))

    def value(self) -> Value:
        """The value of a field."""
        kind = self.number()
        if kind == _TEXT:
            return self.word()
        if kind in {_POSITIVE, _NEGATIVE}:
            return self._signed(self.number(), is_negative=kind == _NEGATIVE)
        if kind > _TEXT:
            raise FormatError("A field in the dense code is of no known kind.")
        return None if kind == _NULL else kind == _YES

    def hashes(self, size: int = HASH_SIZE) -> tuple[bytes, ...]:
        """Several hashes."""
        return tuple(self.raw(size) for _ in range(self.count()))

    def end(self) -> None:
        """Demand that nothing follows."""
        if self._at != len(self._data):
            raise FormatError(f"The dense code has {len(self._data) - self._at} bytes after its end.")

    def _signed(self, number: int, *, is_negative: bool) -> int:
        if is_negative and not number:
            raise FormatError("A number in the dense code is too large, or written longer than it must be.")
        return -number if is_negative else number
