"""The engine against published needs and the help that answered them; figures of the whole set, places masked."""

import pytest

from tools.dev.measure_matching import Cases, pairs_of_characters, texts_only, whole_engine


@pytest.fixture(scope="module")
def cases():
    return Cases()


def test_places_are_masked(cases):
    assert not [row["id"] for row in cases.needs if "南河渡" in row["title"] + row["text"]]


def test_words_find_more_than_pairs_of_characters_do(cases):
    words, characters = cases.measure(texts_only(cases)), cases.measure(pairs_of_characters(cases))
    assert words.hit_at_5 >= characters.hit_at_5
    assert words.ndcg_at_10 >= characters.ndcg_at_10 + 0.03


def test_the_help_that_answered_is_found_as_often_as_last_measured(cases):
    words, whole = cases.measure(texts_only(cases)), cases.measure(whole_engine(cases))
    assert (words.needs, whole.needs) == (51, 51)
    assert words.hit_at_5 >= 0.90
    assert words.ndcg_at_10 >= 0.79
    assert whole.hit_at_5 >= 0.98
    assert whole.ndcg_at_10 >= 0.85
