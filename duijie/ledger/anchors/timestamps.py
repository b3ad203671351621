"""An anchor that is an authority which stamps time (RFC 3161): it says when a head was there, and cannot say it later.

What is stamped is the text of the checkpoint, so anybody can check a stamp with the checkpoint and the authority's
certificate alone: `openssl ts -verify -data TEXT -in STAMP.tsr -CAfile CERTIFICATES`.
"""

import http.client
from importlib import import_module
from pathlib import Path
from typing import Any

from cryptography.x509 import load_pem_x509_certificates

from duijie.ledger.anchors.anchoring import AnchorProblem, Receipt, demand_growth, log_id
from duijie.ledger.connecting import connection_to
from duijie.ledger.errors import FormatError
from duijie.ledger.formats.checkpoints import Checkpoint, parse_checkpoint
from duijie.ledger.writing.durable import DurableFolder

SECONDS = 30
_LONGEST_ANSWER = 64 * 1024
_WIDTH = 19


class TimestampAnchor:
    """Stamps of one authority, kept in a folder: `<log id in hexadecimal>/<size>.tsr`, with the text beside it.

    `roots` is a file of certificates (PEM) under which the authority's must lead.
    """

    def __init__(self, address: str, roots: Path, folder: Path) -> None:
        self._folder = folder
        try:
            self._connection, self._path = connection_to(address, SECONDS)
        except FormatError as error:
            raise AnchorProblem(f"The authority that stamps time cannot be asked: {error}") from error
        try:
            self._roots = load_pem_x509_certificates(roots.read_bytes())
        except (OSError, ValueError) as error:
            raise AnchorProblem(f"{roots} holds no certificates of the authority that stamps time.") from error

    @property
    def name(self) -> str:
        """What it is called in reports."""
        return f"the time stamps of {self._connection.host}"

    def newest(self, origin: str) -> Checkpoint | None:
        """The greatest head of a log whose stamp is kept here, None before the first; its stamp must hold.

        Raises:
            AnchorProblem: it does not hold, or cannot be read.
        """
        texts = sorted((self._folder / log_id(origin).hex()).glob("*.txt"))
        if not texts:
            return None
        try:
            text, stamp = texts[-1].read_bytes(), texts[-1].with_suffix(".tsr").read_bytes()
            checkpoint = parse_checkpoint(text.decode())
        except (OSError, UnicodeDecodeError, FormatError) as error:
            raise AnchorProblem(f"{texts[-1]} or its stamp cannot be read.") from error
        self._check(stamp, text, None)
        return checkpoint

    def anchor(self, checkpoint: Checkpoint) -> Receipt:
        """Have the text of a checkpoint stamped, check the stamp and keep both.

        Raises:
            AnchorProblem: the authority does not answer, its stamp does not hold, or the head is not greater.
        """
        demand_growth(self.name, self.newest(checkpoint.origin), checkpoint)
        text = str(checkpoint).encode()
        client = _library()
        request = client.TimestampRequestBuilder().data(text).hash_algorithm(client.HashAlgorithm.SHA256).build()
        stamp = self._exchange(request.as_bytes())
        made = self._check(stamp, text, request)
        kept = f"{log_id(checkpoint.origin).hex()}/{checkpoint.size:0{_WIDTH}}"
        files = DurableFolder(self._folder)
        try:
            files.write(f"{kept}.tsr", stamp)
            files.write(f"{kept}.txt", text)
            files.settle()
        finally:
            files.close()
        when = made.tst_info.gen_time.strftime("%Y-%m-%dT%H:%M:%SZ")
        return Receipt(self.name, checkpoint, f"stamp {made.tst_info.serial_number}, {when}")

    def _check(self, stamp: bytes, text: bytes, request: Any) -> Any:
        """The stamp, opened: it must be of this text, lead to a trusted certificate, and answer the request."""
        client = _library()
        building = client.VerifierBuilder.from_request(request) if request else client.VerifierBuilder()
        for root in self._roots:
            building = building.add_root_certificate(root)
        try:
            made = client.decode_timestamp_response(stamp)
            building.build().verify_message(made, text)
        except (ValueError, client.VerificationError) as error:
            raise AnchorProblem(f"A stamp of {self._connection.host} does not hold: {error}.") from error
        return made

    def _exchange(self, body: bytes) -> bytes:
        connection = self._connection
        try:
            connection.request("POST", self._path or "/", body, {"Content-Type": "application/timestamp-query"})
            answer = connection.getresponse()
            stamp: bytes = answer.read(_LONGEST_ANSWER)
        except (OSError, http.client.HTTPException) as error:
            raise AnchorProblem(f"{connection.host} does not answer ({type(error).__name__}).") from error
        finally:
            connection.close()
        if answer.status != http.client.OK:
            raise AnchorProblem(f"{connection.host} answers {answer.status} instead of a stamp.")
        return stamp


def _library() -> Any:
    try:
        return import_module("rfc3161_client")
    except ImportError as error:
        raise AnchorProblem(
            "Time stamps need the package rfc3161-client; install the extra: pip install duijie[timestamps]"
        ) from error
