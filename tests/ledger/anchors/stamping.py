"""An authority that stamps time: a real HTTP server on this machine, around `openssl ts -reply`."""

import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

SETTINGS = """
[ tsa ]
default_tsa = here
[ here ]
serial = {folder}/serial
signer_cert = {folder}/signer.pem
signer_key = {folder}/signer.key
signer_digest = sha256
default_policy = 1.2.3.4.1
digests = sha256
accuracy = secs:1
[ stamping ]
basicConstraints = CA:false
keyUsage = critical, digitalSignature
extendedKeyUsage = critical, timeStamping
"""


def openssl(folder: Path, *arguments: str) -> str:
    """Run openssl in a folder; what it says."""
    answer = subprocess.run(["openssl", *arguments], cwd=folder, capture_output=True, text=True, check=False)
    return answer.stdout + answer.stderr


def make_authority(folder: Path) -> None:
    """A root, and a certificate below it that may stamp time and nothing else."""
    folder.mkdir()
    (folder / "settings").write_text(SETTINGS.format(folder=folder))
    (folder / "serial").write_text("01\n")
    new = ("req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes")
    openssl(folder, *new, "-x509", "-keyout", "root.key", "-out", "root.pem", "-subj", "/CN=root", "-days", "30")
    openssl(folder, *new, "-keyout", "signer.key", "-out", "signer.csr", "-subj", "/CN=time.example")
    below = ("-CA", "root.pem", "-CAkey", "root.key", "-CAcreateserial", "-days", "30")
    openssl(folder, "x509", "-req", "-in", "signer.csr", *below, "-out", "signer.pem", "-extfile", "settings",
            "-extensions", "stamping")  # fmt: skip


class _Handler(BaseHTTPRequestHandler):
    def do_POST(self) -> None:
        folder: Path = self.server.folder
        (folder / "query").write_bytes(self.rfile.read(int(self.headers["Content-Length"])))
        said = openssl(folder, "ts", "-reply", "-config", "settings", "-queryfile", "query", "-out", "reply")
        assert (folder / "reply").exists(), said
        body = self.server.falsified or (folder / "reply").read_bytes()
        self.send_response(self.server.status)
        self.send_header("Content-Type", "application/timestamp-reply")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_: object) -> None:
        """Tests are silent."""


class Authority(ThreadingHTTPServer):
    """Stamps with the keys of a folder; `falsified` and `status` replace what it would answer."""

    def __init__(self, folder: Path) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.folder = folder
        self.falsified = b""
        self.status = 200
        self.address = f"http://127.0.0.1:{self.server_port}/stamp"


@contextmanager
def authority(folder: Path) -> Iterator[Authority]:
    """One that answers until the end of the test."""
    make_authority(folder)
    with Authority(folder) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield server
        finally:
            server.shutdown()
            thread.join()
