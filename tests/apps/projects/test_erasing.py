"""What an office erases is gone from every table and file; what was proven before still is."""

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.db import connection
from django.test import Client
from psycopg.sql import SQL, Identifier

from duijie.apps.matches.models import Suggestion
from duijie.apps.needs.models import Applicant, Need, Opinion, Request
from duijie.apps.notices.models import Notice
from duijie.apps.projects.models import Project
from duijie.apps.projects.rules import Face, MoneyKind
from duijie.apps.projects.services.confirming import confirm_receipt
from duijie.apps.projects.services.delivery import record_money
from duijie.apps.projects.services.erasing import erase_row, what_goes
from duijie.apps.projects.services.settlement import close_project
from duijie.apps.records.disclosing import disclosure_of
from duijie.apps.records.models import Leaf, Log, Pseudonym
from duijie.apps.records.rules import ERASURE, PUBLISHED
from duijie.apps.records.sequencing import logs
from duijie.apps.records.sequencing.running import run_once
from duijie.apps.records.trusting import trusts
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.clock import today
from duijie.kernel.errors import NotAllowed, RuleBroken
from duijie.kernel.ids import new_id
from duijie.kernel.search import search_words
from duijie.ledger.disclosing.checking import check_disclosure
from tests.apps.records.conftest import origin  # noqa: F401 - a fixture that both share
from tests.factories.organizations import official
from tests.factories.projects import Sides

pytestmark = pytest.mark.django_db
FEN = 123_456_789
ONE, OTHER = "坡上那户", "河边那户"
REASON = "当事人要求删除"


def finished(sides: Sides, word: str, amount_fen: int) -> Project:
    """A household's wish that was paid, delivered, confirmed and closed, and its need with it; the word is in all."""
    project = sides.deliver(sides.claimed())
    needs, requests = Need.objects.filter(pk=project.need_id), Request.objects.filter(need=project.need_id)
    needs.update(title=word, text=word, finding=word, imported_row={"需求名称": word}, search=search_words(word, word))
    requests.update(text=word, verified_how=word)
    Opinion.objects.create(need=project.need, policy_cover="none", remaining_gap=word, actor_id=new_id())
    Suggestion.objects.create(
        need=project.need, organization=sides.organization, state="taken", note=word, suggested_by_id=new_id()
    )
    record_money(
        actor=sides.manager, project=project, kind=MoneyKind.PAID, amount_fen=amount_fen, on=today(), voucher=word
    )
    by = replace(sides.offices.township, id=new_id())
    confirm_receipt(actor=by, project=project, face=Face.GOOD, text=word)
    closed = close_project(actor=sides.offices.county, project=project, text=word)
    needs.update(state="closed")
    return Project.objects.select_related("need", "match").get(pk=closed.pk)


@pytest.fixture
def two(sides: Sides, origin: str) -> tuple[Project, Project]:  # noqa: F811
    """Two finished projects whose leaves stand in the published log."""
    both = finished(sides, ONE, FEN), finished(sides, OTHER, FEN + 1)
    run_once()
    return both


@pytest.fixture
def alone(sides: Sides, origin: str) -> Project:  # noqa: F811
    """One such project, whose leaves still wait for the log."""
    return finished(sides, ONE, FEN)


@pytest.fixture
def county() -> Actor:
    """Somebody at the county office who had no part in the project."""
    return official(Role.COUNTY_OFFICE)


def everything() -> Iterator[str]:
    """Every row of every table as text, and every file of the log."""
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names(cursor):
            cursor.execute(SQL("SELECT t::text FROM {} t").format(Identifier(table)))
            yield from (f"{table}: {row}" for (row,) in cursor.fetchall())
    for each in Path(settings.LEDGER_FOLDER).rglob("*"):
        if each.is_file():
            yield f"{each.name}: {each.read_bytes().decode('utf-8', 'replace')}"


def given_out() -> Iterator[str]:
    """The records of the day that anybody may fetch, of every kind."""
    day = f"{Leaf.objects.latest('hour').hour:%Y-%m-%d}"
    for log in Log.objects.all():
        for kind in PUBLISHED:
            answer = Client().get(f"/log/{logs.path_of(log.origin)}/records/{day}/{kind}.jsonl")
            yield b"".join(answer).decode()  # type: ignore[arg-type]


def found(*wanted: str) -> set[str]:
    """Those of these words that stand anywhere."""
    return {word for text in (*everything(), *given_out()) for word in wanted if word in text}


def leaves_behind(project: Project) -> list[Leaf]:
    subjects = [project.pk, project.match_id, project.need_id]
    names = Pseudonym.objects.filter(subject_id__in=subjects).values("text")
    return list(Leaf.objects.filter(subject__in=names))


def test_no_salt_and_no_value_is_left_anywhere_and_all_else_still_holds(
    sides: Sides, two: tuple[Project, Project], county: Actor
) -> None:
    one, other = two
    gone, kept = leaves_behind(one), leaves_behind(other)
    salts = [salt for leaf in gone for salt in leaf.salts.values()]
    values = (ONE, str(FEN), *salts)
    shown = [salt for leaf in gone if leaf.kind in PUBLISHED for salt in leaf.salts.values()]
    published = list(given_out())
    assert shown
    assert all(any(salt in text for text in published) for salt in shown)
    held = {leaf.pk: str(disclosure_of(leaf)) for leaf in gone}
    assert found(*values) == set(values)

    assert erase_row(actor=county, row=one.need, reason=REASON) == len(gone) > 5

    assert found(*values, OTHER, str(FEN + 1)) == {OTHER, str(FEN + 1)}
    assert Applicant.objects.filter(request__need=other.need).exists()
    assert not Applicant.objects.filter(request__need=one.need).exists()
    run_once()
    for leaf in gone:
        leaf.refresh_from_db()
        assert disclosure_of(leaf) is None
        check_disclosure(held[leaf.pk].encode(), trusts())
    for leaf in kept:
        assert check_disclosure(str(disclosure_of(leaf)).encode(), trusts()).fields
    erasures = Leaf.objects.filter(kind=ERASURE, index__isnull=False)
    assert sum(leaf.facts["leaves"] for leaf in erasures) == len(gone)


def test_the_act_stands_in_the_history_and_those_concerned_are_told(
    sides: Sides, alone: Project, county: Actor
) -> None:
    need = alone.need
    erase_row(actor=county, row=need, reason=REASON)
    entry = AuditEntry.objects.get(action="needs.need.erase")
    assert (entry.subject_id, entry.details["reason"]) == (need.pk, REASON)
    told = set(Notice.objects.filter(entry_id=entry.pk).values_list("account_id", flat=True))
    assert sides.manager.id in told


def test_a_project_alone_is_erased_with_its_match_and_its_need_stays(alone: Project, county: Actor) -> None:
    project = alone
    assert {each.row._meta.model_name for each in what_goes(project)} == {"project", "match"}
    erase_row(actor=county, row=project, reason=REASON)
    assert not what_goes(project)
    assert [each.row for each in what_goes(project.need)] == [project.need]
    assert found(str(FEN)) == set()
    assert Need.objects.get(pk=project.need_id).title == ONE


def test_only_another_person_of_the_office_erases_and_only_what_has_ended(
    sides: Sides, alone: Project, county: Actor
) -> None:
    need = alone.need
    for actor in (sides.manager, sides.offices.township, replace(county, id=need.typed_by_id), official(Role.AUDITOR)):
        with pytest.raises(NotAllowed):
            erase_row(actor=actor, row=need, reason=REASON)
    Project.objects.filter(pk=alone.pk).update(state="to_confirm")
    with pytest.raises(RuleBroken):
        erase_row(actor=county, row=need, reason=REASON)
    Need.objects.filter(pk=need.pk).update(state="under_way")
    with pytest.raises(NotAllowed):
        erase_row(actor=county, row=need, reason=REASON)
    assert what_goes(need)
