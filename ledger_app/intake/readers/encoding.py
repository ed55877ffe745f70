"""Finds the encoding of a text file: mark, strict UTF-8, UTF-16 without mark, GB18030.

GBK and GB2312 are subsets of GB18030.  Source: docs/domain.md section 10.
"""

from __future__ import annotations

import codecs
from dataclasses import dataclass

from ledger_app.intake.source import Source

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_SAMPLE = 1 << 14
_INVISIBLE = dict.fromkeys([0x200B, 0x200C, 0x200D, 0x200E, 0x200F, 0x2028, 0xFEFF, 0xFFFD])
_PLAUSIBLE_SHARE = 0.85
_MOST_DAMAGE = 0.002
_LONGEST_CHARACTER = 4


@dataclass(frozen=True, slots=True)
class Decoded:
    """Text and how it was got.

    Attributes:
        encoding: "utf-8", "utf-16-le", "gb18030", ...
        is_cut: the last character was incomplete and is left out.
        damaged: characters that could not be decoded and stand as U+FFFD.
    """

    text: str
    encoding: str
    is_cut: bool = False
    damaged: int = 0


def decode(source: Source, declared: str | None = None) -> Decoded:
    """Return the text of a file.

    Args:
        source: the file.
        declared: an encoding that the file itself names; tried first, believed if it fits.

    Raises:
        UnreadableFileError: INT-107 it is no text; INT-117 no encoding fits.
    """
    data = source.data
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _by_mark(source, data[len(mark) :], encoding)
    for encoding in _candidates(data, declared):
        decoded = _strict(data, encoding)
        if decoded is not None and _fits(decoded):
            return decoded
    return _least_damaged(source, data)


def is_plausible(text: str) -> bool:
    """Tell whether a text looks like Chinese or Latin writing rather than bytes read wrongly."""
    sample = text[:_SAMPLE].translate(_INVISIBLE)
    if not sample:
        return False
    good = sum(1 for character in sample if _is_usual(ord(character)))
    return good >= _PLAUSIBLE_SHARE * len(sample)


def _fits(decoded: Decoded) -> bool:
    """Tell whether a strictly decoded text may be believed: UTF-8 proves itself, others must look right."""
    if decoded.encoding != "utf-8":
        return is_plausible(decoded.text)
    sample = decoded.text[:_SAMPLE]
    controls = sum(1 for character in sample if character < " " and character not in "\t\n\r\x0b\x0c\x1a\x1b")
    return controls <= max(1, len(sample) // 50)


def _is_usual(code: int) -> bool:
    return (
        0x20 <= code < 0x7F
        or code in (0x09, 0x0A, 0x0C, 0x0D, 0x1A, 0xA0, 0xB7)
        or 0x4E00 <= code <= 0x9FA5
        or 0x3000 <= code <= 0x301F
        or 0xFF00 <= code <= 0xFF5E
        or 0x2010 <= code <= 0x2642
    )


def _candidates(data: bytes, declared: str | None) -> list[str]:
    names = ["utf-8"]
    if b"\x00" in data[: 1 << 16]:
        # Blanks, digits and line ends of UTF-16 have their zero byte after (little) or before (big endian).
        head = data[: 1 << 16]
        names = ["utf-16-le", "utf-16-be"] if head[1::2].count(0) >= head[::2].count(0) else ["utf-16-be", "utf-16-le"]
    else:
        names += ["gb18030", "utf-16-le", "utf-16-be"]
    known = _known(declared)
    if known and (known.startswith("utf-16") == (b"\x00" in data[: 1 << 16])):
        names.insert(0, known)
    return names


def _known(declared: str | None) -> str | None:
    """Return Python's name of a declared encoding, the GB family as its superset, None if unknown."""
    if not declared:
        return None
    try:
        name = codecs.lookup(declared.strip().strip("'\"")).name
    except (LookupError, ValueError):
        return None
    return "gb18030" if name in ("gb2312", "gbk", "hz") else name


def _by_mark(source: Source, data: bytes, encoding: str) -> Decoded:
    decoded = _strict(data, encoding)
    if decoded is not None:
        return decoded
    text = data.decode(encoding, "replace")
    damaged = text.count("\ufffd")
    if damaged > max(3, len(text) * 10 * _MOST_DAMAGE):
        raise source.refuse("INT-117")
    return Decoded(text, encoding, damaged=damaged)


def _strict(data: bytes, encoding: str) -> Decoded | None:
    try:
        return Decoded(data.decode(encoding), encoding)
    except (UnicodeDecodeError, LookupError) as error:
        if not isinstance(error, UnicodeDecodeError) or len(data) - error.start >= _LONGEST_CHARACTER:
            return None
        # Only the last character is broken: the file was cut, its text is still good.
        return Decoded(data[: error.start].decode(encoding), encoding, is_cut=True) if error.start else None


def _least_damaged(source: Source, data: bytes) -> Decoded:
    """Return a text with a few broken characters, as web copies have, or refuse the file."""
    if b"\x00" in data:
        raise source.refuse("INT-107")
    best = min(
        (Decoded(text, name, damaged=text.count("\ufffd")) for name in ("utf-8", "gb18030")
         for text in (data.decode(name, "replace"),)),
        key=lambda decoded: decoded.damaged,
    )  # fmt: skip
    if not is_plausible(best.text):
        raise source.refuse("INT-107")
    if best.damaged > max(1, len(best.text) * _MOST_DAMAGE):
        raise source.refuse("INT-117")
    return best
