"""The references that follow from tables are current."""

import pytest

from tools.dev.diagrams import pages


@pytest.mark.parametrize("path", list(pages()), ids=lambda path: path.name)
def test_the_committed_page_is_current(path):
    assert path.read_text(encoding="utf-8") == pages()[path]
