"""The contact sheet in docs/ is whole and small, and says of each page which one it is."""

import re

from tools.dev.contact_sheet import FOR_THE_README, INDEX, MOST_BYTES, PICTURES, SHEETS, kind_of
from tools.dev.screens import AUDIENCES


def test_every_audience_has_its_sheet_and_all_of_them_are_small() -> None:
    assert {each.stem for each in SHEETS.iterdir()} == {each.name for each in AUDIENCES}
    assert sum(each.stat().st_size for each in SHEETS.iterdir()) <= MOST_BYTES


def test_the_index_shows_every_sheet_and_names_every_page_on_it() -> None:
    index = INDEX.read_text(encoding="utf-8")
    assert re.findall(r"\((contact-sheet/\w+\.webp)\)", index) == [
        f"contact-sheet/{each.name}.webp" for each in AUDIENCES
    ]
    assert index.count("\n- ") >= sum(len(each.screens) for each in AUDIENCES)


def test_four_pictures_are_ready_for_the_readme() -> None:
    assert len(FOR_THE_README) == 4
    assert all((PICTURES / f"{name}.webp").exists() for name, _is_wide in FOR_THE_README.values())


def test_an_address_is_told_without_the_number_of_its_row() -> None:
    assert kind_of("http://127.0.0.1:8000/needs/N-7F3K9QA/") == "/needs/…/"
    assert kind_of("http://127.0.0.1:8000/search/?q=%E8%B7%AF%E7%81%AF") == "/search/?q=路灯"
