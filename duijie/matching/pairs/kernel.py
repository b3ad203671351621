"""The machine code that filters and scores pairs, and the layout of the rows it reads.

Layout and code stand in one file because compiled code is kept on disk as long as its own file is unchanged: a
constant of another file could change unseen. All points come in as `tables` (see `points`), for the same reason.

A row is a line of 64-bit whole numbers, one cache line long as long as all vocabularies together have 128 codes; needs
and offers share the layout, so that one class keeps both. After the fixed columns stand the sets, all in one row of
bits (`kinds` says which bits are of which kind), then the confirmed projects of the seventeenth field and those after
it. What decides is worked out without branches wherever it is a matter of chance, because a branch guessed wrong costs
more than all the arithmetic of a term.
"""

import numpy as np
from numpy.typing import NDArray

from duijie.matching.compiled import compiled
from duijie.matching.pairs.fetching import fetch_row

FLAGS, AMOUNT, BUDGET, DAYS, PATH, RECORDS, SETS = 0, 1, 2, 3, 4, 5, 6
"""Columns. FLAGS: flags, and above them how many areas and paired divisions an offer has. AMOUNT: capacity or
quantity, and above it the unit. DAYS: first and last day (of a need: how many sub-fields it has, and when it is
wanted), and above them where an offer's areas begin (of a need: the number of its field). RECORDS: confirmed projects
in four bits a field, at most 8 (of a need: how near a place is that shares 0, 1, 2 … levels, in four bits each)."""
NEARS = RECORDS
OF_FIELDS, OF_SUBFIELDS, OF_BENEFICIARIES, OF_QUALIFICATIONS = range(4)
"""The kinds of sets."""
LINE = 8
"""Numbers in a cache line."""

HALF, LOW = 32, 0xFFFFFFFF
PAIRED_COUNT, MOST_AREAS = 48, 0xFFFF
UNIT, AMOUNT_BITS = 44, (1 << 44) - 1
LAST_DAY, DAY_BITS = 16, 0xFFFF
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
ENOUGH, SHARES, RECORDS_IN_A_WORD = 8, 16, 16

_EVERY_OTHER, _PAIRS, _FOURS, _ONES = 0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F, 0x0101010101010101
_AHEAD = 16
"""How many edges ahead areas are fetched; the offers that name them, twice as many."""
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
    flags, unit = need[FLAGS], need[AMOUNT] >> UNIT
    whole = need[AMOUNT] & AMOUNT_BITS if (unit > 0) & (unit == offer[AMOUNT] >> UNIT) else 1
    part = min(offer[AMOUNT] & AMOUNT_BITS, whole)
    if flags & ASKS_FOR_FUNDS:
        asked, given = need[BUDGET], min(offer[BUDGET], need[BUDGET])
        if given >= 0 and given / asked < part / whole:
            part, whole = given, asked
    if most * part < _EXACT:  # then rounding never reaches the next whole number
        return int(most * part / whole)
    return int(most * part // whole)


@compiled
def score_edges(  # noqa: PLR0915, PLR0917 - one loop over many pairs, without calls that cost
    needs: NDArray[np.int64],
    offers: NDArray[np.int64],
    areas: NDArray[np.int64],
    kinds: NDArray[np.int64],
    tables: NDArray[np.int64],
    half_of_words_at: float,
    today: int,
    need_rows: NDArray[np.uint32],
    offer_rows: NDArray[np.uint32],
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
    words_of_sets = kinds.shape[1]
    for edge in range(count):
        if edge + 2 * _AHEAD < count:
            fetch_row(offers, offer_rows[edge + 2 * _AHEAD])
            fetch_row(areas, offers[offer_rows[edge + _AHEAD], DAYS] >> HALF)
        need, offer = needs[need_rows[edge]], offers[offer_rows[edge]]
        asks, gives, days, path = need[FLAGS], offer[FLAGS], offer[DAYS], need[PATH]
        begins, ends, code = days & DAY_BITS, (days >> LAST_DAY) & DAY_BITS, need[DAYS] >> HALF
        first, named = days >> HALF, (gives >> HALF) & MOST_AREAS
        inside = find_place(path, areas, first, named) if named else 1
        has_field, meets, shared = 0, 0, 0
        missing = asks & REQUIRES_UNKNOWN
        for word in range(words_of_sets):
            both = need[SETS + word] & offer[SETS + word]
            has_field |= both & kinds[OF_FIELDS, word]
            meets |= both & kinds[OF_BENEFICIARIES, word]
            shared += count_bits(both & kinds[OF_SUBFIELDS, word])
            missing |= (need[SETS + word] ^ both) & kinds[OF_QUALIFICATIONS, word]
        if (
            (gives & READY != READY)
            | ((gives & NAMES_FIELDS != 0) & (has_field == 0))
            | ((asks & gives) >> FORMS & FORM_BITS == 0)
            | (gives & ~asks & KEY_COUNTY != 0)
            | (inside == 0)
            | (missing != 0)
            | (ends < today)
            | (begins > max((need[DAYS] >> LAST_DAY) & DAY_BITS, today))
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
        wanted = need[DAYS] & DAY_BITS
        if wanted < SHARES:
            subfield = tables[AT_SHARES + SHARES * wanted + shared]
        else:
            subfield = tables[AT_MAXIMA + 2] * shared // wanted
        people = tables[AT_PEOPLE + max(2 * (meets != 0), 1 * (gives & NAMES_PEOPLE != 0))]
        near = find_nearness(path, offer[PATH], need[NEARS])
        pairs = gives >> PAIRED_COUNT
        paired = find_place(path, areas, first + named, pairs) != 0 if pairs else False
        here = 4 * paired + 2 * (gives & IS_REMOTE != 0) + (inside == NAMED)
        place = tables[AT_PLACE + 8 * near + here]
        capacity = find_capacity(need, offer, tables[AT_MAXIMA + 5])
        wait = min(max(begins - today, 0), waits - 1)
        dates = tables[AT_DATES + waits * ((asks >> SECOND_CHOICE) & 15) + wait]
        column = RECORDS if code < RECORDS_IN_A_WORD else SETS + words_of_sets - 1 + (code >> 4)
        confirmed = (offer[column] >> (4 * (code & 15))) & 15
        record = tables[AT_RECORD + min(((gives >> SECOND_CHOICE) & 15) + confirmed, ENOUGH)]
        sides = 2 * (asks & KEY_COUNTY != 0) + (gives & IS_EASTERN != 0)
        direction = tables[AT_DIRECTION + 20 * ((gives >> FIRST_CHOICE) & 15) + 4 * near + sides]
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
