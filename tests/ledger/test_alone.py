"""The verifier needs no private key, no writer and no database: only the standard library and the signature check."""

import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).parents[2]
SCRIPT = """
started_with_python = {*sys.modules}
import duijie.ledger.verifying.folders, duijie.ledger.verifying.proofs
ours = {name for name in sys.modules if name.startswith("duijie.")}
others = {name.split(".")[0] for name in sys.modules.keys() - started_with_python}
others -= {*sys.stdlib_module_names, "duijie", "coverage"}
print(*sorted({name.split(".")[2] for name in ours if name.count(".") > 1}))
print(*sorted(each for each in others if not each.startswith("_")))
"""


def test_the_verifier_stands_alone():
    script = f"import sys; sys.path.insert(0, {str(ROOT)!r}){SCRIPT}"
    answer = subprocess.run([sys.executable, "-I", "-c", script], capture_output=True, text=True, check=True)
    ours, others = answer.stdout.splitlines()
    assert ours == "errors formats verifying"
    assert others == "cryptography"
