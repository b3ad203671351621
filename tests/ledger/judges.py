"""What openssl, which shares no line with our libraries, says of an SM2 signature."""

import subprocess
from pathlib import Path

# SubjectPublicKeyInfo of an SM2 point (GM/T 0010): id-ecPublicKey with the curve 1.2.156.10197.1.301, up to the point.
SM2_POINT_FOLLOWS = bytes.fromhex("3059301306072a8648ce3d020106082a811ccf5501822d034200")


def openssl_accepts(folder: Path, public: bytes, text: str, signature: bytes) -> bool:
    """Whether openssl takes this DER signature with SM2 and SM3 of a text; its files go to the folder."""
    for name, data in (("key", SM2_POINT_FOLLOWS + public), ("text", text.encode()), ("signature", signature)):
        (folder / name).write_bytes(data)
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-keyform", "DER", "-inkey", "key", "-sigfile", "signature"]
    ways = ["-in", "text", "-rawin", "-digest", "sm3", "-pkeyopt", "distid:1234567812345678"]
    answer = subprocess.run([*command, *ways], cwd=folder, capture_output=True, text=True, check=False)
    assert "Verif" in answer.stdout, answer.stderr
    return answer.returncode == 0
