"""The copy that others see carries pixels and nothing else."""

import io
import zlib

import pytest
from PIL import Image, PngImagePlugin

from duijie.kernel.errors import RuleBroken
from duijie.kernel.files.pictures import PUBLIC_PIXELS, open_picture


def saved(image: Image.Image, kind: str, **options: object) -> bytes:
    written = io.BytesIO()
    image.save(written, kind, **options)
    return written.getvalue()


def photo_with_metadata() -> bytes:
    exif = Image.Exif()
    exif[0x010F] = "PhoneMaker"
    exif[0x0112] = 6
    exif.get_ifd(0x8825).update({1: "N", 2: (35.0, 12.0, 30.0), 3: "E", 4: (105.0, 14.0, 0.0)})
    image = Image.new("RGB", (3000, 2000), "tan")
    return saved(
        image,
        "JPEG",
        exif=exif,
        comment=b"secret comment",
        icc_profile=b"profile" * 20,
        xmp=b"<x:xmpmeta>gps</x:xmpmeta>",
    )


def test_the_public_copy_is_small_upright_and_without_metadata() -> None:
    picture = open_picture(photo_with_metadata())
    assert (picture.width, picture.height) == (3000, 2000)
    copy = picture.public_copy()
    with Image.open(io.BytesIO(copy)) as shown:
        assert shown.format == "JPEG"
        assert max(shown.size) == PUBLIC_PIXELS
        assert shown.height > shown.width
        assert not shown.getexif()
        assert set(shown.info) <= {"jfif", "jfif_version", "jfif_unit", "jfif_density", "progressive", "progression"}
    for trace in (b"Exif", b"PhoneMaker", b"secret", b"profile", b"xmpmeta"):
        assert trace not in copy


def test_texts_in_a_png_are_left_behind_and_transparency_is_white() -> None:
    texts = PngImagePlugin.PngInfo()
    texts.add_text("Author", "secret author")
    copy = open_picture(saved(Image.new("RGBA", (40, 30), (0, 0, 0, 0)), "PNG", pnginfo=texts)).public_copy()
    assert b"secret" not in copy
    with Image.open(io.BytesIO(copy)) as shown:
        assert shown.getpixel((20, 15)) == (255, 255, 255)


@pytest.mark.parametrize(
    ("mode", "kind"),
    [("L", "JPEG"), ("CMYK", "JPEG"), ("P", "PNG"), ("1", "PNG"), ("LA", "PNG"), ("I;16", "PNG"), ("RGBA", "WEBP")],
)
def test_every_usual_kind_of_pixels_opens(mode: str, kind: str) -> None:
    assert open_picture(saved(Image.new(mode, (50, 40)), kind)).public_copy()


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_half_a_picture_is_refused(kind: str) -> None:
    data = saved(Image.effect_noise((400, 300), 50).convert("RGB"), kind)
    with pytest.raises(RuleBroken) as refused:
        open_picture(data[: len(data) // 2], field="photo")
    assert refused.value.field == "photo"


def test_a_picture_of_huge_size_in_few_bytes_is_refused() -> None:
    header = PngImagePlugin.putchunk
    written = io.BytesIO(b"")
    written.write(b"\x89PNG\r\n\x1a\n")
    header(written, b"IHDR", (60_000).to_bytes(4) + (60_000).to_bytes(4) + bytes([8, 2, 0, 0, 0]))
    header(written, b"IDAT", zlib.compress(bytes(1000)))
    header(written, b"IEND", b"")
    with pytest.raises(RuleBroken):
        open_picture(written.getvalue())
    flat = saved(Image.new("1", (8000, 5000)), "PNG")
    assert len(flat) < 20_000
    with pytest.raises(RuleBroken) as refused:
        open_picture(flat)
    assert refused.value.params == {"pixels": 40, "limit": 30}
