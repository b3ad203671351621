import json

import pytest

from duijie.matching.learning.log import FaultyLog, Outcome, ShownPair, digest, read_rows, write_row
from duijie.matching.reasons import Term
from tests.matching.learning.made import made_log

ROW = ShownPair("list", 2, 0.5, dict.fromkeys(Term, 10), Outcome.DECLINED, "distance", settled=False)


def changed(**changes):
    return json.dumps({**json.loads(write_row(ROW)), **changes})


def test_a_row_comes_back_from_its_line():
    assert list(read_rows([write_row(ROW), "", write_row(ROW)])) == [ROW, ROW]


def test_a_row_without_reason_is_settled_by_default():
    told = json.loads(write_row(ROW))
    del told["reason"], told["settled"]
    [row] = read_rows([json.dumps(told)])
    assert (row.reason, row.settled) == ("", True)


@pytest.mark.parametrize(
    ("line", "sentence"),
    [
        ("{", "line 2: this is no row"),
        ("[]", "line 2: "),
        (changed(outcome="liked"), "line 2: “liked” is no outcome"),
        (changed(propensity=0), "line 2: the propensity 0.0 is not above 0"),
        (changed(propensity=1.5), "at most 1"),
        (changed(propensity="0.5"), "the propensity a number"),
        (changed(propensity=float("nan")), "the propensity nan"),
        (changed(position=0), "the position 0 is not 1 or more"),
        (changed(position=True), "the position is a whole number"),
        (changed(list=""), "the list has no name"),
        (changed(terms={}), "the terms are not those of the score"),
        (changed(terms=dict.fromkeys(Term, 10**6)), "words has 1000000 points"),
        (changed(terms=dict.fromkeys(Term, 0.5)), "words has 0.5 points"),
        (changed(name="张三"), "nobody knows what “name” is"),
        ('{"list": "a"}', "“outcome” is missing"),
    ],
)
def test_a_faulty_line_is_named_with_what_is_wrong(line, sentence):
    with pytest.raises(FaultyLog, match=sentence):
        list(read_rows([write_row(ROW), line]))


def test_the_digest_does_not_hang_on_the_order_but_on_every_row():
    rows = made_log(3)
    assert digest(rows) == digest(rows[::-1])
    assert digest(rows) != digest(rows[1:])
