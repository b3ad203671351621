from collections.abc import Mapping

import pytest
from django.db import IntegrityError, transaction

from duijie.apps.notices.models import Notice
from duijie.apps.records import rules
from duijie.apps.records.models import Leaf, Pseudonym
from duijie.apps.records.rules import FactsRefused, facts_root
from duijie.apps.records.selectors import body_of, is_intact, leaf_of_entry, leaves_of
from duijie.apps.records.services import erase, keep_leaf
from duijie.kernel.access.actors import Actor, Role
from duijie.kernel.audit.models import AuditEntry
from duijie.kernel.ids import new_id

pytestmark = pytest.mark.django_db
KIND = "projects.project.confirm"
FACTS = {"need": "N-2345678", "quantity": "30", "unit": "盏", "by": "code"}
VILLAGE_PATH = "/62/6211/621121/621121100/621121100201/"
CADRE = Actor(id=new_id(), role=Role.VILLAGE, label="示例村", division_path=VILLAGE_PATH)


def act(subject: Notice, facts: Mapping[str, object] | None = FACTS, kind: str = KIND) -> AuditEntry:
    """The entry of an act on a row (any model will do), already heard by `keep_leaf`."""
    entry = AuditEntry.objects.create(
        action=kind,
        subject_kind="notice",
        subject_id=subject.pk,
        division_path=VILLAGE_PATH,
        actor_id=CADRE.id,
        actor_role=CADRE.role.value,
        actor_label=CADRE.label,
        channel="web",
        facts=None if facts is None else dict(facts),
    )
    keep_leaf(entry)
    return entry


@pytest.fixture
def subject() -> Notice:
    return Notice.objects.create(account_id=new_id(), entry_id=new_id(), link="/")


def test_a_public_act_leaves_facts_salts_and_a_root_that_they_make(subject: Notice) -> None:
    entry = act(subject)
    leaf = leaf_of_entry(entry.pk)
    assert leaf is not None
    assert leaf.facts == FACTS
    assert leaf.salts.keys() == FACTS.keys()
    assert len(set(leaf.salts.values())) == len(FACTS)
    salts = {field: bytes.fromhex(salt) for field, salt in leaf.salts.items()}
    assert leaf.root == facts_root(FACTS, salts).hex()
    assert is_intact(leaf)


def test_the_leaf_itself_tells_neither_who_nor_which_row_nor_the_minute(subject: Notice) -> None:
    entry = act(subject)
    leaf = Leaf.objects.get()
    written = body_of(leaf).as_bytes().decode()
    for hidden in (
        str(subject.pk),
        subject.pk.hex,
        str(entry.pk),
        str(CADRE.id),
        CADRE.label,
        "621121100",
        "N-2345678",
    ):
        assert hidden not in written
    assert (leaf.hour.minute, leaf.hour.second, leaf.division, leaf.role) == (0, 0, "621121", "village")


def test_changed_facts_are_noticed(subject: Notice) -> None:
    act(subject)
    leaf = Leaf.objects.get()
    for facts in ({**FACTS, "quantity": "31"}, {key: FACTS[key] for key in ("need",)}, {**FACTS, "extra": "1"}):
        leaf.facts = facts
        assert not is_intact(leaf)


def test_two_acts_of_one_row_share_a_pseudonym_and_no_salt(subject: Notice) -> None:
    act(subject)
    act(subject)
    first, second = leaves_of(subject)
    assert first.subject == second.subject
    assert first.root != second.root
    assert not set(first.salts.values()) & set(second.salts.values())


def test_an_act_has_one_leaf_however_often_it_is_heard(subject: Notice) -> None:
    keep_leaf(act(subject))
    assert Leaf.objects.count() == 1


def test_an_act_without_facts_or_an_internal_one_has_no_leaf(subject: Notice) -> None:
    act(subject, facts=None)
    act(subject, kind="matches.match.decline")
    assert not Leaf.objects.exists()
    assert not Pseudonym.objects.exists()


def test_an_act_with_a_fact_that_is_not_listed_does_not_happen(subject: Notice) -> None:
    with pytest.raises(FactsRefused), transaction.atomic():
        act(subject, facts={**FACTS, "phone": "13800000001"})
    assert not AuditEntry.objects.exists()


def test_erasing_takes_facts_salts_and_the_way_back_and_leaves_the_roots(subject: Notice) -> None:
    act(subject)
    act(subject)
    before = [(leaf.root, body_of(leaf).as_bytes()) for leaf in leaves_of(subject)]
    kept = Leaf.objects.first()
    assert kept is not None
    shown, salts = kept.facts, {field: bytes.fromhex(salt) for field, salt in kept.salts.items()}

    assert erase(actor=CADRE, subject=subject) == 2

    assert not leaves_of(subject).exists()
    old, erasure = Leaf.objects.exclude(kind=rules.ERASURE).order_by("id"), Leaf.objects.get(kind=rules.ERASURE)
    assert [(leaf.root, body_of(leaf).as_bytes()) for leaf in old] == before
    assert all(leaf.facts is None and leaf.salts is None and leaf.entry_id is None for leaf in old)
    assert all(is_intact(leaf) for leaf in old)
    assert (erasure.facts, erasure.subject) == ({"leaves": 2}, kept.subject)
    assert facts_root(shown, salts).hex() == kept.root
    assert not AuditEntry.objects.exclude(action=rules.ERASURE).exclude(facts=None).exists()


def test_erasing_again_or_what_has_no_leaf_does_nothing(subject: Notice) -> None:
    assert erase(actor=CADRE, subject=subject) == 0
    act(subject)
    erase(actor=CADRE, subject=subject)
    assert erase(actor=CADRE, subject=subject) == 0
    assert Leaf.objects.filter(kind=rules.ERASURE).count() == 1


def test_after_erasing_a_row_goes_under_a_new_name(subject: Notice) -> None:
    act(subject)
    name = Pseudonym.objects.get().text
    erase(actor=CADRE, subject=subject)
    act(subject)
    assert Pseudonym.objects.get().text != name


def test_the_database_refuses_facts_without_their_salts(subject: Notice) -> None:
    act(subject)
    with pytest.raises(IntegrityError), transaction.atomic():
        Leaf.objects.update(salts=None)
