"""The libraries of a chain let recursion go deeper than the stack bears, for the whole process that imports them."""

import sys

LIMIT = sys.getrecursionlimit()


def pytest_collection_finish() -> None:
    sys.setrecursionlimit(LIMIT)
