"""Small faces made for tests: named as wished, with the characters, flags and outlines wished."""

from __future__ import annotations

from pathlib import Path

from fontTools.fontBuilder import FontBuilder
from fontTools.pens.t2CharStringPen import T2CharStringPen
from fontTools.pens.ttGlyphPen import TTGlyphPen
from fontTools.ttLib import TTCollection, TTFont


def a_face(family: str, signs: str, *, fs_type: int = 0, is_cff: bool = False, family_zh: str = "") -> TTFont:
    """Return a face whose glyphs are plain boxes of one em, 1000 units high."""
    names = [".notdef", *(f"g{ord(sign):X}" for sign in signs)]
    builder = FontBuilder(1000, isTTF=not is_cff)
    builder.setupGlyphOrder(names)
    builder.setupCharacterMap({ord(sign): f"g{ord(sign):X}" for sign in signs})
    if is_cff:
        builder.setupCFF(family, {}, {name: _charstring() for name in names}, {})
    else:
        builder.setupGlyf({name: _box() for name in names})
    builder.setupHorizontalMetrics(dict.fromkeys(names, (1000, 0)))
    builder.setupHorizontalHeader(ascent=880, descent=-120)
    name_strings: dict[str, object] = {"familyName": {"en": family}, "styleName": "Regular", "psName": family}
    if family_zh:
        name_strings["familyName"] = {"en": family, "zh-Hans": family_zh}
    builder.setupNameTable(name_strings)
    builder.setupOS2(fsType=fs_type)
    builder.setupPost()
    return builder.font


def save_face(path: Path, family: str, signs: str, **wishes: object) -> Path:
    a_face(family, signs, **wishes).save(path)  # type: ignore[arg-type]
    return path


def save_collection(path: Path, *faces: TTFont) -> Path:
    collection = TTCollection()
    collection.fonts = list(faces)
    collection.save(path)
    return path


def _box() -> object:
    pen = TTGlyphPen(None)
    _draw(pen)
    return pen.glyph()


def _charstring() -> object:
    pen = T2CharStringPen(1000, None)
    _draw(pen)
    return pen.getCharString()


def _draw(pen: TTGlyphPen | T2CharStringPen) -> None:
    pen.moveTo((100, 0))
    pen.lineTo((100, 800))
    pen.lineTo((900, 800))
    pen.lineTo((900, 0))
    pen.closePath()
