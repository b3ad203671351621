"""Who may do what: tests, like the web and the worker, run as the app; the owner's verbs are refused to them."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import ProgrammingError, connection, transaction

from duijie.kernel.database.roles import CHINESE_SAMPLE


def _ask(statement: str) -> object:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchone()[0]


@pytest.mark.django_db
def test_requests_run_as_the_app_which_reads_and_writes_rows() -> None:
    assert _ask("SELECT current_user") == "duijie_app"
    ContentType.objects.create(app_label="ground", model="row")
    assert ContentType.objects.filter(app_label="ground").delete()[0] == 1


@pytest.mark.django_db
@pytest.mark.parametrize("statement", ["DROP TABLE django_content_type", "CREATE TABLE hidden (x int)"])
def test_the_app_cannot_change_tables(statement: str) -> None:
    with pytest.raises(ProgrammingError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)


@pytest.mark.django_db
def test_every_table_and_sequence_is_open_to_the_app() -> None:
    closed = """
        SELECT array_agg(relname) FROM pg_class WHERE relnamespace = 'public'::regnamespace AND (
            relkind = 'r' AND NOT has_table_privilege('duijie_app', oid, 'SELECT, INSERT, UPDATE, DELETE')
            OR relkind = 'S' AND NOT has_sequence_privilege('duijie_app', oid, 'USAGE'))
    """
    assert _ask(closed) is None


@pytest.mark.django_db
def test_chinese_is_found_by_parts_of_words() -> None:
    assert _ask(f"SELECT cardinality(show_trgm('{CHINESE_SAMPLE}'))") > len(CHINESE_SAMPLE)
    assert _ask(f"SELECT word_similarity('血压计', '{CHINESE_SAMPLE}')") >= 0.5


@pytest.mark.django_db(transaction=True)
def test_tests_with_real_transactions_clean_up_first() -> None:
    ContentType.objects.create(app_label="ground", model="left over")


@pytest.mark.django_db(transaction=True)
def test_tests_with_real_transactions_clean_up_second() -> None:
    assert not ContentType.objects.filter(app_label="ground").exists()
    assert _ask("SELECT current_user") == "duijie_app"
