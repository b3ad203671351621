"""A key that stays in its token signs by a program, and whatever the program answers is checked."""

import sys

import pytest

from duijie.ledger.errors import LedgerError
from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.opening import Trust
from duijie.ledger.writing.tokens import read_token_file
from duijie.ledger.writing.writer import LogWriter
from tests.ledger.made import log_key

TOKEN = """
import sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
key = Ed25519PrivateKey.from_private_bytes(sys.argv[1].encode() * 32)
sys.stdout.buffer.write(key.sign(sys.stdin.buffer.read()))
"""


@pytest.fixture
def token(tmp_path):
    """The file of a token whose seed is this letter, or with this program."""

    def make(seed="L", program=TOKEN, words=None):
        script = tmp_path / "sign with token.py"
        script.write_text(program)
        path = tmp_path / "620000-2026.token"
        command = words or f"{sys.executable} '{script}' {seed}"
        path.write_text(f"{log_key().verifier}\n{command}\n")
        return read_token_file(path)

    return make


def test_a_log_is_written_with_a_key_that_we_never_see(token, tmp_path):
    with LogWriter(tmp_path / "log", token()) as writer:
        writer.append([b"a leaf"])
        writer.stage()
        writer.publish()
    assert verify_folder(tmp_path / "log", Trust(log_key().verifier)).checkpoint.size == 1


@pytest.mark.parametrize(
    ("given", "sentence"),
    [
        ({"seed": "X"}, "gave a signature that is not of"),
        ({"program": "print('short')"}, "gave a signature that is not of"),
        ({"program": "raise SystemExit('the token is not plugged in')"}, "failed: the token is not plugged in"),
        ({"words": "/nowhere/sign"}, "does not answer"),
    ],
)
def test_a_token_that_does_not_sign_as_it_should_is_told_in_one_sentence(token, given, sentence):
    with pytest.raises(LedgerError, match=sentence):
        token(**given).sign("a text\n")


@pytest.mark.parametrize(
    "text",
    ["", "one line\n", f"{log_key().verifier}\n\n", "no key\n/bin/sign\n", f"{log_key().verifier}\n/bin/sign 'a key\n"],
)
def test_a_token_file_with_a_mistake_is_refused(tmp_path, text):
    (tmp_path / "x.token").write_text(text)
    with pytest.raises(LedgerError):
        read_token_file(tmp_path / "x.token")
