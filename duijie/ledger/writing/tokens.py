"""A private key that never leaves its token: a program asks the token (PKCS#11, say) for each signature.

The file has two lines: the verifier key, and the program with its arguments. It is given the text on its standard input
and answers with the 64 bytes of the signature; every one is checked before it is used.
"""

import shlex
import subprocess
from pathlib import Path

from duijie.ledger.errors import FormatError, LedgerError, SignatureProblem
from duijie.ledger.formats.keys import VerifierKey, parse_key
from duijie.ledger.formats.notes import Note, SignatureLine

PATIENCE = 30.0
_LINES = 2


class TokenSigner:
    """Signs as a log by a program."""

    def __init__(self, verifier: VerifierKey, command: list[str]) -> None:
        self._verifier = verifier
        self._command = command

    @property
    def verifier(self) -> VerifierKey:
        """The public half."""
        return self._verifier

    def sign(self, text: str) -> Note:
        """Have a text signed.

        Raises:
            LedgerError: the program fails, is too slow, or gives a signature that does not hold.
        """
        program = self._command[0]
        try:
            answer = subprocess.run(
                self._command, input=text.encode(), capture_output=True, timeout=PATIENCE, check=False
            )
        except (OSError, subprocess.TimeoutExpired) as error:
            raise LedgerError(f"The program {program} that signs for {self._verifier.name} does not answer.") from error
        if answer.returncode:
            said = answer.stderr.decode("utf-8", "replace").strip().split("\n")[-1]
            raise LedgerError(f"The program {program} that signs for {self._verifier.name} failed: {said}")
        line = SignatureLine(self._verifier.name, self._verifier.id, answer.stdout)
        try:
            self._verifier.check(text, line)
        except SignatureProblem as problem:
            raise LedgerError(
                f"The program {program} gave a signature that is not of {self._verifier.name}."
            ) from problem
        return Note(text, (line,))


def read_token_file(path: Path) -> TokenSigner:
    """Read which program signs for which key.

    Raises:
        LedgerError: the file cannot be read or does not have these two lines.
    """
    try:
        lines = path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise LedgerError(f"The token's file {path} cannot be read.") from error
    if len(lines) != _LINES or not (command := _words(path, lines[1])):
        raise FormatError(f"{path} has two lines: the verifier key, and the program that signs.")
    return TokenSigner(parse_key(lines[0]), command)


def _words(path: Path, line: str) -> list[str]:
    try:
        return shlex.split(line)
    except ValueError as error:
        raise FormatError(f"The program in {path} cannot be read: {error}.") from error
