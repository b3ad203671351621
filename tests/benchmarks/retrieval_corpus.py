"""A made corpus of offers for the benchmark of retrieval: real words, frequencies after Zipf, real kinds of areas.

Words are the two-character words of rjieba's dictionary, commonest first, and their frequency falls with the rank
after Zipf and Mandelbrot, 1/(rank + 2.7). Lengths are lognormal, 61 words on average; queries are 40 words drawn alike.
"""

from typing import NamedTuple

import numpy as np
import rjieba
from numpy.typing import NDArray

from duijie.matching.retrieval import Documents, Profile, Where

VOCABULARY = 60_000
WORDS_IN_QUERY = 40
FIELDS = [f"field-{number:02}" for number in range(12)]
_CHARACTERS = [bytes([high, low]).decode("gb2312", "ignore") for high in range(0xB0, 0xD8) for low in range(0xA1, 0xFF)]
_FIRST_DAY = 740_000  # a day in 2027


class Made(NamedTuple):
    """Documents with their words (CSR), and what is asked of them."""

    documents: Documents
    words: list[str]
    tokens: NDArray[np.int32]
    offsets: NDArray[np.int64]
    queries: list[list[int]]
    filters: list[Where]


def dictionary_words() -> list[str]:
    """Words that rjieba knows, commonest first."""
    jieba = rjieba.Jieba()
    letters = [letter for letter in _CHARACTERS if letter]
    found = [one + other for one in letters for other in letters if jieba.has_word(one + other)]
    return sorted(found, key=lambda word: (-jieba.suggest_freq(word), word))[:VOCABULARY]


def made(count: int, queries: int, seed: int = 7) -> Made:
    """`count` offers and `queries` questions, each with a filter that about 2.7 % of the offers pass."""
    chance = np.random.default_rng(seed)
    words = dictionary_words()
    lengths = np.clip(chance.lognormal(4.0, 0.5, count), 8, 400).astype(np.int64)
    offsets = np.concatenate([[0], np.cumsum(lengths)]).astype(np.int64)
    documents, filters = _offers(count, queries, chance)
    asked = [_draw(len(words), WORDS_IN_QUERY, chance).tolist() for _ in range(queries)]
    return Made(documents, words, _draw(len(words), int(offsets[-1]), chance), offsets, asked, filters)


def _draw(words: int, count: int, chance: np.random.Generator) -> NDArray[np.int32]:
    shares = np.cumsum(1 / (np.arange(1, words + 1) + 2.7))
    drawn = np.empty(count, np.int32)
    for start in range(0, count, 4_000_000):
        part = drawn[start : start + 4_000_000]
        part[:] = np.searchsorted(shares, chance.random(part.size) * shares[-1])
    return drawn


def _offers(count: int, queries: int, chance: np.random.Generator) -> tuple[Documents, list[Where]]:
    """Nine in ten offers work in one field, some in two, some in any; three in ten serve everywhere."""
    counties = [f"/{p}/{p}{c:02}/{p}{c:02}{t:02}/" for p in range(11, 42) for c in range(1, 12) for t in range(21, 30)]
    provinces = sorted({path[:4] for path in counties})
    prefectures = sorted({path[:9] for path in counties})
    areas = [(), *[(path,) for path in provinces], *[(path,) for path in prefectures], *[(path,) for path in counties]]
    weights = np.concatenate(
        [
            [0.30],
            np.full(len(provinces), 0.3 / len(provinces)),
            np.full(len(prefectures), 0.2 / len(prefectures)),
            np.full(len(counties), 0.2 / len(counties)),
        ]
    )
    kinds = [frozenset({name}) for name in FIELDS]
    kinds += [frozenset({FIELDS[at], FIELDS[(at + step) % 12]}) for at in range(12) for step in (1, 5)] + [frozenset()]
    kind_weights = np.concatenate([np.full(12, 0.9 / 12), np.full(24, 0.09 / 24), [0.01]])
    pairs = chance.choice(len(areas), count, p=weights) * len(kinds) + chance.choice(len(kinds), count, p=kind_weights)
    used, profile_of = np.unique(pairs, return_inverse=True)
    documents = Documents(
        ids=[f"offer-{number:07}" for number in range(count)],
        profiles=[Profile(fields=kinds[pair % len(kinds)], areas=areas[pair // len(kinds)]) for pair in used.tolist()],
        profile_of=profile_of.astype(np.int32),
        capacity=chance.integers(0, 20, count).astype(np.int32),
        first_day=np.full(count, _FIRST_DAY, np.int32),
        last_day=(_FIRST_DAY + chance.integers(0, 400, count)).astype(np.int32),
        in_good_standing=chance.random(count) < 0.99,
    )
    places = chance.choice(len(counties), queries)
    filters = [
        Where(fields=frozenset({FIELDS[n % 12]}), at=counties[place], open_on=_FIRST_DAY + 40, least_capacity=1)
        for n, place in enumerate(places.tolist())
    ]
    return documents, filters
