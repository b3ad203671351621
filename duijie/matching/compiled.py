"""The one way in which the engine turns a function into machine code: numba, kept on disk between processes."""

from collections.abc import Callable
from typing import ParamSpec, TypeVar

import numba

P = ParamSpec("P")
R = TypeVar("R")


def compiled(function: Callable[P, R]) -> Callable[P, R]:
    """Compile a function over numpy arrays at its first call; without the interpreter's lock, so threads may share it.

    Numbers wrap around as in C: callers check sizes and signs before they call. The annotations stay for readers and
    mypy; numba goes by the arrays it is given.
    """
    faster: Callable[P, R] = numba.njit(cache=True, nogil=True, boundscheck=False)(function)
    return faster
