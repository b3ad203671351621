"""Loading the country and finding places, in the tests' own database.

    .venv/bin/python -m tests.benchmarks.bench_regions

Fails when a first load takes 3 seconds or a keystroke 20 milliseconds, on a machine that does nothing else.
"""

import sys
from time import perf_counter

import pytest

LOAD_SECONDS = 3.0
KEYSTROKE_SECONDS = 0.020
TYPED = ("t", "tw", "tongwei", "通渭", "县", "62", "甘肃定西通渭", "dx tw", "城关镇", "没有这里")
ROUNDS = 15


@pytest.mark.django_db
def test_the_country_loads_and_answers_at_once() -> None:
    from duijie.apps.regions.selectors import search  # noqa: PLC0415 - this file is also a program without Django
    from duijie.apps.regions.services import load_divisions  # noqa: PLC0415

    times = {"first load": timed(load_divisions), "loading again": timed(load_divisions)}
    times |= {typed: min(timed(search, typed) for _ in range(ROUNDS)) for typed in TYPED}
    for name, seconds in times.items():
        sys.stdout.write(f"\n{name}: {seconds * 1000:.1f} ms")
    aims = {"first load": LOAD_SECONDS, "loading again": LOAD_SECONDS}
    assert not [name for name, seconds in times.items() if seconds > aims.get(name, KEYSTROKE_SECONDS)]


def timed(act, *arguments) -> float:
    started = perf_counter()
    act(*arguments)
    return perf_counter() - started


if __name__ == "__main__":
    sys.exit(pytest.main([__file__, "-q", "-s"]))
