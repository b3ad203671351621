import ast
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
import rfc8785
from hypothesis import assume, given
from hypothesis import strategies as st

from duijie.apps.needs.rules import facts as needs
from duijie.apps.offers import rules as offers
from duijie.apps.organizations import rules as organizations
from duijie.apps.records import rules
from duijie.apps.records.rules import Fact, FactsRefused, LeafBody, facts_root
from duijie.ledger.disclosing.commitments import SALT_SIZE, field_digest, root_of

KIND = "projects.project.confirm"
values = st.one_of(st.text(max_size=20), st.integers(-(2**53) + 1, 2**53 - 1), st.booleans(), st.none())
facts_of_acts = st.dictionaries(st.text(min_size=1, max_size=10), values, max_size=6)
one_salt = st.binary(min_size=SALT_SIZE, max_size=SALT_SIZE)


@st.composite
def salted(draw: st.DrawFn) -> tuple[dict[str, Fact], dict[str, bytes]]:
    facts = draw(facts_of_acts)
    return facts, {field: draw(one_salt) for field in facts}


def test_a_digest_is_what_the_design_says() -> None:
    salt = bytes(range(16))
    text = '["000102030405060708090a0b0c0d0e0f","quantity","30"]'
    assert rfc8785.dumps([salt.hex(), "quantity", "30"]) == text.encode()
    assert field_digest(salt, "quantity", "30") == hashlib.sha256(text.encode()).digest()


@given(salted())
def test_the_root_is_made_again_whatever_the_order(given_facts: tuple[dict[str, Fact], dict[str, bytes]]) -> None:
    facts, salts = given_facts
    assert facts_root(facts, salts) == facts_root(dict(reversed(facts.items())), salts)


@given(salted(), st.data())
def test_changing_any_fact_changes_the_root(
    given_facts: tuple[dict[str, Fact], dict[str, bytes]], data: st.DataObject
) -> None:
    facts, salts = given_facts
    assume(facts)
    field = data.draw(st.sampled_from(sorted(facts)))
    other = data.draw(values)
    assume(rfc8785.dumps(other) != rfc8785.dumps(facts[field]))
    assert facts_root(facts | {field: other}, salts) != facts_root(facts, salts)


@given(salted(), st.data())
def test_changing_any_salt_changes_the_root(
    given_facts: tuple[dict[str, Fact], dict[str, bytes]], data: st.DataObject
) -> None:
    facts, salts = given_facts
    assume(facts)
    field = data.draw(st.sampled_from(sorted(facts)))
    other = data.draw(one_salt)
    assume(other != salts[field])
    assert facts_root(facts, salts | {field: other}) != facts_root(facts, salts)


@given(salted(), st.data())
def test_leaving_a_fact_out_changes_the_root(
    given_facts: tuple[dict[str, Fact], dict[str, bytes]], data: st.DataObject
) -> None:
    facts, salts = given_facts
    assume(facts)
    field = data.draw(st.sampled_from(sorted(facts)))
    fewer = {name: value for name, value in facts.items() if name != field}
    assert facts_root(fewer, salts) != facts_root(facts, salts)


@given(salted(), st.data())
def test_some_facts_and_the_digests_of_the_others_make_the_same_root(
    given_facts: tuple[dict[str, Fact], dict[str, bytes]], data: st.DataObject
) -> None:
    facts, salts = given_facts
    shown = data.draw(st.sets(st.sampled_from(sorted(facts)))) if facts else set()
    hidden = [field_digest(salts[field], field, facts[field]) for field in facts if field not in shown]
    opened = [field_digest(salts[field], field, facts[field]) for field in shown]
    assert root_of([*opened, *hidden]) == facts_root(facts, salts)


def test_text_and_number_are_not_the_same_fact() -> None:
    salts = {"quantity": b"s" * 16}
    assert facts_root({"quantity": "30"}, salts) != facts_root({"quantity": 30}, salts)
    assert facts_root({"quantity": True}, salts) != facts_root({"quantity": 1}, salts)


@pytest.mark.parametrize("field", ["name", "phone", "id_number", "household", "hardship", "address"])
def test_no_leaf_may_hold_anything_of_a_person(field: str) -> None:
    assert all(field not in fields for fields in rules.FACTS.values())
    with pytest.raises(FactsRefused):
        rules.facts_of_leaf(KIND, "project", {"need": "N-2345678", field: "x"})


def test_only_what_a_public_page_says_anyway_stands_there_in_words() -> None:
    worded = {kind for kind, fields in rules.FACTS.items() if fields & {"title", "text", "place"}}
    assert worded == {"needs.need.publish", "offers.offer.publish"}


def test_what_is_given_out_shows_nobody_whose_statements_do_not_agree() -> None:
    """Entries of one row share a pseudonym: one kind that is published would name the row of all the others."""
    stated = {kind for pair in rules.PAIRS for kind in (pair.given, pair.received)}
    rows = {kind.rpartition(".")[0] for kind in stated}
    assert not [kind for kind in rules.PUBLISHED if kind.rpartition(".")[0] in rows]
    assert not rules.PUBLISHED - {*rules.FACTS}


def test_nothing_of_a_households_request_goes_on_a_leaf() -> None:
    for subject in rules.HOUSEHOLD_SUBJECTS:
        with pytest.raises(FactsRefused):
            rules.facts_of_leaf(KIND, subject, {"need": "N-2345678"})
    assert not [kind for kind in rules.FACTS if ".request." in kind or kind.startswith("accounts.")]


def test_an_internal_act_has_no_leaf() -> None:
    assert rules.facts_of_leaf("matches.match.decline", "match", {"need": "N-2345678"}) is None


@pytest.mark.parametrize("value", [1.5, 2**53, -(2**53), ["a"], {"a": 1}, datetime(2026, 1, 1, tzinfo=UTC)])
def test_only_plain_values_stand_in_a_leaf(value: object) -> None:
    with pytest.raises(FactsRefused):
        rules.facts_of_leaf(KIND, "project", {"quantity": value})


@pytest.mark.parametrize(
    ("path", "county"),
    [
        ("/62/6211/621121/621121100/621121100201/", "621121"),
        ("/62/6211/621121/", "621121"),
        ("/46/469001/469001100/", "469001"),
        ("/44/4419/441900003/", "4419"),
        ("/62/", "62"),
        ("/", ""),
        ("", ""),
    ],
)
def test_a_leaf_names_no_place_below_the_county(path: str, county: str) -> None:
    assert rules.county_of(path) == county


def test_the_reference_lists_every_kind_with_its_facts() -> None:
    page = (Path(rules.__file__).parents[3] / "docs/reference/ledger-leaves.md").read_text(encoding="utf-8")
    rows = [
        f"| `{kind}` | {', '.join(f'`{field}`' for field in sorted(fields))} |"
        for kind, fields in sorted(rules.FACTS.items())
    ]
    assert [line for line in page.splitlines() if line.startswith("| `") and line.count(".") > 1] == rows


def test_a_leaf_is_canonical_json_with_the_hour_only() -> None:
    body = LeafBody(
        kind=KIND,
        hour=rules.hour_of(datetime(2026, 11, 21, 9, 59, 58, tzinfo=UTC)),
        division="621121",
        subject="ab" * 16,
        role="village",
        root=b"\0" * 32,
    )
    assert json.loads(body.as_bytes())["hour"] == "2026-11-21T09Z"
    assert list(json.loads(body.as_bytes())) == ["division", "hour", "kind", "role", "root", "subject"]
    assert body.as_bytes() == rfc8785.dumps(json.loads(body.as_bytes()))


def recorded_facts() -> list[tuple[str, str, set[str]]]:
    """Every act in the apps that names its facts on the spot: file, kind and fields."""
    found = []
    for path in sorted(Path(rules.__file__).parents[1].rglob("*.py")):
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if not (isinstance(call, ast.Call) and getattr(call.func, "id", "") == "record" and len(call.args) > 1):
                continue
            action, facts = call.args[1], {each.arg: each.value for each in call.keywords}.get("facts")
            if isinstance(action, ast.Constant) and isinstance(facts, ast.Dict):
                fields = {str(key.value) for key in facts.keys if isinstance(key, ast.Constant)}
                found.append((path.name, str(action.value), fields))
    return found


def test_every_act_that_names_its_facts_has_a_leaf_for_them() -> None:
    missing = [
        (where, kind, sorted(fields - rules.FACTS.get(kind, frozenset())))
        for where, kind, fields in recorded_facts()
        if kind not in rules.FACTS or fields - rules.FACTS[kind]
    ]
    assert missing == []


@pytest.mark.parametrize("app", [organizations, offers])
def test_what_an_app_wants_to_attest_may_stand_in_a_leaf(app: object) -> None:
    wanted: dict[str, frozenset[str]] = app.FACTS  # type: ignore[attr-defined]
    assert {kind: fields - rules.FACTS.get(kind, frozenset()) for kind, fields in wanted.items()} == dict.fromkeys(
        wanted, frozenset()
    )


@pytest.mark.parametrize(
    ("made", "kinds"),
    [
        (needs.published, ("publish",)),
        (needs.changed, ("revise",)),
        (needs.extended, ("extend",)),
        (needs.met, ("close", "reflect")),
    ],
)
def test_what_a_need_attests_may_stand_in_a_leaf(
    made: Callable[[Any], dict[str, object]], kinds: tuple[str, ...]
) -> None:
    need = SimpleNamespace(
        number="N-2345678",
        title="夜间照明",
        text="村里三条路没有路灯。",
        field="education",
        subfield="",
        aid="relief",
        beneficiaries=["elderly", "children"],
        wanted_by=date(2026, 12, 1),
        urgency="normal",
        public_place="通渭县示例镇",
        form="goods",
        track="general",
        quantity=Decimal(30),
        unit="盏",
        total_fen=None,
        policy_cover="none",
        state="published",
        quantity_met=Decimal(0),
    )
    for kind in kinds:
        assert rules.facts_of_leaf(f"needs.need.{kind}", "need", made(need)) == made(need)
