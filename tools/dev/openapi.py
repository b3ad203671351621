"""Write the description of the interface for programs: `python -m tools.dev.openapi [--check]`."""

import json
import sys
from pathlib import Path

from duijie.config.commandline.commands import load_django

PLACE = Path(__file__).resolve().parents[2] / "duijie" / "api" / "openapi.json"


def described() -> str:
    """The description as it follows from the code, OpenAPI 3.1."""
    from duijie.api.v1 import api

    return json.dumps(api.get_openapi_schema(), ensure_ascii=False, indent=1, sort_keys=True) + "\n"


def main() -> int:
    """Write the file, or with --check say whether it is current."""
    load_django()
    text = described()
    if "--check" not in sys.argv:
        PLACE.write_text(text, encoding="utf-8")
        return 0
    is_current = PLACE.exists() and PLACE.read_text(encoding="utf-8") == text
    if not is_current:
        print("duijie/api/openapi.json is old; run python -m tools.dev.openapi")
    return 0 if is_current else 1


if __name__ == "__main__":
    sys.exit(main())
