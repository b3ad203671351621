"""Open pictures that strangers send, and make the copy that others may see: small, upright, without metadata.

Plain Python.
"""

from dataclasses import dataclass
from io import BytesIO

from PIL import Image, ImageOps

from duijie.kernel.errors import RuleBroken, mark

PUBLIC_PIXELS = 1600
PUBLIC_QUALITY = 82
SCREENED_PIXELS = 2400
MEGAPIXELS = 1_000_000
# A JPEG is decoded small; PNG and WebP are decoded whole, and a few kilobytes of them can hold gigabytes.
MAX_PIXELS = {"JPEG": 120 * MEGAPIXELS, "MPO": 120 * MEGAPIXELS, "PNG": 30 * MEGAPIXELS, "WEBP": 30 * MEGAPIXELS}
_DAMAGED = (OSError, ValueError, SyntaxError, EOFError, Image.DecompressionBombError)


@dataclass(frozen=True, slots=True)
class Picture:
    """A picture that opens: the original's size in pixels, and its content upright, opaque, at most 2400 pixels."""

    width: int
    height: int
    image: Image.Image

    def public_copy(self) -> bytes:
        """A JPEG of at most 1600 pixels that carries pixels and nothing else (no place, no time, no camera)."""
        small = self.image.copy()
        small.thumbnail((PUBLIC_PIXELS, PUBLIC_PIXELS), Image.Resampling.LANCZOS)
        bare = Image.new("RGB", small.size)
        bare.paste(small)
        written = BytesIO()
        bare.save(written, "JPEG", quality=PUBLIC_QUALITY, optimize=True, progressive=True)
        return written.getvalue()


def open_picture(data: bytes, *, field: str | None = None) -> Picture:
    """Open and decode a JPEG, PNG or WebP.

    Raises:
        RuleBroken: it is damaged, or has more pixels than a camera makes.
    """
    try:
        with Image.open(BytesIO(data), formats=("JPEG", "PNG", "WEBP")) as image:
            width, height = image.size
            _refuse_too_many_pixels(image, field)
            image.draft("RGB", (SCREENED_PIXELS, SCREENED_PIXELS))
            upright = ImageOps.exif_transpose(on_white(image))
    except _DAMAGED:
        raise RuleBroken(mark("The picture cannot be opened; it is damaged or not whole."), field=field) from None
    upright.thumbnail((SCREENED_PIXELS, SCREENED_PIXELS), Image.Resampling.LANCZOS)
    return Picture(width, height, upright)


def on_white(image: Image.Image) -> Image.Image:
    """The picture in RGB, what is transparent made white, as a reader would see it."""
    if not image.has_transparency_data:
        return image.convert("RGB")
    opaque = Image.new("RGBA", image.size, "white")
    opaque.alpha_composite(image.convert("RGBA"))
    flat = opaque.convert("RGB")
    flat.info = dict(image.info)
    return flat


def _refuse_too_many_pixels(image: Image.Image, field: str | None) -> None:
    limit = MAX_PIXELS[image.format or "PNG"]
    if image.width * image.height > limit:
        raise RuleBroken(
            mark("The picture has too many pixels: %(pixels)s million, at most %(limit)s million."),
            field=field,
            pixels=image.width * image.height // MEGAPIXELS,
            limit=limit // MEGAPIXELS,
        )
