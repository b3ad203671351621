"""The machine code that filters and scores pairs, and the layout of the rows it reads.

Layout and code stand in one file because compiled code is kept on disk as long as its own file is unchanged: a
constant of another file could change unseen. All points come in as `tables` (see `points`), for the same reason.

A row is a line of 64-bit whole numbers; needs and offers share the layout, so that one class keeps both. After the
fixed columns stand sets as bits, at the columns that `starts` names: fields, sub-fields, beneficiaries,
qualifications, and confirmed projects (four bits a field, at most 8).
"""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled

FLAGS, UNIT, AMOUNT, BUDGET, FIRST_DAY, LAST_DAY, SPAN, COUNTS, LEVELS = 0, 1, 2, 3, 4, 5, 6, 7, 8
"""Columns as an offer needs them."""
FIELD_CODE, SUBFIELDS = SPAN, FIRST_DAY
"""What a need keeps there; AMOUNT is its quantity, LAST_DAY when it is wanted, COUNTS 0."""
DEPTH = 6
FIXED = LEVELS + DEPTH
SETS = 5
"""How many sets follow the fixed columns."""

IS_LIVE = 1
KEY_COUNTY = 1 << 1
HARDSHIP, REQUIRES_UNKNOWN, ASKS_FOR_FUNDS = 1 << 2, 1 << 3, 1 << 4
STANDING, NAMES_FIELDS, NAMES_PEOPLE, IS_REMOTE, IS_EASTERN = 1 << 2, 1 << 3, 1 << 4, 1 << 5, 1 << 6
FIRST_CHOICE, SECOND_CHOICE = 8, 12
"""Bits at which small numbers begin: of a need its level and its urgency, of an offer registration and record."""
FORMS = 16
FORM_BITS = (1 << 8) - 1

PASSES, FIELD, STANDS, FORM, KEY_ONLY, AREA, QUALIFICATION, CAPACITY, ENDED, TOO_LATE, ABSENT = range(11)
"""What became of a pair: it passes, or the first filter that it fails, in the order of `filters.FILTERS`."""

TERMS = 12
BARRED = -1
AT_FIELD, AT_PEOPLE, AT_PLACE, AT_RECORD, AT_DIRECTION, AT_LEVEL, AT_COUNTY, AT_HARDSHIP = 0, 2, 5, 45, 54, 154, 158, 160
AT_MAXIMA, AT_BEARABLE, AT_DATES = 162, 174, 175
"""Where the points of each term stand in `tables`; DATES last: a line of waits for each urgency."""
ENOUGH = 8

_EVERY_OTHER, _PAIRS, _FOURS, _ONES = 0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F, 0x0101010101010101


@compiled
def count_shared(
    needs: NDArray[np.int64], i: int, offers: NDArray[np.int64], j: int, first: int, end: int
) -> int:
    """How many codes two sets share: the bits of each word added up in halves, quarters, eighths."""
    shared = 0
    for column in range(first, end):
        bits = needs[i, column] & offers[j, column]
        if bits:
            bits -= (bits >> 1) & _EVERY_OTHER
            bits = (bits & _PAIRS) + ((bits >> 2) & _PAIRS)
            bits = (bits + (bits >> 4)) & _FOURS
            shared += (bits * _ONES) >> 56
    return shared


@compiled
def find_place(needs: NDArray[np.int64], i: int, areas: NDArray[np.int64], first: int, count: int) -> int:
    """2 when the need lies in a named area, 1 when only the whole country holds it, else 0."""
    found = 0
    for k in range(first, first + count):
        depth = (areas[k] >> 4) & 15
        if depth == 0:
            found = 1
        elif needs[i, LEVELS + depth - 1] == areas[k]:
            return 2
    return found


@compiled
def first_failed(
    needs: NDArray[np.int64],
    i: int,
    offers: NDArray[np.int64],
    j: int,
    areas: NDArray[np.int64],
    starts: NDArray[np.int64],
    today: int,
) -> int:
    """The first filter that a pair fails, as `filters.failed_filter` finds it."""
    need, offer, field = needs[i, FLAGS], offers[j, FLAGS], needs[i, FIELD_CODE]
    if not need & offer & IS_LIVE:
        return ABSENT
    if offer & NAMES_FIELDS and (field < 0 or not (offers[j, starts[0] + (field >> 6)] >> (field & 63)) & 1):
        return FIELD
    if not offer & STANDING:
        return STANDS
    forms = (offer >> FORMS) & FORM_BITS
    if forms and not forms & (need >> FORMS):
        return FORM
    if offer & KEY_COUNTY and not need & KEY_COUNTY:
        return KEY_ONLY
    count = offers[j, COUNTS] & 0xFFFFFFFF
    if count and not find_place(needs, i, areas, offers[j, SPAN], count):
        return AREA
    if need & REQUIRES_UNKNOWN:
        return QUALIFICATION
    for column in range(starts[3], starts[4]):
        if needs[i, column] & ~offers[j, column]:
            return QUALIFICATION
    if offers[j, AMOUNT] <= 0:
        return CAPACITY
    if offers[j, LAST_DAY] < today:
        return ENDED
    if offers[j, FIRST_DAY] > max(needs[i, LAST_DAY], today):
        return TOO_LATE
    return PASSES


@compiled
def capacity_points(needs: NDArray[np.int64], i: int, offers: NDArray[np.int64], j: int, most: int) -> int:
    """The smaller share of count and of money, of equals the first, as `scoring.capacity` does."""
    part, whole = 1, 1
    if needs[i, UNIT] > 0 and needs[i, UNIT] == offers[j, UNIT] and offers[j, AMOUNT] < needs[i, AMOUNT]:
        part, whole = offers[j, AMOUNT], needs[i, AMOUNT]
    budget = offers[j, BUDGET]
    if needs[i, FLAGS] & ASKS_FOR_FUNDS and 0 <= budget < needs[i, BUDGET]:
        if budget / needs[i, BUDGET] < part / whole:
            part, whole = budget, needs[i, BUDGET]
    return most if part >= whole else most * part // whole


@compiled
def score_edges(
    needs: NDArray[np.int64],
    offers: NDArray[np.int64],
    areas: NDArray[np.int64],
    starts: NDArray[np.int64],
    tables: NDArray[np.int64],
    half_of_words_at: float,
    today: int,
    need_rows: NDArray[np.int32],
    offer_rows: NDArray[np.int32],
    relevances: NDArray[np.float64],
    failed: NDArray[np.int8],
    totals: NDArray[np.int32],
    terms: NDArray[np.int32],
) -> None:
    """Fill in, for each edge, the filter that failed, the score (BARRED without one) and the points of every term.

    `terms` has a row an edge, or none when nobody asks for them. The arithmetic is that of `scoring`, in its order.
    """
    writes_terms = terms.shape[0] == need_rows.shape[0]
    waits = tables[AT_BEARABLE]
    for edge in range(need_rows.shape[0]):
        i, j = need_rows[edge], offer_rows[edge]
        failed[edge] = first_failed(needs, i, offers, j, areas, starts, today)
        if failed[edge]:
            totals[edge] = BARRED
            if writes_terms:
                terms[edge, :] = 0
            continue
        need, offer = needs[i, FLAGS], offers[j, FLAGS]
        is_key = 1 if need & KEY_COUNTY else 0
        near = 0
        for column in range(LEVELS, LEVELS + DEPTH):
            code = needs[i, column]
            if code == 0 or code != offers[j, column]:
                break
            near = code & 15
        words = int(tables[AT_MAXIMA] * relevances[edge] / (relevances[edge] + half_of_words_at))
        field = tables[AT_FIELD + (1 if offer & NAMES_FIELDS else 0)]
        subfield = 0
        shared = count_shared(needs, i, offers, j, starts[1], starts[2])
        if shared:
            subfield = tables[AT_MAXIMA + 2]
            if shared < needs[i, SUBFIELDS]:
                subfield = subfield * shared // needs[i, SUBFIELDS]
        meets = 2 if count_shared(needs, i, offers, j, starts[2], starts[3]) else (1 if offer & NAMES_PEOPLE else 0)
        people = tables[AT_PEOPLE + meets]
        first, counts = offers[j, SPAN], offers[j, COUNTS]
        named, paired = 0, 0
        if counts:
            named = 1 if find_place(needs, i, areas, first, counts & 0xFFFFFFFF) == 2 else 0
            paired = 1 if find_place(needs, i, areas, first + (counts & 0xFFFFFFFF), counts >> 32) else 0
        remote = 1 if offer & IS_REMOTE else 0
        place = tables[AT_PLACE + 8 * near + 4 * paired + 2 * remote + named]
        capacity = capacity_points(needs, i, offers, j, tables[AT_MAXIMA + 5])
        wait = min(max(offers[j, FIRST_DAY] - today, 0), waits - 1)
        dates = tables[AT_DATES + waits * ((need >> SECOND_CHOICE) & 15) + wait]
        confirmed, field_code = (offer >> SECOND_CHOICE) & 15, needs[i, FIELD_CODE]
        if confirmed and field_code >= 0:
            confirmed += (offers[j, starts[4] + (field_code >> 4)] >> (4 * (field_code & 15))) & 15
        record = tables[AT_RECORD + min(confirmed, ENOUGH)]
        east = 1 if offer & IS_EASTERN else 0
        direction = tables[AT_DIRECTION + 20 * ((offer >> FIRST_CHOICE) & 15) + 4 * near + 2 * is_key + east]
        level = tables[AT_LEVEL + ((need >> FIRST_CHOICE) & 15)]
        county = tables[AT_COUNTY + is_key]
        hardship = tables[AT_HARDSHIP + (1 if need & HARDSHIP else 0)]
        totals[edge] = (
            words + field + subfield + people + place + capacity + dates + record + direction + level + county + hardship
        )
        if writes_terms:
            row = terms[edge]
            row[0], row[1], row[2], row[3], row[4], row[5] = words, field, subfield, people, place, capacity
            row[6], row[7], row[8], row[9], row[10], row[11] = dates, record, direction, level, county, hardship
