from __future__ import annotations

import datetime as dt
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ledger_app.evidence.pictures import picture_flaw, taken_on
from tests.pictures import a_jpeg, a_png

TAKEN = "2024:05:06 10:20:30"


def flaw(content: bytes, format_: str) -> str:
    return picture_flaw(io.BytesIO(content), format_)


@pytest.mark.parametrize(("content", "format_"), [(a_png(3, 2), "png"), (a_jpeg(), "jpeg"), (a_jpeg(TAKEN), "jpeg")])
def test_a_whole_picture_has_no_flaw_and_any_part_of_it_has(content: bytes, format_: str) -> None:
    assert flaw(content, format_) == ""
    for end in range(12, len(content) - 2):
        assert flaw(content[:end], format_), end


def test_a_picture_without_size_or_with_nonsense_inside_is_named() -> None:
    assert flaw(a_png(0, 5), "png") == "图片结构损坏"
    whole = a_jpeg()
    frame = whole.index(b"\xff\xc0")
    assert flaw(whole[:frame] + whole[whole.index(b"\xff\xda") :], "jpeg") == "图片结构损坏"


def test_a_film_behind_a_photo_is_no_flaw() -> None:
    photo = a_jpeg().replace(b"JFIF\0", b"MotionPhoto"[:5], 1)
    assert flaw(a_jpeg() + b"\0" * 70_000, "jpeg") == "图片没有下载或保存完整"
    assert flaw(photo.replace(b"\xff\xda", b"\xff\xe1\x00\x0dMotionPhoto\xff\xda", 1) + b"\0" * 70_000, "jpeg") == ""


def test_bmp_and_webp_tell_their_size() -> None:
    assert flaw(b"BM" + (54).to_bytes(4, "little") + b"\0" * 48, "bmp") == ""
    assert flaw(b"BM" + (55).to_bytes(4, "little") + b"\0" * 48, "bmp")
    assert flaw(b"RIFF" + (8).to_bytes(4, "little") + b"WEBPVP8 ", "webp") == ""
    assert flaw(b"RIFF" + (9).to_bytes(4, "little") + b"WEBPVP8 ", "webp")


def test_what_is_no_picture_is_not_looked_at() -> None:
    assert flaw(b"%PDF", "pdf") == ""


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_day_of_a_photo_is_read(order: str) -> None:
    assert taken_on(io.BytesIO(a_jpeg(TAKEN, order))) == dt.date(2024, 5, 6)


@pytest.mark.parametrize("taken", ["", "0000:00:00 00:00:00", "2024:13:40 00:00:00", "    :  :     :  :  "])
def test_a_photo_without_a_day_has_none(taken: str) -> None:
    assert taken_on(io.BytesIO(a_jpeg(taken))) is None


@given(noise=st.binary(max_size=300), cut=st.integers(0, 200))
def test_hostile_pictures_are_answered(noise: bytes, cut: int) -> None:
    for head in (b"\xff\xd8\xff", b"\x89PNG\r\n\x1a\n", b"Exif\0\0II*\0", b"Exif\0\0MM\0*", a_jpeg(TAKEN)[:cut]):
        content = head + noise
        for format_ in ("jpeg", "png", "bmp", "webp"):
            assert flaw(content, format_) in ("", "图片没有下载或保存完整", "图片结构损坏")
        day = taken_on(io.BytesIO(content))
        assert day is None or isinstance(day, dt.date)
