"""Ways to damage a sound file, each a function of its bytes and a random source."""

from __future__ import annotations

import re
import warnings
import zipfile
from collections.abc import Callable
from io import BytesIO
from random import Random

Damage = Callable[[bytes, Random], bytes]

_NUMBER = re.compile(rb"(?<![\w.#])-?\d{1,9}(?![\w.])")
_ATTRIBUTE = re.compile(rb'(?<==)"[^"<>]{0,80}"')
_TAG = re.compile(rb"<[^<>]{1,200}>")
_ABSURD_NUMBERS = (
    b"-1", b"0", b"2147483647", b"-2147483648", b"99999999999999999999", b"1e308", b"NaN", b"65536", b"",
)  # fmt: skip
_ABSURD_VALUES = (
    *_ABSURD_NUMBERS,
    b"x",
    b"\xe2\x98\x83",
    b"&#1;",
    b"true",
    b"../../../x",
    b"%1%2%3%9",
    b"A1:XFD1048576",
)
_TEXTS = tuple(
    words.encode()
    for words in (
        "\x00", "\ud7ff", "\ufeff", "（", "）", "“", "、", "。", "一", "〇", "一是", "年底前", "99月99日", "\u202e",
        "（责任单位：", "第99999999999999999999条", "\n", "\r", "\t", "%", "|", ",", '"', "①", "㈠", "1." * 40,
    )
)  # fmt: skip


def cut(data: bytes, chance: Random) -> bytes:
    """Keep the beginning only, of any length, often one that is hard (a few bytes, all but a few)."""
    size = chance.choice([chance.randrange(len(data)), chance.randrange(min(64, len(data))), len(data) - 1])
    return data[:size]


def cut_front(data: bytes, chance: Random) -> bytes:
    """Lose the beginning."""
    return data[chance.randrange(1, len(data)) :]


def flip_head(data: bytes, chance: Random) -> bytes:
    """Turn bits in the first kilobyte."""
    return _flipped(data, chance, 0, min(1024, len(data)))


def flip_middle(data: bytes, chance: Random) -> bytes:
    """Turn bits anywhere."""
    return _flipped(data, chance, 0, len(data))


def flip_tail(data: bytes, chance: Random) -> bytes:
    """Turn bits in the last kilobyte, where archives and PDF files keep their directory."""
    return _flipped(data, chance, max(0, len(data) - 1024), len(data))


def blank(data: bytes, chance: Random) -> bytes:
    """Overwrite a stretch with zeros or noise, as a bad sector does."""
    size = chance.choice([16, 512, 4096, len(data) // 3 + 1])
    at = chance.randrange(len(data))
    fill = bytes(size) if chance.random() < 0.5 else chance.randbytes(size)
    return (data[:at] + fill + data[at + size :])[: len(data)]


def shift(data: bytes, chance: Random) -> bytes:
    """Leave out, repeat or insert a stretch, so that every offset after it is wrong."""
    at, size = chance.randrange(len(data)), chance.choice([1, 7, 512, 4096])
    middle = chance.choice([b"", data[at : at + size] * 2, data[at : at + size] + chance.randbytes(size)])
    return data[:at] + middle + data[at + size :]


def numbers(data: bytes, chance: Random) -> bytes:
    """Replace some numbers written in digits by absurd ones."""
    return _replaced(data, chance, _NUMBER, _ABSURD_NUMBERS)


def words(data: bytes, chance: Random) -> bytes:
    """Put odd characters and endless beginnings into the text, in UTF-8."""
    for _ in range(chance.choice([1, 5, 40])):
        at = chance.randrange(len(data) + 1)
        data = data[:at] + chance.choice(_TEXTS) * chance.choice([1, 1, 30, 3000]) + data[at:]
    return data


def markup(data: bytes, chance: Random) -> bytes:
    """Make attribute values absurd, lose and repeat tags."""
    if chance.random() < 0.6:
        return _replaced(data, chance, _ATTRIBUTE, tuple(b'"' + one + b'"' for one in _ABSURD_VALUES))
    tags = list(_TAG.finditer(data))
    if not tags:
        return data
    tag = chance.choice(tags)
    return data[: tag.start()] + tag.group() * chance.choice([0, 2, 5000]) + data[tag.end() :]


def member_flip(data: bytes, chance: Random) -> bytes:
    """Turn bits inside a part of an archive and pack it soundly again."""
    return _repacked(data, chance, flip_middle)


def member_cut(data: bytes, chance: Random) -> bytes:
    """Cut a part of an archive short and pack it soundly again."""
    return _repacked(data, chance, cut)


def member_markup(data: bytes, chance: Random) -> bytes:
    """Make the markup of a part absurd, well-formed mostly."""
    return _repacked(data, chance, markup)


def member_words(data: bytes, chance: Random) -> bytes:
    """Put odd characters into a part."""
    return _repacked(data, chance, words)


def member_gone(data: bytes, chance: Random) -> bytes:
    """Leave a part out."""
    parts = unpacked(data)
    parts.pop(chance.randrange(len(parts)))
    return packed(parts)


def member_swap(data: bytes, chance: Random) -> bytes:
    """Give two parts each other's contents."""
    parts = unpacked(data)
    first, second = chance.sample(range(len(parts)), 2) if len(parts) > 1 else (0, 0)
    (name, one), (other_name, other) = parts[first], parts[second]
    parts[first], parts[second] = (name, other), (other_name, one)
    return packed(parts)


PLAIN: dict[str, Damage] = {
    "cut": cut, "cut_front": cut_front, "flip_head": flip_head, "flip_middle": flip_middle, "flip_tail": flip_tail,
    "blank": blank, "shift": shift,
}  # fmt: skip
"""For every format."""
WRITTEN: dict[str, Damage] = {"numbers": numbers, "words": words, "markup": markup}
"""For formats written in characters."""
PACKED: dict[str, Damage] = {
    "member_flip": member_flip, "member_cut": member_cut, "member_markup": member_markup, "member_words": member_words,
    "member_gone": member_gone, "member_swap": member_swap,
}  # fmt: skip
"""For archives."""


def unpacked(data: bytes) -> list[tuple[str, bytes]]:
    """Return the parts of a sound archive in order."""
    with zipfile.ZipFile(BytesIO(data)) as archive:
        return [(info.filename, archive.read(info)) for info in archive.infolist()]


def packed(parts: list[tuple[str, bytes]]) -> bytes:
    """Return an archive of parts, names repeated where they are."""
    out = BytesIO()
    with warnings.catch_warnings(), zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        warnings.simplefilter("ignore", UserWarning)
        for name, content in parts:
            archive.writestr(zipfile.ZipInfo(name), content, zipfile.ZIP_DEFLATED)
    return out.getvalue()


def _flipped(data: bytes, chance: Random, start: int, end: int) -> bytes:
    broken = bytearray(data)
    for _ in range(chance.choice([1, 3, 20, 200]) if end > start else 0):
        broken[chance.randrange(start, end)] ^= 1 << chance.randrange(8)
    return bytes(broken)


def _replaced(data: bytes, chance: Random, pattern: re.Pattern[bytes], absurd: tuple[bytes, ...]) -> bytes:
    share = chance.choice([0.01, 0.1, 0.5])
    found = list(pattern.finditer(data))
    sure = chance.choice(found).start() if found else -1

    def replace(match: re.Match[bytes]) -> bytes:
        return chance.choice(absurd) if match.start() == sure or chance.random() < share else match.group()

    return pattern.sub(replace, data)


def _repacked(data: bytes, chance: Random, damage: Damage) -> bytes:
    parts = unpacked(data)
    # The large parts hold the contents; the others are damaged too, but less often.
    filled = [index for index, (_, content) in enumerate(parts) if content]
    index = chance.choices(filled, [len(parts[one][1]) ** 0.5 for one in filled])[0]
    parts[index] = (parts[index][0], damage(parts[index][1], chance))
    return packed(parts)
