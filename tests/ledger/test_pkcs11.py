"""A log is written with a key that lies in a PKCS#11 token (SoftHSM, where it is installed) and never leaves it."""

import shlex
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.opening import Trust
from duijie.ledger.writing.pkcs11 import main
from duijie.ledger.writing.tokens import read_token_file
from duijie.ledger.writing.writer import LogWriter

ORIGIN = "log.example/620000/2026"
PIN = "4711"
MODULES = ("/usr/lib/softhsm/libsofthsm2.so", "/usr/lib64/softhsm/libsofthsm.so", "/usr/lib64/pkcs11/libsofthsm2.so")
MODULE = next((each for each in MODULES if Path(each).exists()), "")
needs_softhsm = pytest.mark.skipif(
    not (MODULE and shutil.which("softhsm2-util")), reason="SoftHSM is not installed (Debian: softhsm2)"
)


@pytest.fixture
def program(tmp_path, monkeypatch):
    """The program of a token that holds a new key."""
    (tmp_path / "tokens").mkdir()
    (tmp_path / "conf").write_text(f"directories.tokendir = {tmp_path / 'tokens'}\n")
    monkeypatch.setenv("SOFTHSM2_CONF", str(tmp_path / "conf"))
    (tmp_path / "pin").write_text(f"{PIN}\n")
    (tmp_path / "pin").chmod(0o600)
    pem = str(tmp_path / "key.pem")
    for command in (
        ["openssl", "genpkey", "-algorithm", "ed25519", "-out", pem],
        ["softhsm2-util", "--init-token", "--free", "--label", "province", "--pin", PIN, "--so-pin", "12345678"],
        ["softhsm2-util", "--import", pem, "--token", "province", "--label", "log", "--id", "01", "--pin", PIN],
    ):
        subprocess.run(command, check=True, capture_output=True)
    (tmp_path / "key.pem").unlink()
    asked = [MODULE, "--token", "province", "--key", "log", "--pin", str(tmp_path / "pin")]
    return [sys.executable, "-m", "duijie.ledger.writing.pkcs11", *asked]


@needs_softhsm
def test_a_log_is_signed_by_a_token(program, tmp_path):
    key = subprocess.run([*program, "--name", ORIGIN], check=True, capture_output=True, text=True).stdout
    path = tmp_path / "620000-2026.token"
    path.write_text(f"{key}{shlex.join(program)}\n")
    signer = read_token_file(path)
    assert signer.verifier.name == ORIGIN
    with LogWriter(tmp_path / "log", signer) as writer:
        writer.append([b"a leaf"])
        writer.stage()
        writer.publish()
    assert verify_folder(tmp_path / "log", Trust(signer.verifier)).checkpoint.size == 1


@needs_softhsm
@pytest.mark.parametrize(
    ("word", "other", "sentence"),
    [
        ("log", "no such key", "The token has no key no such key."),
        ("province", "absent", "No token absent is plugged in."),
        ("pin", "wrong", "The token answers C_Login with 0x000000a0."),
    ],
)
def test_a_token_that_does_not_sign_says_why(program, tmp_path, word, other, sentence):
    (tmp_path / "wrong").write_text("0000")
    (tmp_path / "wrong").chmod(0o600)
    changed = [{word: other, str(tmp_path / word): str(tmp_path / other)}.get(each, each) for each in program]
    answer = subprocess.run(changed, input=b"a text\n", capture_output=True, check=False)
    assert (answer.returncode, answer.stdout, answer.stderr.decode()) == (1, b"", f"{sentence}\n")


def test_what_is_no_library_of_a_token_is_told(tmp_path, capsys):
    assert main([str(tmp_path / "none.so"), "--token", "t", "--key", "k", "--pin", str(tmp_path / "pin")]) == 1
    assert "is no library of a token" in capsys.readouterr().err
