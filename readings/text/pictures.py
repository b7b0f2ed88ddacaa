"""Pictures that people bring: looked at, and written anew, before anything of them is kept.

What a file is, Pillow decides by its content. It is decoded within limits and encoded again: so
nothing comes along but the picture itself (no place where a photograph was taken, no second file
behind the first), turned as its camera held it, in the colours of the web. Pure: it knows neither
the database nor the disk.
"""

from __future__ import annotations

import hashlib
import re
import struct
import zlib
from dataclasses import dataclass
from io import BytesIO
from pathlib import PurePath
from typing import Any, Literal

from PIL import Image, ImageCms, ImageOps, UnidentifiedImageError

from readings.text.markdown.problems import TextProblem, gettext_noop

Format = Literal["jpeg", "png", "webp"]

MAX_BYTES = 20_000_000  # of a file
MAX_PIXELS = 40_000_000  # of what it unpacks to: 160 MB while it is decoded
MAX_EDGE = 2_000  # pixels; a larger picture is scaled down
PREVIEW_EDGE = 480
LEAST_EDGE = 3  # pixels; what is smaller parts or counts, and shows nothing
HEAVY = 1_000_000  # bytes; a PNG without transparency that has more is a photograph
JPEG_QUALITY = 88
WEBP_QUALITY = 88

ENDINGS: dict[str, str] = {"jpeg": "jpg", "png": "png", "webp": "webp"}
MAGIC = (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"GIF8", b"RIFF")  # how the formats begin

BEGINNING = 1_000  # bytes of a file that tell whether it may be a picture
_DRAWING = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml[^>]*\?>\s*)?(?:<!--[^>]*-->\s*)*"
    rb"(?:<!doctype svg[^>]*>\s*)?<svg\b",
    re.IGNORECASE,
)
_READ = ("JPEG", "PNG", "WEBP", "GIF")
_BROKEN = (
    OSError, SyntaxError, ValueError, EOFError, IndexError, KeyError, TypeError, AttributeError,
    OverflowError, MemoryError, struct.error, zlib.error, ImageCms.PyCMSError,
)  # fmt: skip
_BOMBS = (Image.DecompressionBombError, Image.DecompressionBombWarning)
_DIGITS = 32  # of a key's digest
_TURN = 0x0112  # the EXIF tag that says how the camera was held
_MODES = frozenset(("1", "L", "LA", "P", "RGB", "RGBA", "CMYK"))

UNKNOWN = gettext_noop("it is no JPEG, PNG, WebP or GIF picture")
DRAWING = gettext_noop("it is an SVG drawing, and such can hold scripts")
TOO_LARGE = gettext_noop("it has more than %(most)s megabytes")
TOO_MANY_PIXELS = gettext_noop("it has more than %(most)s million pixels")
TOO_SMALL = gettext_noop("it is too small to show anything")
DAMAGED = gettext_noop("it is damaged or incomplete")


class PictureProblem(TextProblem):
    """A file that cannot be kept as a picture; the message says why, without naming it."""


@dataclass(frozen=True)
class CheckedPicture:
    """A picture as it is kept; `moved` says that only the first of several frames is left."""

    key: str
    format: Format
    width: int
    height: int
    content: bytes
    moved: bool = False

    @property
    def name(self) -> str:
        """The name of its file."""
        return f"{self.key}.{ENDINGS[self.format]}"


def looks_like_picture(beginning: bytes) -> bool:
    """Whether the first bytes of a file are those of a format that is taken."""
    return beginning.startswith(MAGIC)


def looks_like_drawing(beginning: bytes) -> bool:
    """Whether the first bytes of a file are those of an SVG."""
    return bool(_DRAWING.match(beginning))


def check_picture(data: bytes, *, name: str = "") -> CheckedPicture:
    """The picture in a file, fit to be kept. Raises PictureProblem.

    The key is made from the bytes that are kept. A file that was exported carries its key as its
    name, and proves it by its bytes: so it comes back under the same key, though encoding a
    photograph once more gives other bytes.
    """
    if len(data) > MAX_BYTES:
        raise PictureProblem(TOO_LARGE, most=MAX_BYTES // 1_000_000)
    found = _opened(data)
    try:
        moved = getattr(found, "n_frames", 1) > 1 and found.format != "MPO"
        kept = _plain(found)
        kind, content = _encoded(found, kept)
    except PictureProblem:
        raise
    except _BROKEN:
        raise PictureProblem(DAMAGED) from None
    known = _key(data, kept.size)
    key = known if PurePath(name).stem == known else _key(content, kept.size)
    return CheckedPicture(key, kind, kept.width, kept.height, content, moved)


def preview(content: bytes) -> bytes:
    """A small WebP of a picture that was checked, for a list of them. Raises PictureProblem."""
    found = _opened(content)
    try:
        found.thumbnail((PREVIEW_EDGE, PREVIEW_EDGE))
        out = BytesIO()
        found.convert("RGBA" if found.has_transparency_data else "RGB").save(
            out, "WEBP", quality=WEBP_QUALITY
        )
    except _BROKEN:
        raise PictureProblem(DAMAGED) from None
    return out.getvalue()


def described(content: bytes) -> tuple[Format, int, int]:
    """Format, width and height of a picture that is kept. Raises PictureProblem."""
    found = _opened(content)
    kind: Any = (found.format or "").lower()
    if kind not in ENDINGS:
        raise PictureProblem(UNKNOWN)
    return kind, found.width, found.height


def pixels_of(data: bytes) -> int:
    """How many pixels a file says that it has, without decoding it; 0 for no picture."""
    try:
        found = _opened(data)
    except PictureProblem:
        return 0
    return found.width * found.height


def _opened(data: bytes) -> Image.Image:
    """The picture, of which only the head is read yet."""
    try:
        found = Image.open(BytesIO(data), formats=_READ)
    except _BOMBS:
        raise PictureProblem(TOO_MANY_PIXELS, most=MAX_PIXELS // 1_000_000) from None
    except UnidentifiedImageError:
        raise PictureProblem(_unknown(data)) from None
    except _BROKEN:
        raise PictureProblem(DAMAGED) from None
    if found.width * found.height > MAX_PIXELS:
        raise PictureProblem(TOO_MANY_PIXELS, most=MAX_PIXELS // 1_000_000)
    _fitting(found.size)
    return found


def _unknown(data: bytes) -> str:
    """Why Pillow knows no picture in it."""
    if looks_like_picture(data[:16]):
        return DAMAGED
    return DRAWING if looks_like_drawing(data[:BEGINNING]) else UNKNOWN


def _plain(found: Image.Image) -> Image.Image:
    """The picture decoded: upright, no larger than it may be, and without all that it carries."""
    found.draft("", _fitting(found.size))  # a photograph need not be unpacked to its full size
    found.load()
    picture = _in_plain_mode(_scaled(_turned(found)))
    picture = _in_colours_of_the_web(picture, found.info.get("icc_profile"))
    picture.info = {}
    return picture


def _turned(picture: Image.Image) -> Image.Image:
    """As the camera was held; what cannot be read of that counts for nothing."""
    try:
        return ImageOps.exif_transpose(picture) if picture.getexif().get(_TURN, 1) != 1 else picture
    except _BROKEN:
        return picture


def _in_plain_mode(picture: Image.Image) -> Image.Image:
    if picture.mode.startswith("I"):  # 16 bits of grey
        return picture.convert("I").point(lambda grey: grey / 256).convert("L")
    if "transparency" in picture.info:
        picture = picture.convert("RGBA")
    if picture.mode == "RGBA" and picture.getchannel("A").getextrema() == (255, 255):
        return picture.convert("RGB")
    return picture if picture.mode in _MODES else picture.convert("RGB")


def _scaled(picture: Image.Image) -> Image.Image:
    size = _fitting(picture.size)
    if size == picture.size:
        return picture
    if picture.mode == "P" or "transparency" in picture.info:
        picture = picture.convert("RGBA" if "transparency" in picture.info else "RGB")
    elif picture.mode == "1":
        picture = picture.convert("L")
    return picture.resize(size, Image.Resampling.LANCZOS, reducing_gap=2.0)


def _fitting(size: tuple[int, int]) -> tuple[int, int]:
    """The size, or a smaller one in the same proportions. Raises PictureProblem for a line."""
    share = min(1.0, MAX_EDGE / max(size))
    width, height = (round(edge * share) for edge in size)
    if min(width, height) < LEAST_EDGE:
        raise PictureProblem(TOO_SMALL)
    return width, height


def _in_colours_of_the_web(picture: Image.Image, profile: bytes | None) -> Image.Image:
    """In sRGB, which a browser takes for granted where nothing else is said."""
    if profile and picture.mode in ("RGB", "RGBA", "CMYK"):
        mode = "RGBA" if picture.mode == "RGBA" else "RGB"
        try:
            own = ImageCms.ImageCmsProfile(BytesIO(profile))
            if "sRGB" not in ImageCms.getProfileDescription(own):
                srgb = ImageCms.createProfile("sRGB")
                picture = ImageCms.profileToProfile(picture, own, srgb, outputMode=mode) or picture
        except _BROKEN:
            pass  # a profile that says nothing
    return picture.convert("RGB") if picture.mode == "CMYK" else picture


def _encoded(found: Image.Image, kept: Image.Image) -> tuple[Format, bytes]:
    if found.format in ("JPEG", "MPO"):
        # One that was not changed is written with its own tables, and loses next to nothing.
        same = kept is found and found.format == "JPEG"
        return "jpeg", _jpeg(kept, "keep" if same else JPEG_QUALITY)
    out = BytesIO()
    if found.format == "WEBP":
        kept.save(out, "WEBP", quality=WEBP_QUALITY)
        return "webp", out.getvalue()
    kept.save(out, "PNG", compress_level=4)  # above, it takes ten times as long for a tenth less
    if kept.mode == "RGB" and len(out.getvalue()) > HEAVY:
        return "jpeg", _jpeg(kept, JPEG_QUALITY)
    return "png", out.getvalue()


def _jpeg(picture: Image.Image, quality: Any) -> bytes:
    out = BytesIO()
    picture.save(out, "JPEG", quality=quality, optimize=True, progressive=True)
    return out.getvalue()


def _key(content: bytes, size: tuple[int, int]) -> str:
    return f"{hashlib.sha256(content).hexdigest()[:_DIGITS]}-{size[0]}x{size[1]}"
