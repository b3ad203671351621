"""The household's sheet: what is written into its cells is found again on a photo, however it was held."""

import cmath
import math
from io import BytesIO

from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from duijie.kernel.papers.reading import Line, cells_of, read_form
from duijie.kernel.papers.request_form import BOX_LEFT, CELLS
from tests.factories.sheets import FILLED, photographed_sheet


def written_sheet() -> list[tuple[float, float, str]]:
    """Every line of a filled-in sheet with its middle in millimetres."""
    labels = [(*cell.label_centre, cell.label) for cell in CELLS]
    answers = [
        (BOX_LEFT + 30, cell.top + 9 + 12 * row, text) for cell in CELLS for row, text in enumerate(FILLED[cell.key])
    ]
    return [*labels, *answers, (105.0, 28.0, "村民需求登记表"), (60.0, 255.0, "本人签名：")]


def read(angle: float, scale: float, shift: complex, lost: int | None = None) -> dict[str, str]:
    places = [(complex(x, y) * cmath.rect(scale, math.radians(angle)) + shift, text) for x, y, text in written_sheet()]
    kept = [each for number, each in enumerate(places) if number != lost]
    return cells_of(Line(text, at.real, at.imag) for at, text in reversed(kept))


@given(
    st.floats(-40, 40),
    st.floats(2, 12),
    st.complex_numbers(max_magnitude=2000),
    st.sampled_from([None, *range(len(CELLS))]),
)
def test_a_sheet_is_read_however_it_lies_even_with_one_label_lost(angle, scale, shift, lost):
    found = read(angle, scale, shift, lost)
    assert found == {key: "".join(texts) for key, texts in FILLED.items()}


def test_another_paper_is_not_read_as_ours():
    assert cells_of([Line("姓名", 0, 0), Line("示例丙", 50, 0), Line("收据", 20, 30)]) == {}
    assert cells_of([]) == {}


def test_an_empty_cell_is_left_out():
    lines = [Line(text, x, y) for x, y, text in written_sheet() if text != "13800000007"]
    assert "phone" not in cells_of(lines)


def test_a_photo_of_the_printed_sheet_is_read() -> None:
    found = read_form(Image.open(BytesIO(photographed_sheet())))
    assert found == {key: "".join(texts).replace(" ", "") for key, texts in FILLED.items()}
