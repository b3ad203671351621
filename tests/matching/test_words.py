import json
from collections import Counter
from pathlib import Path

from duijie.kernel.fields import SUBFIELDS
from duijie.matching import words as words_module
from duijie.matching.words import count_terms, likely_subfields, sought_terms, words

DATA = Path(words_module.__file__).parent / "data"


def listed(name):
    return (DATA / name).read_text(encoding="utf-8").split()


def test_synonyms_count_as_one_word():
    assert count_terms("路灯")["路灯"] == count_terms("照明")["路灯"]


def test_different_words_of_one_kind_of_help_meet_in_its_subfield():
    assert "#water" in count_terms("吃水难").keys() & count_terms("建一口水井").keys()


def test_a_title_counts_twice_and_a_subfield_once():
    counts = count_terms("路灯", "路灯和路灯")
    assert (counts["路灯"], counts["#lighting"]) == (4, 1)


def test_numbers_signs_and_words_that_say_nothing_are_left_out():
    assert not list(words("2024年，我们需要 120 余万元资金！"))


def test_single_characters_stay_only_where_they_mean_something():
    assert [word.surface for word in words("修桥")] != []
    assert not list(words("之"))


def test_full_width_letters_are_the_same_letters():
    assert count_terms("ＬＥＤ灯") == count_terms("led灯")


def test_a_long_word_is_found_by_its_parts():
    assert {"路灯", "#lighting"} <= count_terms("太阳能路灯").keys()


def test_a_form_can_propose_the_subfield():
    assert likely_subfields("村里没有路灯", "夜晚漆黑", limit=1) == ("lighting",)
    assert likely_subfields("修一座便民桥", limit=1) == ("roads",)
    assert likely_subfields("") == ()


def test_every_subfield_has_words_and_every_word_list_names_a_subfield():
    vocabulary = json.loads((DATA / "vocabulary.json").read_text(encoding="utf-8"))
    assert set(vocabulary) == set(SUBFIELDS)
    assert all(vocabulary.values())
    assert [code for code, listed_words in vocabulary.items() if len(set(listed_words)) < len(listed_words)] == []


def test_the_name_of_a_subfield_seeks_all_of_its_kind_and_a_word_that_points_to_it_only_itself():
    assert list(sought_terms("饮水")) == [("饮水", "#water")]
    assert list(sought_terms("手机")) == [("手机",)]
    assert "#daily_goods" in count_terms("手机")


def test_every_name_is_one_of_the_words_of_its_subfield():
    vocabulary = json.loads((DATA / "vocabulary.json").read_text(encoding="utf-8"))
    names = [line.split() for line in (DATA / "names.txt").read_text(encoding="utf-8").splitlines()]
    assert [(code, word) for code, *named in names for word in named if word not in vocabulary[code]] == []
    assert all(named for _, *named in names)
    assert len({code for code, *_ in names}) == len(names)


def test_no_word_stands_in_two_groups_of_synonyms_or_twice_in_a_list():
    for name in ("synonyms.txt", "stop.txt", "single.txt", "words.txt"):
        assert [word for word, times in Counter(listed(name)).items() if times > 1] == [], name


def test_no_word_both_says_nothing_and_means_something():
    meaning = {*listed("synonyms.txt"), *listed("single.txt"), *listed("words.txt")}
    assert meaning & set(listed("stop.txt")) == set()


def test_a_single_character_in_a_list_is_one_that_is_kept():
    vocabulary = json.loads((DATA / "vocabulary.json").read_text(encoding="utf-8"))
    used = {*listed("synonyms.txt"), *(word for listed_words in vocabulary.values() for word in listed_words)}
    assert {word for word in used if len(word) == 1} <= set(listed("single.txt"))
