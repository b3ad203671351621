"""The machine code that filters and scores pairs, and the layout of the rows it reads.

Layout and code stand in one file because compiled code is kept on disk as long as its own file is unchanged: a
constant of another file could change unseen. All points come in as `tables` (see `points`), for the same reason.

A row is a line of 64-bit whole numbers, two cache lines long as long as each vocabulary fits into one word; needs and
offers share the layout, so that one class keeps both. After the fixed columns stand sets as bits, at the columns that
`starts` names: fields, sub-fields, beneficiaries, qualifications, and confirmed projects (four bits a field, at most
8). What decides is worked out without branches wherever it is a matter of chance, because a branch guessed wrong
costs more than all the arithmetic of a term.
"""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled

FLAGS, AMOUNT, BUDGET, DAYS, SPAN, PATH, NEARS = 0, 1, 2, 3, 4, 5, 6
"""Columns; upper and lower half of a word: unit and flags; last and first day; counts of an offer's areas and where
they begin."""
FIELD_CODE = SPAN
"""What a need keeps there; AMOUNT is its quantity, DAYS when it is wanted and how many sub-fields it has."""
FIXED = 7
SETS = 5
LINE = 8
"""Numbers in a cache line."""

HALF, LOW = 32, 0xFFFFFFFF
PAIRED_COUNT, MOST_AREAS = 48, 0xFFFF
"""Where in SPAN the number of paired divisions begins, after that of areas."""
LEVEL_ENDS = (53, 43, 33, 21, 9)
"""A path is the number of each level among its siblings, from 1, the province in the highest bits; here is where each
level's bits end. The lowest six bits of an area say where its last level ends, 63 for the whole country."""
WHOLE_COUNTRY, AREA_END, NAMED = 63, 63, 2

IS_LIVE = 1
KEY_COUNTY = 1 << 1
HARDSHIP, REQUIRES_UNKNOWN, ASKS_FOR_FUNDS = 1 << 2, 1 << 3, 1 << 4
STANDING, HAS_CAPACITY, NAMES_FIELDS = 1 << 2, 1 << 3, 1 << 4
NAMES_PEOPLE, IS_REMOTE, IS_EASTERN = 1 << 5, 1 << 6, 1 << 7
READY = IS_LIVE | STANDING | HAS_CAPACITY
FIRST_CHOICE, SECOND_CHOICE, FORMS = 8, 12, 16
"""Bits at which small numbers begin: of a need its level and its urgency, of an offer registration and record."""
FORM_BITS = (1 << 8) - 1

PASSES, FIELD, STANDS, FORM, KEY_ONLY, AREA, QUALIFICATION, CAPACITY, ENDED, TOO_LATE, ABSENT = range(11)
"""What became of a pair: it passes, or the first filter that it fails, in the order of `filters.FILTERS`."""

TERMS = 12
BARRED = -1
AT_FIELD, AT_PEOPLE, AT_PLACE, AT_RECORD, AT_DIRECTION, AT_LEVEL, AT_COUNTY, AT_HARDSHIP = (
    0,
    2,
    5,
    45,
    54,
    154,
    158,
    160,
)
AT_MAXIMA, AT_BEARABLE, AT_SHARES, AT_DATES = 162, 174, 175, 431
"""Where the points of each term stand in `tables`: SHARES by sub-fields asked for (below 16) and shared, DATES a line
of waits for each urgency."""
ENOUGH, SHARES = 8, 16

_EVERY_OTHER, _PAIRS, _FOURS, _ONES = 0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F, 0x0101010101010101
_AHEAD = 64
_EXACT = 1 << 53


@compiled
def count_bits(bits: int) -> int:
    """How many bits are set: added up in halves, quarters, eighths."""
    bits -= (bits >> 1) & _EVERY_OTHER
    bits = (bits & _PAIRS) + ((bits >> 2) & _PAIRS)
    return (((bits + (bits >> 4)) & _FOURS) * _ONES) >> 56


@compiled
def find_place(path: int, areas: NDArray[np.int64], first: int, count: int) -> int:
    """NAMED when a path lies in a named area, 1 when only the whole country holds it, else 0."""
    found = 0
    for k in range(first, first + count):
        end = areas[k] & AREA_END
        if (path ^ areas[k]) >> end == 0:
            found = max(found, 1 if end == WHOLE_COUNTRY else NAMED)
    return found


@compiled
def find_nearness(path: int, other: int, nears: int) -> int:
    """How near two paths are: `nears` says it in four bits for each number of levels that they share."""
    differ = path ^ other
    shared = (
        (differ >> LEVEL_ENDS[0] == 0)
        + (differ >> LEVEL_ENDS[1] == 0)
        + (differ >> LEVEL_ENDS[2] == 0)
        + (differ >> LEVEL_ENDS[3] == 0)
        + (differ >> LEVEL_ENDS[4] == 0)
    )
    return (nears >> 4 * shared) & 15


@compiled
def find_failed(  # noqa: PLR0911, PLR0917 - one filter after another
    asks: int, gives: int, has_field: int, place: int, missing: int, ends: int, today: int
) -> int:
    """The first filter that a pair fails of which it is known that it fails one."""
    if asks & gives & IS_LIVE == 0:
        return ABSENT
    if gives & NAMES_FIELDS and not has_field:
        return FIELD
    if not gives & STANDING:
        return STANDS
    if (gives & asks) >> FORMS & FORM_BITS == 0:
        return FORM
    if gives & ~asks & KEY_COUNTY:
        return KEY_ONLY
    if not place:
        return AREA
    if missing:
        return QUALIFICATION
    if not gives & HAS_CAPACITY:
        return CAPACITY
    return ENDED if ends < today else TOO_LATE


@compiled
def find_capacity(need: NDArray[np.int64], offer: NDArray[np.int64], most: int) -> int:
    """The smaller share of count and of money, of equals the first, as `scoring.capacity` does."""
    flags, unit = need[FLAGS], need[FLAGS] >> HALF
    whole = need[AMOUNT] if (unit > 0) & (unit == offer[FLAGS] >> HALF) else 1
    part = min(offer[AMOUNT], whole)
    if flags & ASKS_FOR_FUNDS:
        asked, given = need[BUDGET], min(offer[BUDGET], need[BUDGET])
        if given >= 0 and given / asked < part / whole:
            part, whole = given, asked
    if most * part < _EXACT:  # then rounding never reaches the next whole number
        return int(most * part / whole)
    return int(most * part // whole)


@compiled
def score_edges(  # noqa: C901, PLR0915, PLR0917 - one loop over many pairs, without calls that cost
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
    count = need_rows.shape[0]
    writes_terms = terms.shape[0] == count
    waits = tables[AT_BEARABLE]
    fields, subfields, beneficiaries, papers, records = starts[0], starts[1], starts[2], starts[3], starts[4]
    touched = 0
    for edge in range(count):
        if edge % _AHEAD == 0:  # fetch the next offers all at once instead of waiting for one after the other
            for ahead in range(edge, min(edge + _AHEAD, count)):
                coming = offers[offer_rows[ahead]]
                touched |= coming[FLAGS] | coming[LINE]
        need, offer = needs[need_rows[edge]], offers[offer_rows[edge]]
        asks, gives, span, days, path = need[FLAGS], offer[FLAGS], offer[SPAN], offer[DAYS], need[PATH]
        begins, ends, code = days & LOW, days >> HALF, need[FIELD_CODE]
        named = (span >> HALF) & MOST_AREAS
        inside = find_place(path, areas, span & LOW, named) if named else 1
        has_field = (offer[fields + (code >> 6)] >> (code & 63)) & 1
        missing = asks & REQUIRES_UNKNOWN
        for column in range(papers, records):
            missing |= need[column] & ~offer[column]
        if (
            (gives & READY != READY)
            | ((gives & NAMES_FIELDS != 0) & (has_field == 0))
            | ((asks & gives) >> FORMS & FORM_BITS == 0)
            | (gives & ~asks & KEY_COUNTY != 0)
            | (inside == 0)
            | (missing != 0)
            | (ends < today)
            | (begins > max(need[DAYS] >> HALF, today))
            | (asks & IS_LIVE == 0)
        ):
            failed[edge] = find_failed(asks, gives, has_field, inside, missing, ends, today)
            totals[edge] = BARRED
            if writes_terms:
                terms[edge, :] = 0
            continue
        failed[edge] = PASSES
        words = int(tables[AT_MAXIMA] * relevances[edge] / (relevances[edge] + half_of_words_at))
        field = tables[AT_FIELD + (gives & NAMES_FIELDS != 0)]
        shared, wanted = 0, need[DAYS] & LOW
        for column in range(subfields, beneficiaries):
            shared += count_bits(need[column] & offer[column])
        if wanted < SHARES:
            subfield = tables[AT_SHARES + SHARES * wanted + shared]
        else:
            subfield = tables[AT_MAXIMA + 2] * shared // wanted
        meets = 0
        for column in range(beneficiaries, papers):
            meets |= need[column] & offer[column]
        people = tables[AT_PEOPLE + max(2 * (meets != 0), 1 * (gives & NAMES_PEOPLE != 0))]
        near = find_nearness(path, offer[PATH], need[NEARS])
        pairs = span >> PAIRED_COUNT
        paired = find_place(path, areas, (span & LOW) + named, pairs) != 0 if pairs else False
        here = 4 * paired + 2 * (gives & IS_REMOTE != 0) + (inside == NAMED)
        place = tables[AT_PLACE + 8 * near + here]
        capacity = find_capacity(need, offer, tables[AT_MAXIMA + 5])
        wait = min(max(begins - today, 0), waits - 1)
        dates = tables[AT_DATES + waits * ((asks >> SECOND_CHOICE) & 15) + wait]
        confirmed = (offer[records + (code >> 4)] >> (4 * (code & 15))) & 15
        record = tables[AT_RECORD + min(((gives >> SECOND_CHOICE) & 15) + confirmed, ENOUGH)]
        both = 2 * (asks & KEY_COUNTY != 0) + (gives & IS_EASTERN != 0)
        direction = tables[AT_DIRECTION + 20 * ((gives >> FIRST_CHOICE) & 15) + 4 * near + both]
        level = tables[AT_LEVEL + ((asks >> FIRST_CHOICE) & 15)]
        county = tables[AT_COUNTY + (asks & KEY_COUNTY != 0)]
        hardship = tables[AT_HARDSHIP + (asks & HARDSHIP != 0)]
        totals[edge] = (
            words
            + field
            + subfield
            + people
            + place
            + capacity
            + dates
            + record
            + direction
            + level
            + county
            + hardship
        )
        if writes_terms:
            row = terms[edge]
            row[0], row[1], row[2], row[3], row[4], row[5] = words, field, subfield, people, place, capacity
            row[6], row[7], row[8], row[9], row[10], row[11] = dates, record, direction, level, county, hardship
    if touched == 0 and count:  # never so among live rows; it keeps the compiler from leaving the fetching out
        failed[0] = ABSENT
