"""What becomes of a picture before it is kept, and what is refused."""

from __future__ import annotations

import hashlib

import pytest
from PIL import Image, ImageCms
from PIL.PngImagePlugin import PngInfo

from readings.text import pictures
from readings.text.markdown.pictures import size_of
from readings.text.pictures import PictureProblem, check_picture, described
from tests.fixtures.painting import opened, painted, picture_file, pixel, saved

SECRET = "Under the third stone"


def refused(data: bytes, **options: str) -> str:
    with pytest.raises(PictureProblem) as caught:
        check_picture(data, **options)
    return str(caught.value)


@pytest.mark.parametrize(
    ("kind", "kept"), [("JPEG", "jpeg"), ("PNG", "png"), ("WEBP", "webp"), ("GIF", "png")]
)
def test_the_content_says_what_it_is(kind, kept):
    found = check_picture(picture_file(kind), name="page.html")
    assert (found.format, found.width, found.height) == (kept, 60, 40)
    assert opened(found.content).format == kept.upper()
    assert described(found.content) == (kept, 60, 40)
    assert found.name == f"{found.key}.{pictures.ENDINGS[kept]}"


def test_the_key_is_made_from_what_is_kept():
    found = check_picture(picture_file())
    assert found.key == f"{hashlib.sha256(found.content).hexdigest()[:32]}-60x40"
    assert size_of(found.key) == (60, 40)
    assert check_picture(picture_file()) == found
    assert check_picture(picture_file(colour="red")).key != found.key


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_an_exported_picture_comes_back_under_its_key(kind):
    found = check_picture(picture_file(kind, size=(300, 200)))
    assert check_picture(found.content, name=found.name).key == found.key


def test_a_key_that_the_bytes_do_not_prove_is_not_believed():
    first, other = check_picture(picture_file("JPEG")), picture_file("JPEG", "red")
    assert check_picture(other, name=first.name).key != first.key


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_nothing_comes_along_but_the_picture(kind):
    exif = Image.Exif()
    exif[0x010E] = SECRET
    exif.get_ifd(0x8825)[2] = (47.0, 22.0, 41.0)
    xmp = f"<x:xmpmeta>{SECRET}</x:xmpmeta>".encode()
    data = picture_file(kind, exif=exif, xmp=xmp)
    assert SECRET.encode() in data
    found = check_picture(data + b"<script>alert(1)</script>")
    assert SECRET.encode() not in found.content
    assert b"script" not in found.content
    assert not opened(found.content).getexif()


@pytest.mark.parametrize("kind", ["JPEG", "WEBP"])
def test_a_picture_stands_as_its_camera_was_held(kind):
    exif = Image.Exif()
    exif[0x0112] = 6
    found = check_picture(picture_file(kind, exif=exif))
    assert (found.width, found.height) == (40, 60)
    # The dark corner was the first one; turned to the right it is the second.
    assert pixel(found.content, (35, 5), "L") < pixel(found.content, (5, 5), "L")


def test_a_large_picture_is_scaled_down():
    found = check_picture(picture_file("JPEG", size=(3_000, 1_500)))
    assert (found.width, found.height) == (2_000, 1_000)
    assert opened(found.content).size == (2_000, 1_000)


@pytest.mark.parametrize("mode", ["1", "L", "P", "LA", "RGBA"])
def test_every_kind_of_pixel_is_scaled_down(mode):
    found = check_picture(picture_file(size=(2_500, 100), mode=mode))
    assert (found.width, found.height) == (2_000, 80)


def test_a_photograph_is_no_png():
    noise = Image.effect_noise((1_000, 800), 90)
    soft = Image.merge("RGB", (noise, noise.rotate(90).resize(noise.size), noise))
    found = check_picture(saved(soft))
    assert found.format == "jpeg"
    assert len(found.content) < pictures.HEAVY < len(saved(soft))


def test_what_can_be_seen_through_stays_so():
    found = check_picture(picture_file(colour=(10, 20, 30, 40), mode="RGBA"))
    assert pixel(found.content, (59, 39)) == (10, 20, 30, 40)
    clear = check_picture(picture_file("GIF", mode="P", transparency=1))
    assert pixel(clear.content, (59, 39), "RGBA")[3] == 0
    full = check_picture(saved(Image.new("RGBA", (60, 40), (10, 20, 30, 255))))
    assert opened(full.content).mode == "RGB"


def test_sixteen_bits_of_grey_keep_their_shade():
    found = check_picture(saved(Image.new("I;16", (20, 20), 40_000)))
    assert pixel(found.content, (1, 1)) == 40_000 // 256


def test_colours_of_print_and_of_other_profiles_become_those_of_the_web():
    assert opened(check_picture(saved(painted(mode="CMYK"), "JPEG")).content).mode == "RGB"
    for profile in (b"no profile", ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB"))):
        icc = profile if isinstance(profile, bytes) else profile.tobytes()
        found = opened(check_picture(picture_file("JPEG", icc_profile=icc)).content)
        assert "icc_profile" not in found.info


def test_of_a_moving_picture_the_first_frame_is_left():
    frames = [painted("red"), painted("blue")]
    for kind in ("GIF", "WEBP", "PNG"):
        found = check_picture(saved(painted("teal"), kind, save_all=True, append_images=frames))
        assert found.moved
        assert getattr(opened(found.content), "n_frames", 1) == 1
    assert not check_picture(picture_file("GIF")).moved


@pytest.mark.parametrize(
    ("data", "why"),
    [
        (b"", "no JPEG"),
        (b"<html><script>alert(1)</script></html>", "no JPEG"),
        (b"<?xml version='1.0'?><svg onload='alert(1)'/>", "SVG"),
        (b"%PDF-1.7", "no JPEG"),
        (b"\x89PNG\r\n\x1a\n<script>alert(1)</script>", "damaged"),
        (b"GIF89a<script>alert(1)</script>", "damaged"),
        (b"RIFF\x00\x00\x00\x00WEBPVP8 ", "damaged"),
    ],
)
def test_what_is_no_picture(data, why):
    assert why in refused(data, name="photo.png")


@pytest.mark.parametrize("kind", ["BMP", "TIFF", "PPM", "ICO"])
def test_formats_that_are_not_taken(kind):
    assert "no JPEG" in refused(picture_file(kind))


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP", "GIF"])
@pytest.mark.parametrize("share", [0.1, 0.5, 0.9])
def test_truncated_files(kind, share):
    whole = saved(Image.effect_noise((200, 200), 90), kind)
    assert "damaged" in refused(whole[: int(len(whole) * share)])


@pytest.mark.parametrize(
    "size",
    # The second is beyond what Pillow warns of, the third beyond what it opens.
    [(8_000, 5_001), (10_000, 10_000), (20_000, 20_000)],
)
def test_a_small_file_with_more_pixels_than_fit(size):
    bomb = saved(Image.new("1", size))
    assert len(bomb) < 100_000
    assert "40 million pixels" in refused(bomb)


def test_a_file_with_too_many_bytes(monkeypatch):
    monkeypatch.setattr(pictures, "MAX_BYTES", 1_000)
    assert "megabytes" in refused(picture_file() + b"\0" * 1_000)


def test_text_that_unpacks_to_a_bomb():
    text = PngInfo()
    text.add_text("Comment", "x" * 70_000_000, zip=True)
    assert "damaged" in refused(picture_file(pnginfo=text))


@pytest.mark.parametrize("size", [(1, 1), (2, 600), (30_000, 4)])
def test_what_only_parts_or_counts(size):
    assert "too small" in refused(saved(Image.new("L", size)))
