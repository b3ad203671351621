"""Notes, keys and checkpoints: those of other programs are read, and there is one spelling of everything."""

import pytest

from duijie.ledger.errors import FormatError, LedgerError, SignatureProblem
from duijie.ledger.formats.checkpoints import Checkpoint, parse_checkpoint
from duijie.ledger.formats.keys import KeyType, parse_key, parse_keys
from duijie.ledger.formats.notes import Note, parse_note
from duijie.ledger.verifying.opening import Trust, open_checkpoint, signers
from duijie.ledger.writing.signing import SigningKey, make_key_file, read_key_file
from tests.ledger.made import SEEN_AT, log_key, witness_key

# From the documentation of Go's golang.org/x/mod/sumdb/note.
FOREIGN_KEY = "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW"
FOREIGN_NOTE = (
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "— PeterNeumann x08go/ZJkuBS9UG/SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n"
)
ROOT = bytes(range(32))


def signed(size: int = 5, extensions: tuple[str, ...] = ()) -> Note:
    key = log_key()
    return key.sign(str(Checkpoint(key.verifier.name, size, ROOT, extensions)))


def test_a_note_that_another_program_signed_is_verified():
    key = parse_key(FOREIGN_KEY)
    note = parse_note(FOREIGN_NOTE.encode())
    assert str(key) == FOREIGN_KEY
    assert str(note) == FOREIGN_NOTE
    assert signers(note, [key]) == {key: None}
    with pytest.raises(SignatureProblem, match="PeterNeumann does not hold"):
        signers(parse_note(FOREIGN_NOTE.replace("answer", "Answer").encode()), [key])


def test_a_checkpoint_is_opened_with_its_witnesses_and_strangers_are_passed_over():
    key, first, second = log_key(), witness_key(1), witness_key(2)
    note = signed(extensions=("an extension",))
    note = Note(note.text, (*note.signatures, *(each.cosign(note.text, SEEN_AT) for each in (first, second))))
    opened = open_checkpoint(parse_note(str(note).encode()), Trust(key.verifier, (second.verifier,), 1))
    assert opened.checkpoint == Checkpoint(key.verifier.name, 5, ROOT, ("an extension",))
    assert opened.witnessed == {second.verifier: SEEN_AT}


def test_a_quorum_is_counted_over_different_witnesses():
    key, first, second = log_key(), witness_key(1), witness_key(2)
    note = signed()
    twice = (first.cosign(note.text, SEEN_AT), first.cosign(note.text, SEEN_AT + 1))
    trust = Trust(key.verifier, (first.verifier, second.verifier), 2)
    with pytest.raises(SignatureProblem, match="1 of 2 demanded cosignatures; missing: witness-2.example"):
        open_checkpoint(Note(note.text, (*note.signatures, *twice)), trust)


def test_one_key_under_two_names_is_not_counted_twice():
    log, witness = log_key(), witness_key()
    twin = SigningKey("witness-2.example", KeyType.COSIGNATURE, bytes([1]) * 32)
    with pytest.raises(FormatError, match="witness-1.example and witness-2.example are one key"):
        Trust(log.verifier, (witness.verifier, twin.verifier), 2)
    with pytest.raises(FormatError, match="are one key"):
        Trust(log.verifier, (SigningKey("w.example", KeyType.COSIGNATURE, b"L" * 32).verifier,), 1)


def test_a_checkpoint_of_another_log_or_without_its_signature_is_refused():
    key, stranger = log_key(), log_key("other.example", b"O")
    with pytest.raises(SignatureProblem, match="no signature of other.example"):
        open_checkpoint(signed(), Trust(stranger.verifier))
    with pytest.raises(SignatureProblem, match="the key of other.example"):
        open_checkpoint(stranger.sign(signed().text), Trust(stranger.verifier))
    same_name = log_key(key.verifier.name, b"X")
    with pytest.raises(SignatureProblem, match="no signature"):
        open_checkpoint(signed(), Trust(same_name.verifier))


def test_one_bad_signature_of_a_known_key_spoils_the_note():
    key, witness = log_key(), witness_key()
    note = signed()
    bad = witness.cosign(note.text.replace("5", "6"), SEEN_AT)
    with pytest.raises(SignatureProblem, match="witness-1.example does not hold"):
        open_checkpoint(Note(note.text, (*note.signatures, bad)), Trust(key.verifier, (witness.verifier,)))


def test_a_cosignature_cannot_stand_for_the_signature_of_the_log():
    witness = witness_key()
    note = signed()
    line = witness.cosign(note.text, SEEN_AT)
    with pytest.raises(SignatureProblem):
        log_key().verifier.check(note.text, line)


@pytest.mark.parametrize(
    "changed",
    [
        lambda text: text.replace("\n\n", "\n"),
        lambda text: text[:-1],
        lambda text: text.replace("— ", "- "),
        lambda text: text.replace("— ", "—  "),
        lambda text: text.replace("=\n", "=\r\n"),
        lambda text: text.replace("\n5\n", "\n5\t\n"),
        lambda text: text.rstrip("=\n") + "\n",
        lambda text: text + "\n",
        lambda text: text + text.rpartition("\n\n")[2] * 100,
        lambda text: text.replace("log.example", "log.example\udcff", 1),
    ],
)
def test_what_is_no_note_is_refused(changed):
    with pytest.raises(LedgerError):
        parse_note(changed(str(signed())).encode("utf-8", "surrogateescape"))


def test_base64_with_bits_that_nobody_reads_is_refused():
    text = str(signed())
    last = text[-3]
    alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
    same_value = alphabet[alphabet.index(last) ^ 1]
    with pytest.raises(FormatError, match="not strict base64"):
        parse_note(f"{text[:-3]}{same_value}=\n".encode())


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("o\n5\n", "three lines"),
        ("o\n5\nAAAA", "three lines"),
        ("\n5\nAAAA\n", "none of them empty"),
        ("o\n05\nAAAA\n", "not strict base64|leading zeros|bytes instead"),
        ("o\n5\nAAAA\n", "3 bytes instead of 32"),
        (f"o\n05\n{'A' * 43}=\n", "leading zeros"),
        (f"o\n-5\n{'A' * 43}=\n", "leading zeros"),
        (f"o\n٥\n{'A' * 43}=\n", "leading zeros"),
        (f"o\n9223372036854775808\n{'A' * 43}=\n", "larger than any log"),
        (f"o\n5\n{'A' * 43}=\n\n", "none of them empty"),
    ],
)
def test_what_is_no_checkpoint_is_refused_with_a_sentence(text, sentence):
    with pytest.raises(FormatError, match=sentence):
        parse_checkpoint(text)


@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("", "a name, 8 hexadecimal digits"),
        ("name only", "a name, 8 hexadecimal digits"),
        (FOREIGN_KEY.replace("c74f20a3", "c74f20a4"), "the id that it states"),
        (FOREIGN_KEY.replace("c74f20a3", "C74F20A3"), "the id that it states"),
        (FOREIGN_KEY.replace("PeterNeumann", "Peter"), "the id that it states"),
        (FOREIGN_KEY + "=", "not strict base64"),
        ("a+00000000+AA==", "of type 0"),
        ("a+00000000+AQ==", "0 bytes instead of 32"),
    ],
)
def test_what_is_no_key_is_refused_with_a_sentence(word, sentence):
    with pytest.raises(FormatError, match=sentence):
        parse_key(word)


def test_a_file_of_keys_has_each_once_and_nothing_else():
    keys = [log_key().verifier, witness_key().verifier]
    text = "".join(f"{each}\n" for each in keys)
    assert list(parse_keys(text.encode())) == keys
    for wrong in ("", "\n", text + "\n", text + text, text.replace("\n", "\r\n"), text.replace("\n", "\x0b")):
        with pytest.raises(FormatError):
            parse_keys(wrong.encode())
    with pytest.raises(FormatError, match="not UTF-8"):
        parse_keys(b"\xff")


def test_a_private_key_is_kept_for_its_owner_alone_and_read_back(tmp_path):
    made = make_key_file(tmp_path / "key", "log.example", log_key().verifier.type)
    assert (tmp_path / "key").stat().st_mode & 0o777 == 0o600
    assert read_key_file(tmp_path / "key").verifier == made.verifier
    with pytest.raises(LedgerError, match="cannot be written"):
        make_key_file(tmp_path / "key", "log.example", log_key().verifier.type)
    (tmp_path / "key").write_text(str(made.verifier))
    with pytest.raises(FormatError, match="holds no private key"):
        read_key_file(tmp_path / "key")
    with pytest.raises(LedgerError, match="cannot be read"):
        read_key_file(tmp_path / "missing")
