"""One embedded face of a PDF: a composite font with two-byte glyph numbers, made of reportlab's subset of the face.

reportlab's own fonts hold 256 characters each, so that a page of Chinese would jump between several; and their way
back from glyphs to text ends at U+FFFF, where rare characters of names begin.

Source: ISO 32000-1 sections 9.7.4 (CID fonts), 9.7.6 (Type 0 fonts), 9.10.3 (ToUnicode).
"""

from __future__ import annotations

from typing import Any, TypeAlias

from reportlab.pdfbase import pdfdoc

from ledger_app.reports.fonts import Face

# reportlab's own classes carry no types.
PdfDocument: TypeAlias = Any
Reference: TypeAlias = Any


class CompositeFont:
    """The characters of one face that a file uses, numbered by first use.

    Attributes:
        codes: table for `str.translate` from characters to their two-byte numbers in hexadecimal.
        name: of the font in the pages' resources ("F1").
    """

    def __init__(self, face: Face, name: str) -> None:
        self.face = face
        self.name = name
        self.codes = _Codes()

    def addObjects(self, document: PdfDocument) -> None:  # noqa: N802 - reportlab's name for what it calls
        """Put the font into the file; called by reportlab when the file is finished."""
        outlines: Any = self.face.outlines
        used = list(self.codes)
        # Characters that share a glyph are one glyph in the subset, but numbers of their own: they copy out as written.
        order = list(dict.fromkeys(outlines.charToGlyph.get(code, 0) for code in used))
        places = {glyph: place for place, glyph in enumerate([0, *[glyph for glyph in order if glyph]])}
        to_glyph = [0] + [places[outlines.charToGlyph.get(code, 0)] for code in used]
        base = f"{_tag(self.name)}+{self.face.postscript_name}"
        descriptor = outlines.addSubsetObjects(document, base, used)
        descendant = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("CIDFontType2"),
                "BaseFont": pdfdoc.PDFName(base),
                "CIDSystemInfo": pdfdoc.PDFDictionary(
                    {"Registry": pdfdoc.PDFString("Adobe"), "Ordering": pdfdoc.PDFString("Identity"), "Supplement": 0}
                ),
                "FontDescriptor": descriptor,
                "DW": 1000,
                "W": pdfdoc.PDFArray([0, pdfdoc.PDFArray([1000, *(outlines.getCharWidth(code) for code in used)])]),
                "CIDToGIDMap": _stream(
                    document, b"".join(place.to_bytes(2, "big") for place in to_glyph), f"map:{base}"
                ),
            }
        )
        font = pdfdoc.PDFDictionary(
            {
                "Type": pdfdoc.PDFName("Font"),
                "Subtype": pdfdoc.PDFName("Type0"),
                "BaseFont": pdfdoc.PDFName(base),
                "Encoding": pdfdoc.PDFName("Identity-H"),
                "DescendantFonts": pdfdoc.PDFArray([document.Reference(descendant, f"cid:{base}")]),
                "ToUnicode": _stream(document, _unicode_map(used), f"unicode:{base}"),
            }
        )
        document.idToObject["BasicFonts"].dict[self.name] = document.Reference(font, f"font:{base}")


class _Codes(dict[int, str]):
    """Character code -> number in hexadecimal, from 0001, given out as characters are met."""

    def __missing__(self, code: int) -> str:
        value = self[code] = f"{len(self) + 1:04X}"
        return value


def _tag(name: str) -> str:
    """Return the six letters that mark a subset, from the font's name in the file ("F12" -> "AAAABM")."""
    left = int(name[1:])
    letters = ""
    for _ in range(6):
        left, place = divmod(left, 26)
        letters = chr(65 + place) + letters
    return letters


def _stream(document: PdfDocument, content: bytes, name: str) -> Reference:
    """Put a packed stream into the file and return the reference to it."""
    stream = pdfdoc.PDFStream()
    stream.content = content
    stream.filters = [pdfdoc.PDFZCompress]
    return document.Reference(stream, name)


def _unicode_map(used: list[int]) -> bytes:
    """Return the mapping from numbers to text, in blocks of at most 100 as the format demands."""
    pairs = [
        f"<{place:04X}> <{chr(code).encode('utf-16-be').hex().upper()}>" for place, code in enumerate(used, start=1)
    ]
    blocks = [pairs[at : at + 100] for at in range(0, len(pairs), 100)]
    body = "\n".join(f"{len(block)} beginbfchar\n" + "\n".join(block) + "\nendbfchar" for block in blocks)
    return (
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n"
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n"
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n"
        f"1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n{body}\n"
        "endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend"
    ).encode()
