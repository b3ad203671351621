"""Cases that others have published: each with its source, as history only."""

import json
from dataclasses import replace
from pathlib import Path

import pytest
from django.db import IntegrityError, transaction

from duijie.apps.publications import selectors, services
from duijie.apps.publications.importing import read_cases, read_fields, read_pairs
from duijie.apps.publications.models import CaseStudy
from duijie.apps.publications.rules import CaseKind, is_showable
from duijie.apps.publications.services import CaseReport
from duijie.kernel.errors import NotFound
from duijie.kernel.fields import FIELDS, SUBFIELDS
from duijie.matching.reasons import Term
from tests.apps.publications.conftest import FOLDER


def test_all_showable_rows_are_loaded_with_their_pairs(report: CaseReport) -> None:
    assert (report.needs, report.offers, report.pairs, report.hidden) == (38, 41, 32, ())
    assert CaseStudy.answers.through.objects.count() == 32


def test_loading_again_makes_no_doubles(report: CaseReport) -> None:
    before = list(CaseStudy.objects.order_by("number").values())
    assert services.load_cases(FOLDER) == report
    assert list(CaseStudy.objects.order_by("number").values()) == before
    assert CaseStudy.answers.through.objects.count() == 32


def test_every_case_names_a_source_that_may_be_shown(report: CaseReport) -> None:
    for case in CaseStudy.objects.all():
        assert is_showable(case.source_url, case.source_quality)
        assert case.source_host


def test_a_row_without_such_a_source_is_not_shown(
    report: CaseReport, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    rows = [replace(row, source_quality="mirror") for row in list(read_cases(FOLDER))[:1]]
    rows += [replace(rows[0], number="C-X", source_url="", source_quality="media")]
    monkeypatch.setattr(services, "read_cases", lambda _folder: iter(rows))
    assert services.load_cases(FOLDER).hidden == (rows[0].number, "C-X")
    assert not is_showable("javascript:alert(1)", "media")


def test_the_database_refuses_a_case_without_a_source(db: None) -> None:
    with pytest.raises(IntegrityError), transaction.atomic():
        CaseStudy.objects.create(number="C-X", kind="need", title="示例", source_url="", source_quality="media")


def test_every_label_leads_into_our_tree_of_fields(report: CaseReport) -> None:
    for (label, number), place in read_fields(FOLDER).items():
        assert place.field in FIELDS or label in {"pairing", "multi"}
        assert not place.subfield or SUBFIELDS[place.subfield].field == place.field
        assert not number or CaseStudy.objects.filter(number=number).exists()
    assert not CaseStudy.objects.filter(kind=CaseKind.NEED, field="").exists()


def test_pairs_join_a_need_and_the_help_that_answered_it(report: CaseReport) -> None:
    need = selectors.case("C-N006")
    assert [each.number for each in selectors.pairs_of(need)] == ["C-S006"]
    assert [each.number for each in selectors.pairs_of(selectors.case("C-S006"))] == ["C-N006"]
    for pair in read_pairs(FOLDER):
        assert pair.need.startswith("C-N")
        assert pair.offer.startswith("C-S")


def test_places_are_as_deep_as_the_words_are_certain(report: CaseReport) -> None:
    path = {case.number: case.division_path for case in CaseStudy.objects.all()}
    assert path["C-N055"] == "/62/6204/620422/620422213/"  # 会宁县八里湾乡
    assert path["C-N067"] == "/51/5134/"  # two counties of one prefecture
    assert path["C-S109"] == ""  # 14 provinces
    assert set(report.without_place) == {number for number, each in path.items() if not each}


def test_wishes_of_one_household_do_not_name_its_village(report: CaseReport) -> None:
    for number in ("C-N043", "C-S043", "C-N112"):
        case = selectors.case(number)
        assert case.place == ""
        assert "兰干村" not in case.title + case.text


def test_a_need_that_was_inferred_says_so(report: CaseReport) -> None:
    assert CaseStudy.objects.filter(text_basis="inferred_from_assistance").count() == 12
    assert selectors.case("C-N006").is_inferred
    assert not selectors.case("C-S006").is_inferred


def test_cases_are_listed_by_kind_field_place_year_and_words(report: CaseReport) -> None:
    assert selectors.cases(kind="need").count() == 38
    assert {case.subfield for case in selectors.cases(field="livelihood", subfield="water")} == {"water"}
    assert {case.number for case in selectors.cases(within="/62/", kind="need")} == {
        case.number for case in CaseStudy.objects.filter(province="甘肃省", kind="need")
    }
    assert {case.year for case in selectors.cases(year=2024)} == {2024}
    assert selectors.cases(text="水窖 会宁").count() == 2
    years = [case.year for case in selectors.cases()]
    known = [year for year in years if year]
    assert known == sorted(known, reverse=True)
    assert years[len(known) :] == [None] * years.count(None)


def test_there_is_no_case_of_an_unknown_number(report: CaseReport) -> None:
    with pytest.raises(NotFound):
        selectors.case("C-N999")


def test_the_engine_suggests_other_help_for_a_need(report: CaseReport) -> None:
    need = selectors.case("C-N055")  # rain-water cellars
    found = selectors.suggested_for(need, limit=3)
    assert [each.case.kind for each in found] == ["offer"] * 3
    assert "C-S055" not in {each.case.number for each in found}
    assert found[0].case.subfield == "water"
    for each in found:
        assert sum(reason.points for reason in each.reasons) == each.score
    assert "C-S055" in {each.case.number for each in selectors.suggested_for(need, with_pairs=True)}


def test_the_engine_suggests_other_needs_for_help(report: CaseReport) -> None:
    given = selectors.case("C-S056")  # water purifiers for schools
    found = selectors.suggested_for(given, limit=4)
    assert len(found) == 4
    assert all(each.case.kind == "need" for each in found)
    assert found == selectors.suggested_for(given, limit=4)


def test_cases_that_share_no_word_and_no_sub_field_are_not_suggested(report: CaseReport) -> None:
    for case in selectors.cases(kind="need"):
        for each in selectors.suggested_for(case, limit=50):
            shared = {reason.term for reason in each.reasons if reason.points}
            assert shared & {Term.WORDS, Term.SUBFIELD}


def test_the_files_hold_no_phone_numbers() -> None:
    for path in FOLDER.glob("cases_*.jsonl"):
        for line in path.read_text(encoding="utf-8").splitlines():
            values = [
                str(value) for name, value in json.loads(line).items() if name not in {"source_url", "amount_fen"}
            ]
            assert not any(digits.isdigit() and len(digits) >= 11 for value in values for digits in value.split())
