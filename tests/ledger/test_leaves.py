"""What a leaf is made of: the same bytes as any other writer of RFC 8785 JSON gives."""

import rfc8785
from hypothesis import given
from hypothesis import strategies as st

from duijie.ledger.formats.leaves import leaf_bytes

texts = st.text(max_size=20)


@given(st.fixed_dictionaries(dict.fromkeys(("kind", "hour", "division", "subject", "role", "root"), texts)))
def test_a_leaf_is_canonical_json_whatever_its_texts_are(fields):
    assert leaf_bytes(**fields) == rfc8785.dumps(fields)


def test_a_leaf_as_the_reference_shows_it():
    leaf = leaf_bytes(
        kind="projects.project.confirm",
        hour="2026-11-21T09Z",
        division="621121",
        subject="ab" * 16,
        role="village",
        root="00" * 32,
    )
    assert leaf.decode() == (
        '{"division":"621121","hour":"2026-11-21T09Z","kind":"projects.project.confirm","role":"village",'
        f'"root":"{"00" * 32}","subject":"{"ab" * 16}"}}'
    )
