"""The picture that stands beside a shared link: drawn from what the page says anyway, with our own mark.

Drawn when it is asked for and kept in the process; a picture is 1200 × 630 points, as those who show links expect.
"""

from functools import lru_cache
from importlib.util import find_spec
from io import BytesIO
from pathlib import Path

from django.http import HttpResponse
from django.urls import path
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from PIL import Image, ImageDraw, ImageFont

from duijie.apps.needs.selectors.needs import public_need
from duijie.apps.offers.selectors import offer_by_number
from duijie.kernel.access.actors import VISITOR
from duijie.web.frame.formats import quantity
from duijie.web.frame.policies import ActorRequest, open_to_all

WIDTH, HEIGHT = 1200, 630
_MARGIN = 90
_GROUND, _INK, _SOFT, _BAMBOO, _OCHRE = "#fbf8f1", "#20261f", "#4a5046", "#17573f", "#8a3616"
_TITLE_SIZE, _TEXT_SIZE, _LINES = 72, 36, 3
_KEPT = 128
_SIMPLIFIED = 2
"""The face of the collection whose characters are drawn as in mainland China."""
_REGULAR, _BOLD = 450, 700
_MARK = (
    (((2, 4), (15, 4), (15, 12), (21, 12), (21, 20), (15, 20), (15, 28), (2, 28)), _BAMBOO),
    (((18, 4), (30, 4), (30, 28), (18, 28), (18, 23), (24, 23), (24, 9), (18, 9)), _OCHRE),
)
_MARK_SCALE = 3
_DAY = 24 * 3600


@open_to_all
@cache_control(public=True, max_age=_DAY)
def platform_card(request: ActorRequest) -> HttpResponse:  # noqa: ARG001
    """The platform's own picture."""
    return _png(_("Duijie"), (_("Social organizations in rural revitalization"),))


@open_to_all
@cache_control(public=True, max_age=_DAY)
def need_card(request: ActorRequest, number: str) -> HttpResponse:  # noqa: ARG001
    """The picture of a published need."""
    need = public_need(number)
    return _png(need.title, (f"{need.public_place}　{quantity(need.quantity, need.unit)}", need.number))


@open_to_all
@cache_control(public=True, max_age=_DAY)
def offer_card(request: ActorRequest, number: str) -> HttpResponse:  # noqa: ARG001
    """The picture of an offer that everybody may see."""
    offer = offer_by_number(VISITOR, number)
    return _png(offer.title, (offer.organization.name, offer.number))


def _png(title: str, lines: tuple[str, ...]) -> HttpResponse:
    footer = f"{_('Duijie')}　{_('Social organizations in rural revitalization')}"
    return HttpResponse(drawn(title, lines, footer), content_type="image/png")


@lru_cache(maxsize=_KEPT)
def drawn(title: str, lines: tuple[str, ...], footer: str) -> bytes:
    """A picture as PNG: the title in up to three lines, some lines below it, the footer beside our mark."""
    picture = Image.new("RGB", (WIDTH, HEIGHT), _GROUND)
    draw = ImageDraw.Draw(picture)
    draw.rectangle((0, 0, WIDTH, 18), fill=_BAMBOO)
    down = _MARGIN
    for line in wrapped(title, _TITLE_SIZE)[:_LINES]:
        draw.text((_MARGIN, down), line, font=_font(_TITLE_SIZE, _BOLD), fill=_INK)
        down += _TITLE_SIZE * 4 // 3
    down += _TEXT_SIZE
    for line in lines:
        draw.text((_MARGIN, down), wrapped(line, _TEXT_SIZE)[0], font=_font(_TEXT_SIZE), fill=_SOFT)
        down += _TEXT_SIZE * 3 // 2
    corner = HEIGHT - _MARGIN - 32 * _MARK_SCALE // 2
    for points, colour in _MARK:
        draw.polygon([(_MARGIN + x * _MARK_SCALE, corner + y * _MARK_SCALE) for x, y in points], fill=colour)
    draw.text((_MARGIN + 120, corner + 24), footer, font=_font(_TEXT_SIZE), fill=_BAMBOO)
    stream = BytesIO()
    picture.quantize(64).save(stream, "PNG", optimize=True)
    return stream.getvalue()


def wrapped(text: str, size: int) -> list[str]:
    """The text in lines that fit between the margins; at least one line, perhaps an empty one."""
    lines, line, font = [], "", _font(size, _BOLD)
    for character in text:
        if line and font.getlength(line + character) > WIDTH - 2 * _MARGIN:
            lines.append(line)
            line = ""
        line += character
    return [*lines, line]


@lru_cache(maxsize=4)
def _font(size: int, weight: int = _REGULAR) -> ImageFont.FreeTypeFont:
    spec = find_spec("manimgx_fonts_cjk")
    if spec is None or spec.origin is None:
        raise RuntimeError("the package manimgx-fonts-cjk is missing; install requirements.lock")
    found = ImageFont.truetype(str(next(Path(spec.origin).parent.glob("*.ttc"))), size, index=_SIMPLIFIED)
    found.set_variation_by_axes([weight])
    return found


urlpatterns = [
    path("card.png", platform_card, name="card"),
    path("needs/<str:number>/card.png", need_card, name="need-card"),
    path("offers/<str:number>/card.png", offer_card, name="offer-card"),
]
