"""Anybody checks a record, also without scripts: what agrees, what does not, and what is no record at all."""

import re
from collections.abc import Iterator
from io import BytesIO

import pytest
import segno
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from duijie.apps.records.disclosing import disclosure_of
from duijie.apps.records.models import Leaf
from duijie.apps.records.rules import FACTS
from duijie.apps.records.sequencing.running import run_once
from duijie.apps.records.trusting import trusts
from duijie.ledger.disclosing.compact import as_compact
from duijie.ledger.disclosing.digits import as_digits
from duijie.web.public.verification import names
from tests.apps.records.conftest import acts, origin  # noqa: F401 - a fixture that both share

pytestmark = pytest.mark.django_db
RIGHT, WRONG, UNCLEAR = "与存证一致", "与存证不一致", "无法核验"


@pytest.fixture
def leaf(origin: str) -> Iterator[Leaf]:  # noqa: F811
    """A confirmation that stands in the published log, among others."""
    found = acts(3)[1]
    run_once()
    found.refresh_from_db()
    return found


@pytest.fixture
def file(leaf: Leaf) -> str:
    """What its owner shows of it."""
    return str(disclosure_of(leaf, ["quantity"]))


@pytest.fixture
def digits(leaf: Leaf) -> str:
    """All of it as the dense code holds it."""
    return as_digits(as_compact(disclosure_of(leaf), trusts()[0]))


def checked(client: Client, **given: object) -> str:
    return client.post("/verify/", given).content.decode()


def verdict(client: Client, **given: object) -> str:
    [found] = re.findall(r'<section class="verdict \w+"><h2>(.*?)</h2>', checked(client, **given))
    return found


def test_a_pasted_file_agrees_and_says_what_is_proven_and_what_is_not(client, file):
    text = checked(client, code=file)
    assert f"<h2>{RIGHT}</h2>" in text
    assert "30" in text
    assert "另有1项内容没有出示" in text
    assert "不能证明内容本身属实" in text
    assert "还没有其他单位共同核验" in text
    assert "由平台服务器核验" in text


def test_a_changed_quantity_does_not_agree(client, file):
    assert verdict(client, code=file.replace('"30"', '"31"')) == WRONG


def test_a_code_agrees_pasted_or_as_an_address_and_not_with_a_digit_changed(client, digits):
    assert verdict(client, code=digits) == RIGHT
    assert verdict(client, code=f"https://duijie.example/verify/#{digits}") == RIGHT
    changed = digits[:300] + str((int(digits[300]) + 1) % 10) + digits[301:]
    assert verdict(client, code=changed) != RIGHT


def test_a_file_and_a_photo_of_the_code_are_read(client, file, digits):
    assert verdict(client, file=SimpleUploadedFile("record.json", file.encode())) == RIGHT
    photo = BytesIO()
    segno.make(digits, error="l").save(photo, kind="png", scale=4)
    assert verdict(client, file=SimpleUploadedFile("photo.png", photo.getvalue())) == RIGHT


@pytest.mark.parametrize(
    "given",
    ["", "what?", "12345", "1" * 100, "\ud800", "a" * 30_000],
    ids=["empty", "word", "few", "no code", "half", "long"],
)
def test_what_is_no_record_cannot_be_checked(client, leaf, given):
    assert verdict(client, code=given.encode("utf-8", "replace").decode()) == UNCLEAR


def test_a_picture_without_a_code_or_a_broken_one_cannot_be_checked(client, leaf):
    for data in (b"\x89PNG\r\n\x1a\n broken", b"\xff\xd8\xff"):
        assert verdict(client, file=SimpleUploadedFile("photo.png", data)) == UNCLEAR


def test_another_platforms_record_does_not_agree_here(client, file, settings, tmp_path):
    assert verdict(client, code=file) == RIGHT
    assert verdict(client, code=file.replace("log.example", "log.another")) == WRONG


def test_a_leaf_that_no_log_shows_yet_proves_nothing_yet(origin):  # noqa: F811
    assert disclosure_of(acts(1)[0]) is None


def test_without_a_log_the_page_says_so(client):
    text = client.get("/verify/").content.decode()
    assert "尚未开启存证" in text
    assert "<form" not in text.partition("<main")[2].partition("</main>")[0]


def test_the_page_is_the_same_for_everybody_and_asks_for_no_token(client, leaf):
    text = client.get("/verify/").content.decode()
    assert "csrfmiddlewaretoken" not in text
    assert Client(enforce_csrf_checks=True).post("/verify/", {"code": "1"}).status_code == 200
    assert not client.get("/verify/").cookies


def test_the_worker_keeps_the_page_and_every_file_that_it_loads(client, leaf):
    worker = client.get("/verify/worker.js")
    assert worker["Content-Type"].startswith("text/javascript")
    for name in ("page.js", "disclosures.js", "ed25519.js", "verify.css"):
        assert f"verify/{name}" in worker.content.decode()
    assert '"home": "/en/verify/"' in client.get("/en/verify/worker.js").content.decode()


def test_no_word_of_the_machinery_stands_on_the_page(client, file):
    text = checked(client, code=file)
    assert not [word for word in ("哈希", "账本", "区块", "默克尔", "Merkle") if word in text]


def test_every_act_and_field_that_can_stand_on_a_leaf_has_words_of_its_own():
    kinds, fields = names.kinds(), names.fields()
    assert not set(FACTS) - set(kinds)
    assert not [kind for kind, words in kinds.items() if kind in words]
    assert not {field for facts in FACTS.values() for field in facts} - set(fields)
