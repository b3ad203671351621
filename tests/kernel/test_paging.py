"""Pages by cursor, over rows that the kernel itself keeps."""

from datetime import timedelta

import pytest

from duijie.kernel import paging
from duijie.kernel.clock import now
from duijie.kernel.ids import new_id
from duijie.kernel.paging import page_of
from duijie.kernel.submissions.models import Submission

pytestmark = pytest.mark.django_db


@pytest.fixture
def rows():
    begun = now()
    made = [Submission(id=new_id(), form="", created_at=begun + timedelta(seconds=each // 2)) for each in range(9)]
    Submission.objects.bulk_create(made)
    return sorted(made, key=lambda row: (row.created_at, row.pk), reverse=True)


@pytest.mark.parametrize("few", [0, 400], ids=["many", "few"])
def test_pages_forward_and_back_hold_every_row_once(rows, few, monkeypatch):
    monkeypatch.setattr(paging, "FEW", few)
    found, cursor, pages = [], "", []
    while True:
        page = page_of(Submission.objects.all(), moment="created_at", after=cursor, size=4)
        pages.append(page)
        found += page.rows
        if not page.next:
            break
        cursor = page.next
    assert found == rows
    assert [page.total for page in pages] == [9, 9, 9]
    back = page_of(Submission.objects.all(), moment="created_at", before=pages[2].previous, size=4)
    assert back.rows == pages[1].rows
    first = page_of(Submission.objects.all(), moment="created_at", before=pages[1].previous, size=4)
    assert (first.rows, first.previous) == (pages[0].rows, "")


def test_rows_that_arrive_meanwhile_move_nothing(rows):
    first = page_of(Submission.objects.all(), moment="created_at", size=4)
    Submission.objects.create(id=new_id(), form="", created_at=now() + timedelta(minutes=1))
    second = page_of(Submission.objects.all(), moment="created_at", after=first.next, size=4)
    assert second.rows == rows[4:8]


@pytest.mark.parametrize("cursor", ["x", "1-2", "99999999999999999999999-" + "0" * 32, "-"])
def test_a_cursor_that_is_none_shows_the_first_page(rows, cursor):
    assert page_of(Submission.objects.all(), moment="created_at", after=cursor, size=4).rows == rows[:4]


def test_long_lists_are_counted_up_to_a_bound(rows, monkeypatch):
    monkeypatch.setattr(paging, "MOST_COUNTED", 5)
    page = page_of(Submission.objects.all(), moment="created_at", size=4)
    assert (page.total, page.is_bound) == (5, True)
