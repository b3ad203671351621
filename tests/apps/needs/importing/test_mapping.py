"""Columns are proposed, confirmed once, and remembered for every list with the same headers."""

import json

import pytest

from duijie.apps.needs.importing.mapping import ColumnMapping
from duijie.apps.needs.importing.vocabulary import choices, columns
from duijie.apps.needs.rules.vocabulary import Form, PolicyCover, Urgency
from duijie.kernel.beneficiaries import BENEFICIARIES
from duijie.kernel.errors import RuleBroken
from duijie.kernel.fields import FIELDS, SUBFIELDS
from tests.apps.needs.importing.lists import HEADERS, read, row, xlsx

OWN_HEADERS = (
    "编号",
    "事项",
    "哪一类",
    "县",
    "镇",
    "村",
    "给谁",
    "户",
    "人",
    "怎么回事",
    "方式",
    "几个",
    "量词",
    "要多少钱",
    "有多少钱",
    "差多少钱",
    "政策",
    "急不急",
    "何时",
    "谁管",
    "电话",
)


def test_known_headers_are_proposed_with_certainty() -> None:
    mapping = read(xlsx(HEADERS, row())).mapping
    assert mapping.missing == ()
    assert all(column.is_certain for column in mapping.columns)
    assert [column.unit for column in mapping.columns if column.unit] == ["wan_yuan"] * 3


@pytest.mark.parametrize(
    ("header", "name"),
    [
        ("* 需求项目名称（必填）", "title"),
        ("需求　名称", "title"),
        ("项目类别", "field"),
        ("县（市、区）", "county"),
        ("受益户/人数", "reach"),
        ("数量+单位", "quantity_with_unit"),
        ("资金需求总额(万元)", "total"),
        ("联系单位及电话", "contact"),
        ("核实人与时间", "verified_by"),
        ("完成时限", "wanted_by"),
    ],
)
def test_headers_are_understood_as_offices_write_them(header: str, name: str) -> None:
    headers = [header, *(each for each in ("需求名称", "领域", "具体内容", "村") if each != header)]
    mapping = read(xlsx(headers, ["x"] * len(headers))).mapping
    assert mapping.columns[0].name == name


def test_unknown_headers_are_chosen_by_the_clerk_and_then_remembered() -> None:
    data = xlsx(OWN_HEADERS, row())
    proposed = read(data)
    assert proposed.ready == ()
    assert "需求名称" in proposed.mapping.missing
    names = [
        "number",
        "title",
        "field",
        "county",
        "township",
        "village",
        "beneficiaries",
        "households",
        "persons",
        "text",
    ]
    names += ["form", "quantity", "unit", "total", "secured", "gap", "policy_cover", "urgency", "wanted_by"]
    names += ["contact_office", "contact_phone"]
    chosen = proposed.mapping.choose(dict(enumerate(names)), unit="wan_yuan")
    parsed = read(data, mapping=chosen)
    assert not parsed.is_remembered
    assert parsed.messages == ()
    assert parsed.ready[0].values["total_fen"] == 12_000_000
    stored = json.loads(json.dumps(chosen.to_json()))
    known = ColumnMapping.from_json(stored)
    again = read(xlsx(["标题"], OWN_HEADERS, row(需求名称="修水窖")), remembered={known.headers_digest: known})
    assert again.is_remembered
    assert again.mapping.header_row == 2
    assert len(again.ready) == 1


def test_a_remembered_mapping_of_other_headers_is_not_used() -> None:
    other = read(xlsx(HEADERS, row())).mapping
    parsed = read(xlsx(HEADERS[1:], row()[1:]), remembered={other.headers_digest: other}, mapping=other)
    assert not parsed.is_remembered
    assert len(parsed.ready) == 1


def test_a_column_may_be_left_out() -> None:
    mapping = read(xlsx(HEADERS, row())).mapping.choose({18: ""})
    assert "wanted_by" not in read(xlsx(HEADERS, row()), mapping=mapping).ready[0].values


def test_a_column_that_does_not_exist_cannot_be_chosen() -> None:
    with pytest.raises(KeyError):
        read(xlsx(HEADERS, row())).mapping.choose({0: "nonsense"})


def test_a_file_without_anything_like_headers_is_refused() -> None:
    with pytest.raises(RuleBroken) as refused:
        read(xlsx(["请见附件"], [1, 2, 3]), field="file")
    assert refused.value.field == "file"


def test_every_word_stands_for_one_thing_and_every_code_has_words() -> None:
    assert set(choices()["field"]) == set(FIELDS)
    assert set(choices()["subfield"]) == set(SUBFIELDS)
    assert set(choices()["beneficiaries"]) == set(BENEFICIARIES)
    assert set(choices()["form"]) == set(Form)
    assert set(choices()["policy_cover"]) == set(PolicyCover)
    assert set(choices()["urgency"]) == set(Urgency)
    for known in choices().values():
        words = [word for each in known.values() for word in each]
        assert len(words) == len(set(words))
    words = [word for column in columns().values() for word in column.words]
    assert len(words) == len(set(words))
    assert {column.choices for column in columns().values()} - {""} == set(choices())
