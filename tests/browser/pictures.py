"""Drawn pictures that say that they are none."""

from io import BytesIO

from PIL import Image, ImageDraw


def photograph(width: int = 1600, height: int = 1200) -> bytes:
    """A JPEG of lamps along a path, with enough grain to be as large as a phone's picture."""
    grain = Image.effect_noise((width, height), 60).convert("RGB")
    picture = Image.blend(Image.new("RGB", (width, height), "#31506b"), grain, 0.25)
    pen = ImageDraw.Draw(picture)
    for left in range(width // 8, width, width // 5):
        pen.line((left, height // 5, left, height - height // 6), fill="#222222", width=14)
        pen.ellipse((left - 40, height // 5 - 40, left + 40, height // 5 + 40), fill="#f0c75e")
    pen.text((40, 20), "DEMO", fill="#ffffff")
    stream = BytesIO()
    picture.save(stream, "JPEG", quality=92)
    return stream.getvalue()
