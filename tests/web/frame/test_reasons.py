import re

import pytest
from django.utils.translation import override
from hypothesis import given
from hypothesis import strategies as st

from duijie.matching.explaining import Change, Prices, WhyNot
from duijie.matching.filters import Failed, Filter, failed_filter
from duijie.matching.reasons import Reason, Term
from duijie.matching.scoring import reasons
from duijie.web.frame.reasons import (
    FILTERS,
    REASONS,
    TERM_LABELS,
    Side,
    failed_sentence,
    reason_sentence,
    term_label,
    why_not_sentences,
)
from tests.matching.made import needs, offers
from tests.matching.samples import TODAY

VALUES = {
    "words": [["照明", "路灯"], ["老人", "老人"]],
    "subfields": ["lighting"],
    "beneficiaries": ["elderly"],
    "percent": 33,
    "count": 2,
    "begins": "2026-12-01",
    "ended": "2026-11-01",
    "from": "2026-12-01",
    "wanted_by": "2026-11-30",
    "missing": ["medical"],
}
FILTER_VALUES = VALUES | {"need": "goods", "offer": ["service"]}
FORBIDDEN = re.compile("贫困户|贫困县|扶贫|募捐|众筹|求助|下单|撮合|派单")


def params(message, values):
    return {name: values[name] for name in re.findall(r"%\((\w+)\)", message)}


@pytest.mark.parametrize("language", ["en", "zh-hans"])
@pytest.mark.parametrize("side", Side)
def test_every_reason_and_filter_is_a_whole_sentence_for_both_sides(side, language):
    end = "。" if language == "zh-hans" else "."
    with override(language):
        said = [reason_sentence(Reason(code, params(text, VALUES), 1), side) for code, text in REASONS[side].items()]
        said += [
            failed_sentence(Failed(Filter(code), params(text, FILTER_VALUES)), side)
            for code, text in FILTERS[side].items()
        ]
    assert all(sentence.endswith(end) and "%(" not in sentence for sentence in said)
    assert not [sentence for sentence in said if FORBIDDEN.search(sentence)]


@given(needs, offers, st.floats(0, 50))
def test_whatever_the_engine_finds_can_be_said(need, offer, relevance):
    found = reasons(need, offer, relevance=relevance, today=TODAY)
    failed = failed_filter(need, offer, TODAY)
    for side in Side:
        for reason in found:
            with_words = {"words": VALUES["words"]} if reason.code == "words.shared" else {}
            assert reason_sentence(reason._replace(params={**reason.params, **with_words}), side)
        assert failed is None or failed_sentence(failed, side)


def test_every_term_and_filter_has_words():
    assert set(TERM_LABELS) == set(Term)
    assert all(set(FILTERS[side]) == set(Filter) for side in Side)


def test_words_of_the_other_side_stand_in_brackets_where_they_differ():
    with override("zh-hans"):
        sentence = reason_sentence(Reason("words.shared", {"words": VALUES["words"]}, 9), Side.NEED)
    assert sentence == "服务内容与需求对得上：照明（路灯）、老人。"


def test_codes_are_said_in_the_words_of_the_tree():
    with override("zh-hans"):
        assert "路灯照明" in reason_sentence(Reason("subfield.shared", {"subfields": ["lighting"]}, 9), Side.NEED)
        assert (
            failed_sentence(Failed(Filter.FIELD, {"need": "livelihood", "offer": ["ecology", "health"]}), Side.NEED)
            == "需求属于民生保障，该服务属于环保生态、卫生健康。"
        )


def test_the_same_reason_speaks_to_each_side_of_the_other():
    home = Reason("place.county", {}, 9)
    with override("en"):
        assert reason_sentence(home, Side.NEED) == "The organization is at home in your county."
        assert reason_sentence(home, Side.ORGANIZATION) == "It comes from your own county."


def test_why_not_says_the_filter_or_the_gap_and_what_could_close_it():
    behind = WhyNot(
        score=500_000, rival="offer-1", rival_score=512_000, gap=12_000, changes=(Change(Term.WORDS, 90_000),)
    )
    with override("en"):
        assert why_not_sentences(WhyNot(failed=Failed(Filter.CAPACITY, {})), Side.NEED) == [
            "The offer is taken up at present."
        ]
        assert why_not_sentences(WhyNot(), Side.NEED) == ["It is on the list."]
        assert why_not_sentences(behind, Side.ORGANIZATION) == [
            "The last on the list has 512,000 points; this one lacks 12,000.",
            "It could still gain enough from: Words of the two texts.",
        ]


def test_each_term_has_a_name_for_a_table_of_points():
    with override("zh-hans"):
        assert term_label(Term.TILT_LEVEL) == "向基层倾斜"


def test_the_price_of_a_place_is_named_as_the_reason_when_there_is_one():
    dear = WhyNot(score=400_000, prices=Prices(utility=400_000, offer_price=600_000, need_gain=0))
    with override("zh-hans"):
        assert why_not_sentences(dear, Side.NEED) == ["上一轮统筹中，它的名额给了更合适的需求：600,000 对 400,000。"]
        [sentence] = why_not_sentences(WhyNot(prices=Prices(400_000, 300_000, 150_000)), Side.NEED)
    assert "还差 50,000" in sentence
    with override("en"):
        assert why_not_sentences(WhyNot(prices=Prices(400_000, 100_000, 150_000)), Side.NEED) == ["It is on the list."]
