"""The browser of the browser tests: Debian's Chromium, driven by Playwright, and a font with Chinese in it."""

import os
import shutil
import subprocess

from duijie.config.commandline.commands import Stopped

VARIABLE = "DUIJIE_CHROMIUM"
PACKAGES = ("chromium", "fonts-wqy-microhei", "fontconfig")


def find_chromium() -> str:
    """Return the path of Chromium; install it when we may, otherwise say what to install."""
    if _missing():
        _install()
    if missing := _missing():
        raise Stopped(
            f"The browser tests need {missing}; install it, on Debian: sudo apt-get install {' '.join(PACKAGES)} — "
            "or leave them out: python3 dev.py test --fast"
        )
    return _chromium() or ""


def _chromium() -> str | None:
    return os.environ.get(VARIABLE) or shutil.which("chromium") or shutil.which("chromium-browser")


def _missing() -> str:
    if _chromium() is None:
        return "Chromium"
    if shutil.which("fc-list"):
        fonts = subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout
        return "" if fonts.strip() else "a font with Chinese in it"
    return ""


def _install() -> None:
    if os.geteuid() != 0 or shutil.which("apt-get") is None:
        return
    print(f"Installing {' '.join(PACKAGES)} with apt-get …", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    for command in (["update"], ["install", "--yes", "--no-install-recommends", *PACKAGES]):
        subprocess.run(["apt-get", "-qq", *command], check=False, env=environment)
