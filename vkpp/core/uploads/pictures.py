"""PNG and JPEG pictures: they must decode, be of a sane size, and end where the picture ends."""

import io

from django.utils.translation import gettext as _
from PIL import Image

from vkpp.core.uploads.refusal import Refused

PIXELS = 40_000_000
_STANDALONE = {0x01, *range(0xD0, 0xD8)}


def check_png(data: bytes) -> None:
    """A whole PNG and nothing behind it."""
    _decode(data, "PNG")
    _nothing_behind(_end_of_png(data), data)


def check_jpeg(data: bytes) -> None:
    """A whole JPEG and nothing behind it."""
    _decode(data, "JPEG")
    _nothing_behind(_end_of_jpeg(data), data)


def _decode(data: bytes, kind: str) -> None:
    try:
        with Image.open(io.BytesIO(data), formats=[kind]) as picture:
            if picture.width * picture.height > PIXELS:
                raise Refused(_too_large())
            picture.load()
    except Refused:
        raise
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise Refused(_too_large()) from error
    except Exception as error:
        raise Refused(_damaged()) from error


def _too_large() -> str:
    return _("the picture has too many pixels. Make it at most 40 megapixels.")


def _damaged() -> str:
    return _("the picture is damaged. Save it again and choose it again.")


def _nothing_behind(end: int, data: bytes) -> None:
    if not 0 <= end <= len(data):
        raise Refused(_damaged())
    if end != len(data):
        raise Refused(_("other data is hidden behind the picture. Save a copy in a picture program and choose that."))


def _end_of_png(data: bytes) -> int:
    place = 8
    while place + 8 <= len(data):
        kind = data[place + 4 : place + 8]
        place += 12 + int.from_bytes(data[place : place + 4], "big")
        if kind == b"IEND":
            return place
    return -1


def _end_of_jpeg(data: bytes) -> int:
    """Walk from marker to marker; after a start of scan, look for the next real marker."""
    place = 2
    while place + 2 <= len(data):
        if data[place] != 0xFF:
            return -1
        marker = data[place + 1]
        if marker == 0xD9:
            return place + 2
        if marker == 0xFF:
            place += 1
        elif marker in _STANDALONE:
            place += 2
        else:
            place += 2 + int.from_bytes(data[place + 2 : place + 4], "big")
            if marker == 0xDA:
                place = _after_scan(data, place)
    return -1


def _after_scan(data: bytes, place: int) -> int:
    while (place := data.find(b"\xff", place)) != -1 and place + 1 < len(data):
        if data[place + 1] != 0x00 and data[place + 1] not in _STANDALONE:
            return place
        place += 2
    return len(data)
