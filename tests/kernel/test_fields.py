from collections import Counter

from duijie.kernel.fields import AID_LABELS, AREA_LABELS, FIELDS, GOAL_LABELS, SUBFIELDS, Aid, Area, Goal


def test_the_seven_fields_are_those_of_article_five_in_its_order():
    assert list(FIELDS) == ["industry", "agritech", "culture_sport", "ecology", "health", "governance", "livelihood"]


def test_every_subfield_stands_once_under_its_own_field():
    codes = Counter(subfield.code for field in FIELDS.values() for subfield in field.subfields)
    assert codes.total() == len(SUBFIELDS)
    assert all(subfield.field == field.code for field in FIELDS.values() for subfield in field.subfields)
    assert not SUBFIELDS.keys() & FIELDS.keys()


def test_every_area_goal_and_kind_of_aid_is_served_and_named():
    for kinds, labels, name in ((Area, AREA_LABELS, "area"), (Goal, GOAL_LABELS, "goal"), (Aid, AID_LABELS, "aid")):
        assert {getattr(subfield, name) for subfield in SUBFIELDS.values()} == set(kinds) == set(labels)


def test_no_two_labels_are_the_same():
    labels = Counter([*(field.label for field in FIELDS.values()), *(leaf.label for leaf in SUBFIELDS.values())])
    assert [label for label, times in labels.items() if times > 1] == []
