"""What the database holds of a person is a token; keys can be changed while the platform runs."""

import base64

import pytest
from django.core.exceptions import FieldError
from django.db import connection
from django.db.models import F

from duijie.kernel.gateways.local import LocalEmail, LocalSms
from duijie.kernel.gateways.models import LocalMessage
from duijie.kernel.ids import new_id
from duijie.kernel.privacy import rotation
from duijie.kernel.privacy.encryption import Undecipherable
from duijie.kernel.submissions.models import Submission

pytestmark = pytest.mark.django_db
OLD = f"old:{base64.b64encode(b'o' * 32).decode()}"
NEW = f"new:{base64.b64encode(b'n' * 32).decode()}"


def stored(column: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM kernel_localmessage ORDER BY id")  # noqa: S608
        return [row[0] for row in cursor.fetchall()]


def test_the_database_holds_a_token_and_the_row_the_text() -> None:
    LocalSms().send(to="+8613800138000", text="您的查询码")
    message = LocalMessage.objects.get()
    assert (message.address, message.body, message.subject) == ("+8613800138000", "您的查询码", None)
    assert stored("subject") == [None]
    for token in (*stored("address"), *stored("body")):
        assert token.startswith("new.")
        assert "138" not in base64.urlsafe_b64decode(token.partition(".")[2]).decode("latin-1")


def test_values_and_annotations_are_read_in_the_clear() -> None:
    LocalSms().send(to="+8613800138000", text="一")
    assert LocalMessage.objects.values_list("body", flat=True).get() == "一"
    assert LocalMessage.objects.annotate(again=F("body")).get().again == "一"


def test_updates_and_bulk_writes_are_encrypted() -> None:
    LocalSms().send(to="a", text="一")
    LocalSms().send(to="b", text="二")
    LocalMessage.objects.filter(body__isnull=False).update(address="c")
    rows = list(LocalMessage.objects.order_by("id"))
    for row in rows:
        row.body += "！"
    LocalMessage.objects.bulk_update(rows, ["body"])
    assert [row.body for row in LocalMessage.objects.order_by("id")] == ["一！", "二！"]
    assert all(token.startswith("new.") for token in (*stored("body"), *stored("address")))


@pytest.mark.parametrize("lookup", ["body", "body__contains", "body__in", "body__startswith"])
def test_a_token_cannot_be_searched(lookup: str) -> None:
    with pytest.raises(FieldError):
        LocalMessage.objects.filter(**{lookup: "一"}).exists()


def test_a_token_moved_to_another_column_does_not_open() -> None:
    LocalSms().send(to="+8613800138000", text="一")
    with connection.cursor() as cursor:
        cursor.execute("UPDATE kernel_localmessage SET body = address")
    with pytest.raises(Undecipherable, match=r"localmessage\.body"):
        LocalMessage.objects.get()


def test_rotation_brings_every_value_of_every_table_to_the_newest_key(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("DUIJIE_FIELD_KEYS", OLD)
    for number in range(7):
        LocalEmail().send(to=f"a{number}@example.org", subject="题", text=f"正文{number}")
    LocalSms().send(to="+8613800138000", text="无题")
    Submission.objects.create(id=new_id(), form="x", draft="{}")
    monkeypatch.setenv("DUIJIE_FIELD_KEYS", f"{NEW},{OLD}")
    LocalSms().send(to="+8613900139000", text="新")
    assert rotation.values_under_old_keys()["kernel.localmessage.body"] == 8
    done = rotation.rotate(batch=3)
    assert done["kernel.localmessage.subject"] == 7
    assert done["kernel.localmessage.body"] == done["kernel.localmessage.address"] == 8
    assert done["kernel.submission.draft"] == 1
    assert set(rotation.rotate().values()) == set(rotation.values_under_old_keys().values()) == {0}
    monkeypatch.setenv("DUIJIE_FIELD_KEYS", NEW)
    assert {row.body for row in LocalMessage.objects.all()} == {*(f"正文{number}" for number in range(7)), "无题", "新"}
