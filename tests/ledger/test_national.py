"""The SM2 line: openssl, which shares no line with gmssl, accepts it, and who does not know it passes over it."""

import sys

import aics_tlog
import pytest

from duijie.ledger.commands import main
from duijie.ledger.errors import FormatError, LedgerError, SignatureProblem
from duijie.ledger.formats.notes import Note, SignatureLine
from duijie.ledger.national.keys import der_signature, parse_national_key
from duijie.ledger.national.signing import TwofoldSigner, make_national_key_file, read_national_key_file
from duijie.ledger.verifying.folders import verify_folder
from duijie.ledger.verifying.opening import Trust
from tests.ledger.judges import openssl_accepts
from tests.ledger.made import leaves, log_key, witness_key, written_log


@pytest.fixture
def second(tmp_path):
    return make_national_key_file(tmp_path / "sm2", "log.example/sm2")


@pytest.fixture
def note(tmp_path, second):
    """A log whose checkpoint has three lines: the log's, SM2, a witness's."""
    folder = written_log(tmp_path / "log", leaves(300), TwofoldSigner(log_key(), second), [witness_key()])
    return folder.note()


def test_openssl_accepts_the_sm2_line_of_a_checkpoint_and_refuses_any_other(tmp_path, note, second):
    line = note.signatures[1]
    public = parse_national_key(str(second.verifier)).public
    assert openssl_accepts(tmp_path, public, note.text, der_signature(line))
    assert not openssl_accepts(tmp_path, public, note.text.replace("300", "301"), der_signature(line))
    other = make_national_key_file(tmp_path / "other", "log.example/sm2").line(note.text)
    assert not openssl_accepts(tmp_path, public, note.text, der_signature(other))


def test_we_check_the_line_ourselves_and_refuse_each_changed_byte(note, second):
    key = parse_national_key(str(second.verifier))
    key.check(note)
    line = note.signatures[1]
    for at in range(len(line.signature)):
        signature = line.signature[:at] + bytes([line.signature[at] ^ 1]) + line.signature[at + 1 :]
        with pytest.raises(SignatureProblem, match="does not hold"):
            key.check(Note(note.text, (SignatureLine(line.name, line.key_id, signature),)))
    for wrong in (line.signature[:-1], line.signature + b"\x00"):
        with pytest.raises(SignatureProblem, match="does not hold"):
            key.check(Note(note.text, (SignatureLine(line.name, line.key_id, wrong),)))
    with pytest.raises(SignatureProblem, match="does not hold"):
        key.check(Note(note.text.replace("300", "301"), note.signatures))
    with pytest.raises(SignatureProblem, match=r"no SM2 signature of log\.example/sm2"):
        key.check(Note(note.text, (note.signatures[0], note.signatures[2])))


def test_who_does_not_know_the_sm2_key_passes_over_its_line(tmp_path, note, monkeypatch):
    monkeypatch.setitem(sys.modules, "gmssl_pyx", None)
    assert len(note.signatures) == 3
    trust = Trust(log_key().verifier, (witness_key().verifier,), 1)
    assert verify_folder(tmp_path / "log", trust).checkpoint.size == 300
    their_key = aics_tlog.parse_vkey(str(log_key().verifier))
    opened = aics_tlog.verify_checkpoint(aics_tlog.parse_note(str(note)), their_key)
    assert opened.ok, opened.error


def test_without_the_extra_the_sentence_says_what_to_install(note, second, monkeypatch):
    monkeypatch.setitem(sys.modules, "gmssl_pyx", None)
    with pytest.raises(LedgerError, match=r"install the extra: pip install duijie\[gm\]"):
        second.verifier.check(note)


def test_a_private_key_is_read_again_and_nobody_elses(tmp_path, second):
    assert (tmp_path / "sm2").stat().st_mode & 0o777 == 0o600
    again = read_national_key_file(tmp_path / "sm2")
    assert again.verifier == second.verifier
    second.verifier.check(Note("text\n", (again.line("text\n"),)))
    with pytest.raises(LedgerError, match="File exists"):
        make_national_key_file(tmp_path / "sm2", "log.example/sm2")
    with pytest.raises(FormatError, match="cannot name a key"):
        make_national_key_file(tmp_path / "spaced", "two words")


def test_a_key_that_is_none_is_refused(tmp_path, second):
    word = (tmp_path / "sm2").read_text()
    other = make_national_key_file(tmp_path / "other", "log.example/sm2").verifier
    for wrong in ("", "no key", word.replace("log.example", "lag.example"), word[:40], word.replace("A", "B", 1)):
        (tmp_path / "wrong").write_text(wrong)
        with pytest.raises(LedgerError):
            read_national_key_file(tmp_path / "wrong")
    with pytest.raises(FormatError, match="does not have the id"):
        parse_national_key(f"{other.name}+00000000+{str(other).split('+', 2)[2]}")
    with pytest.raises(FormatError, match="is not an SM2 key"):
        parse_national_key(str(log_key().verifier))
    with pytest.raises(FormatError, match="has a name"):
        parse_national_key("name")


def test_a_point_that_is_not_on_the_curve_signs_nothing(note, second):
    line = note.signatures[1]
    public = second.verifier.public[:-1] + bytes([second.verifier.public[-1] ^ 1])
    forged = type(second.verifier)(second.verifier.name, public)
    with pytest.raises(SignatureProblem, match="does not hold"):
        forged.check(Note(note.text, (SignatureLine(line.name, forged.id, line.signature),)))


def test_by_commands_alone_a_log_gets_its_sm2_line_and_is_checked(tmp_path, capsys):
    private, public, folder = (str(tmp_path / name) for name in ("sm2", "vkey", "log"))
    assert main(["sm2-key", private, "--name", "log.example/sm2"]) == 0
    word = capsys.readouterr().out
    (tmp_path / "vkey").write_text(word)
    assert main(["make", folder, "--leaves", "300", "--origin", "log.example/2026", "--sm2", private]) == 0
    assert main(["verify", folder]) == 0
    assert main(["sm2-check", folder, "--key", public]) == 0
    assert capsys.readouterr().out.endswith("right: the checkpoint has an SM2 signature of log.example/sm2\n")
    main(["sm2-key", str(tmp_path / "other"), "--name", "log.example/sm2"])
    (tmp_path / "vkey").write_text(capsys.readouterr().out)
    assert main(["sm2-check", folder, "--key", public]) == 1
    assert capsys.readouterr().err == "The note has no SM2 signature of log.example/sm2.\n"
    assert main(["sm2-check", folder, "--key", str(tmp_path / "none")]) == 2
    assert main(["sm2-key", private, "--name", "log.example/sm2"]) == 2
    assert "cannot be written" in capsys.readouterr().err
