"""A household's sheet as it comes back: printed, filled in, and photographed a little askew."""

from io import BytesIO

import pypdfium2
from PIL import Image, ImageDraw

from duijie.kernel.papers.cards import _font
from duijie.kernel.papers.request_form import BOX_LEFT, CELLS, request_form_pdf

FILLED = {
    "village": ["甲示例村"],
    "name": ["示例丙"],
    "phone": ["13800000007"],
    "house": ["三组 8 号"],
    "text": ["水窖漏水，家里四口人", "没有水吃，想修一修。"],
}


def photographed_sheet() -> bytes:
    """A JPEG of the sheet, with a real font in place of handwriting, turned by 2.5 degrees."""
    page = pypdfium2.PdfDocument(request_form_pdf())[0].render(scale=1.7).to_pil().convert("RGB")
    to_pixels, pen = page.width / 210, ImageDraw.Draw(page)
    for cell in CELLS:
        for row, text in enumerate(FILLED[cell.key]):
            place = ((BOX_LEFT + 6) * to_pixels, (cell.top + 5 + 12 * row) * to_pixels)
            pen.text(place, text, font=_font(round(7 * to_pixels)), fill="#1a2a6a")
    photo = BytesIO()
    page.rotate(2.5, expand=True, fillcolor="#888", resample=Image.Resampling.BICUBIC).save(photo, "JPEG", quality=75)
    return photo.getvalue()
