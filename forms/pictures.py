"""Pictures for plastic: size for the place at 300 dpi, and blacks lifted out of the resin panel's reach."""

from __future__ import annotations

from io import BytesIO

from PIL import Image, UnidentifiedImageError

from forms.errors import FormsError

LIFTED = 26  # darker pixels would be extracted to the K panel (Zebra ZXP9 manual: slider up to 25,25,25)
DPI = 300


class BadPicture(FormsError):
    """The bytes are no picture we can place."""


def for_card(data: bytes, width_mm: float, height_mm: float) -> tuple[bytes, tuple[int, int]]:
    """RGB pixels and size for a place on the card: covers it, centred, with no pixel darker than LIFTED."""
    size = (round(width_mm / 25.4 * DPI), round(height_mm / 25.4 * DPI))
    try:
        picture = Image.open(BytesIO(data)).convert("RGB")
    except (UnidentifiedImageError, OSError) as error:
        raise BadPicture("not a picture") from error
    lifted = _cover(picture, size).point([max(value, LIFTED) for value in range(256)] * 3)
    return lifted.tobytes(), size


def _cover(picture: Image.Image, size: tuple[int, int]) -> Image.Image:
    scale = max(size[0] / picture.width, size[1] / picture.height)
    large = picture.resize((round(picture.width * scale), round(picture.height * scale)), Image.Resampling.LANCZOS)
    left, top = (large.width - size[0]) // 2, (large.height - size[1]) // 2
    return large.crop((left, top, left + size[0], top + size[1]))
