"""Search in lists finds what the engine's words share; signs of PostgreSQL's query language do no harm."""

import pytest
from django.db import connection
from django.db.models import CharField, Value
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from duijie.apps.regions.models import Division
from duijie.kernel.search import found_by, search_words
from tests.factories.organizations import make_divisions

pytestmark = pytest.mark.django_db


def finds(query: str, text: str, subfield: str = "") -> bool:
    """Whether a row with this text is found; any table with one row will do."""
    make_divisions()
    row = Division.objects.order_by("code")[:1].values_list("pk", flat=True)
    vector = Value(search_words(text, subfield=subfield), output_field=CharField())
    found = found_by(query, field="words")
    assert found is not None
    with connection.cursor() as cursor:
        rows = Division.objects.filter(pk__in=list(row)).annotate(words=vector)
        sql, params = rows.filter(found).query.sql_with_params()
        cursor.execute(sql.replace(" @@ ", "::tsvector @@ "), params)
        return cursor.fetchone() is not None


def test_every_telling_word_must_be_there() -> None:
    assert finds("太阳能路灯", "为山村安装太阳能路灯")
    assert not finds("太阳能热水器", "为山村安装太阳能路灯")


def test_words_of_a_sub_field_find_what_is_filed_under_it() -> None:
    assert finds("路灯", "出门更安心", subfield="lighting")
    assert not finds("路灯", "出门更安心", subfield="water")


def test_an_everyday_word_does_not_find_all_that_is_filed_where_it_points() -> None:
    assert finds("生活用品", "给孩子送去棉被", subfield="daily_goods")
    assert not finds("手机", "给孩子送去棉被", subfield="daily_goods")
    assert finds("手机", "给孩子送去手机", subfield="daily_goods")


@pytest.mark.parametrize("text", ["", "的", "!!", "123"])
def test_words_that_tell_nothing_are_no_filter(text: str) -> None:
    assert found_by(text) is None


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    st.text(alphabet="路灯水'\\&|!:*()<>\" a-z#", max_size=12), st.text(alphabet="路灯水'\\&|!:*() a-z#", max_size=12)
)
def test_no_sign_breaks_the_query(query: str, text: str) -> None:
    if found_by(query) is not None:
        finds(query, text)
