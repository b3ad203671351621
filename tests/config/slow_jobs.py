"""A job that takes its time, and says in a file when it begins and ends."""

import time
from pathlib import Path

from procrastinate.contrib.django import app

NAME = "tests.slow_job"


@app.task(name=NAME)
def slow_job(folder: str, seconds: float) -> None:
    began = Path(folder) / "began"
    if not began.exists():
        began.touch()
        time.sleep(seconds)
    (Path(folder) / "ended").touch()
