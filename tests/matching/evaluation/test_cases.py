import json

import pytest

from duijie.matching.evaluation.cases import FaultyRows, read_cases

NEED = {"id": "N1", "title": "缺路灯", "text": ""}
OFFER = {"id": "S1", "title": "装路灯", "text": "", "organization": "不看这一栏", "year": None}
PAIR = {"need_id": "N1", "offer_id": "S1"}


@pytest.fixture
def read(tmp_path):
    def written(needs=(NEED,), offers=(OFFER,), pairs=(PAIR,)):
        paths = []
        for name, rows in (("needs", needs), ("offers", offers), ("pairs", pairs)):
            paths.append(tmp_path / f"{name}.jsonl")
            text = rows if isinstance(rows, str) else "\n".join(json.dumps(row, ensure_ascii=False) for row in rows)
            paths[-1].write_text(text, encoding="utf-8")
        return read_cases(*paths)

    return written


def test_only_id_title_and_text_are_looked_at(read):
    cases = read()
    assert cases.needs == {"N1": ("缺路灯", "")}
    assert cases.offers == {"S1": ("装路灯", "")}


def test_several_offers_answer_one_need_and_a_repeated_pair_counts_once(read):
    cases = read(offers=(OFFER, OFFER | {"id": "S2"}), pairs=(PAIR, PAIR | {"offer_id": "S2"}, PAIR))
    assert cases.answers == {"N1": {"S1", "S2"}}
    assert cases.is_answer.tolist() == [[True, True]]


def test_needs_without_an_answer_stay_as_background(read):
    cases = read(needs=(NEED | {"id": "N0"}, NEED))
    assert cases.answered.tolist() == [1]


def test_empty_lines_and_a_mark_of_byte_order_do_no_harm(read):
    assert len(read(needs="\ufeff" + json.dumps(NEED) + "\n\n").needs) == 1


@pytest.mark.parametrize(
    ("files", "sentence"),
    [
        ({"needs": "{"}, "needs.jsonl, line 1: this is no JSON."),
        ({"needs": "[" * 100_000}, "needs.jsonl, line 1: this is no JSON."),
        ({"needs": "[]"}, "needs.jsonl, line 1: this is no JSON object."),
        ({"needs": ({"id": "N1", "title": "缺路灯"},)}, "line 1: “text” is missing or no text."),
        ({"offers": (OFFER | {"title": 7},)}, "line 1: “title” is missing or no text."),
        ({"offers": (OFFER, OFFER)}, "offers.jsonl, line 2: the id “S1” stands there twice."),
        ({"pairs": ({"need_id": "N1"},)}, "line 1: “offer_id” is missing or no text."),
        ({"pairs": (PAIR | {"need_id": "N9"},)}, "the need “N9” is not in "),
        ({"pairs": (PAIR | {"offer_id": "S9"},)}, "the offer “S9” is not in "),
        ({"pairs": ()}, "holds no pair, so there is nothing to measure."),
    ],
)
def test_a_faulty_file_is_named_with_its_fault(read, files, sentence):
    with pytest.raises(FaultyRows) as caught:
        read(**files)
    assert sentence in str(caught.value)


def test_a_file_that_is_not_there_or_no_text_is_named(tmp_path):
    path = tmp_path / "needs.jsonl"
    with pytest.raises(FaultyRows, match="cannot be read"):
        read_cases(path, path, path)
    path.write_bytes(b"\xff\xfe\x00")
    with pytest.raises(FaultyRows, match="cannot be read"):
        read_cases(path, path, path)
