"""Sums of 16 bits, a lane a document; 64 lanes are a chunk, and are added to and compared at once.

numba widens all whole numbers to 64 bits, which costs a processor four times the instructions. What an impact adds is
therefore written out in 16 bits: weight = 256 high + low, so that (impact · weight + 128) >> 8 is
impact · high + ((impact · low + 128) >> 8), and no part of it outgrows 16 bits.
"""

from collections.abc import Callable
from typing import Any

import numba.core.cgutils
import numba.extending
import numpy as np
from numba.core import types
from numpy.typing import NDArray

from duijie.matching.compiled import compiled
from duijie.matching.retrieval.segment import CHUNK, Whole

_building: Any = numba.core.cgutils  # numba states no types of its inside
_extending: Any = numba.extending
_ir = _building.ir
_SIXTEEN = _ir.IntType(16)
_LANES = _ir.VectorType(_SIXTEEN, CHUNK)
_IMPACTS = _ir.VectorType(_ir.IntType(8), CHUNK)


def _add_chunk(_typing: Any, lanes: Any, _at: Any, row: Any, _place: Any, _weight: Any, _needed: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        into, begin, impacts, first, factor, bar = arguments
        sums = _chunk_at(context, builder, (signature.args[0], into), begin, _LANES)
        given = builder.load(_chunk_at(context, builder, (signature.args[2], impacts), first, _IMPACTS), align=1)
        impact = builder.zext(given, _LANES)
        high = builder.mul(impact, _all(builder, builder.lshr(factor, _SIXTEEN(8))))
        low = builder.mul(impact, _all(builder, builder.and_(factor, _SIXTEEN(255))))
        half, bits = _all(builder, _SIXTEEN(128)), _all(builder, _SIXTEEN(8))
        part = builder.add(high, builder.lshr(builder.add(low, half), bits))
        found = builder.add(builder.load(sums, align=2), part)
        builder.store(found, sums, align=2)
        return _those_at_least(builder, found, bar)

    return types.uint64(lanes, types.intp, row, types.intp, types.uint16, types.uint16), code


def _reaching(_typing: Any, lanes: Any, _at: Any, _needed: Any) -> Any:
    def code(context: Any, builder: Any, signature: Any, arguments: Any) -> Any:
        sums = _chunk_at(context, builder, (signature.args[0], arguments[0]), arguments[1], _LANES)
        return _those_at_least(builder, builder.load(sums, align=2), arguments[2])

    return types.uint64(lanes, types.intp, types.uint16), code


def _chunk_at(context: Any, builder: Any, array: tuple[Any, Any], at: Any, chunk: Any) -> Any:
    kind, value = array
    begin = context.make_array(kind)(context, builder, value).data
    size = at.type(chunk.element.width // 8)
    return builder.bitcast(_building.pointer_add(builder, begin, builder.mul(at, size)), chunk.as_pointer())


def _all(builder: Any, number: Any) -> Any:
    """The number in every lane."""
    nothing, order = _ir.Constant(_LANES, _ir.Undefined), _ir.VectorType(_ir.IntType(32), CHUNK)
    first = builder.insert_element(nothing, number, _ir.IntType(32)(0))
    return builder.shuffle_vector(first, nothing, _ir.Constant(order, [0] * CHUNK))


def _those_at_least(builder: Any, sums: Any, bar: Any) -> Any:
    return builder.bitcast(builder.icmp_unsigned(">=", sums, _all(builder, bar)), _ir.IntType(CHUNK))


add_chunk: Callable[[NDArray[np.uint16], Whole, NDArray[np.uint8], Whole, np.uint16, np.uint16], np.uint64] = (
    _extending.intrinsic(_add_chunk)
)
"""Add 64 impacts of a row from a place on, at a weight of at most 32 767, to 64 lanes, from machine code.

Arguments: the lanes and where among them the chunk begins, the row and where in it, the weight, what is needed. A bit
is set for each lane that is now at least what is needed.
"""

reaching: Callable[[NDArray[np.uint16], Whole, np.uint16], np.uint64] = _extending.intrinsic(_reaching)
"""A bit for each of the 64 lanes from one on that is at least what is needed, from machine code."""


@compiled
def add_postings(
    lanes: NDArray[np.uint16], places: NDArray[np.uint16], impacts: NDArray[np.uint8], weight: Whole
) -> None:
    """Add a term's contribution to every document of a block that holds it."""
    factor = np.uint32(weight)
    for at in range(places.size):
        lanes[places[at]] += np.uint16((np.uint32(impacts[at]) * factor + np.uint32(128)) >> np.uint32(8))
