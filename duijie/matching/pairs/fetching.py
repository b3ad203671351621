"""Ask the processor for a row before it is needed, so that it is there when it is: an instruction, not a load.

Offers of one need lie anywhere in memory; waiting for each costs as much as all the arithmetic of a pair.
"""

from collections.abc import Callable
from typing import Any

import numba.core.cgutils
import numba.extending
import numpy as np
from numba.core import types
from numpy.typing import NDArray

_building: Any = numba.core.cgutils  # numba states no types of its inside
_extending: Any = numba.extending


def _fetch_row(_typing: Any, rows: Any, row: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        array = context.make_array(signature.args[0])(context, builder, arguments[0])
        bytes_a_row = _building.unpack_tuple(builder, array.strides)[0]
        number = context.cast(builder, arguments[1], signature.args[1], types.intp)
        address = _building.pointer_add(builder, array.data, builder.mul(number, bytes_a_row))
        pointer, flag = builder.bitcast(address, _building.voidptr_t), _building.int32_t
        kind = _building.ir.FunctionType(_building.ir.VoidType(), [pointer.type, flag, flag, flag])
        prefetch = _building.get_or_insert_function(builder.module, kind, "llvm.prefetch.p0")
        builder.call(prefetch, [pointer, flag(0), flag(3), flag(1)])  # to read, soon and often, data
        return context.get_dummy_value()

    return types.void(rows, row), code


fetch_row: Callable[[NDArray[Any], int | np.integer[Any]], None] = _extending.intrinsic(_fetch_row)
"""Bring the beginning of `rows[row]` near, from machine code; does nothing else, and never fails."""
