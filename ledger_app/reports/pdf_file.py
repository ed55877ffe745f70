"""Write a PDF file: pages of text, rules and boxes, embedded subsets of faces, outline, properties.

A thin writer of our own (docs/adr/0004): one font object a face with two-byte glyph numbers, text that copies out, and
the same bytes for the same input.  Pages go to the file as they come, so memory stays bounded.

Source: ISO 32000-1 sections 7 (syntax), 9.7 (composite fonts), 9.10 (text extraction), 12.3.3 (outlines), 14.3.
"""

from __future__ import annotations

import hashlib
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from ledger_app.reports.drawing import Bookmark, Page
from ledger_app.reports.fonts import Face
from ledger_app.reports.pdf_content import EmbeddedFont, number, paint

_COMPRESSION = 6
_CATALOGUE, _PAGES, _INFO = 1, 2, 3


@dataclass(frozen=True, slots=True)
class FileFacts:
    """The properties of a file.

    Attributes:
        created: UTC ISO moment ("2024-07-05T08:00:00Z"), the only time in the file.
    """

    title: str
    author: str
    subject: str
    keywords: str
    producer: str
    created: str


class Sink(Protocol):
    """What bytes can be written to."""

    def write(self, content: bytes, /) -> int:
        """Write all of the bytes."""
        ...


class PdfFile:
    """A PDF that is being written to a binary stream."""

    def __init__(self, out: Sink) -> None:
        """Begin the file; `finish` ends it."""
        self._out = out
        self._at = 0
        self._hash = hashlib.sha256()
        self._offsets: dict[int, int] = {}
        self._next = _INFO + 1
        self._page_numbers: list[int] = []
        self._fonts: dict[Face, EmbeddedFont] = {}
        self._bookmarks: list[tuple[Bookmark, int, float]] = []
        self._resources = self._reserve()
        self._write(b"%PDF-1.7\n%\xe5\x8f\xb0\xe8\xb4\xa6\n")

    @property
    def page_count(self) -> int:
        """Return how many pages were added."""
        return len(self._page_numbers)

    @property
    def faces(self) -> list[Face]:
        """Return the faces that were drawn with, in the order of first use."""
        return list(self._fonts)

    def add_page(self, page: Page) -> None:
        """Draw a page into the file."""
        content = b"q\n" + paint(page.items, page.height, self._font_of) + b"\nQ"
        if page.turned:
            # The reading frame is as high as the sheet is wide; its head comes to lie at the left edge.
            turned = paint(page.turned, page.width, self._font_of)
            content += f"\nq 0 1 -1 0 {number(page.width)} 0 cm\n".encode() + turned + b"\nQ"
        stream = self._add_stream(content)
        page_number = self._reserve()
        rotate = " /Rotate 90" if page.turned else ""
        self._add(
            page_number,
            f"<< /Type /Page /Parent {_PAGES} 0 R /MediaBox [0 0 {number(page.width)} {number(page.height)}]{rotate} "
            f"/Resources {self._resources} 0 R /Contents {stream} 0 R >>".encode(),
        )
        self._page_numbers.append(page_number)
        for mark in page.bookmarks:
            self._bookmarks.append((mark, page_number, 0.0 if page.turned else page.height - mark.y))

    def finish(self, facts: FileFacts) -> None:
        """Write the faces, the outline, the properties and the tables that end the file."""
        fonts = " ".join(f"/{font.name} {self._embed(font)} 0 R" for font in self._fonts.values())
        self._add(self._resources, f"<< /ProcSet [/PDF /Text] /Font << {fonts} >> >>".encode())
        kids = " ".join(f"{kid} 0 R" for kid in self._page_numbers)
        self._add(_PAGES, f"<< /Type /Pages /Kids [{kids}] /Count {len(self._page_numbers)} >>".encode())
        outline = self._add_outline()
        metadata = self._add_metadata(facts)
        shown = "/PageMode /UseOutlines /Outlines " + f"{outline} 0 R " if outline else ""
        self._add(
            _CATALOGUE,
            f"<< /Type /Catalog /Pages {_PAGES} 0 R {shown}/Metadata {metadata} 0 R /Lang (zh-CN) "
            "/ViewerPreferences << /DisplayDocTitle true /Duplex /DuplexFlipLongEdge "
            "/PrintScaling /None >> >>".encode(),
        )
        moment = facts.created.replace("-", "").replace(":", "").replace("T", "").rstrip("Z")
        self._add(
            _INFO,
            b"<< /Title "
            + _text(facts.title)
            + b" /Author "
            + _text(facts.author)
            + b" /Subject "
            + _text(facts.subject)
            + b" /Keywords "
            + _text(facts.keywords)
            + b" /Producer "
            + _text(facts.producer)
            + f" /CreationDate (D:{moment}Z) /ModDate (D:{moment}Z) >>".encode(),
        )
        self._write_trailer()

    def _font_of(self, face: Face) -> EmbeddedFont:
        font = self._fonts.get(face)
        if font is None:
            font = self._fonts[face] = EmbeddedFont(face, f"F{len(self._fonts) + 1}")
        return font

    def _reserve(self) -> int:
        self._next += 1
        return self._next - 1

    def _write(self, content: bytes) -> None:
        self._out.write(content)
        self._hash.update(content)
        self._at += len(content)

    def _add(self, place: int, body: bytes) -> int:
        self._offsets[place] = self._at
        self._write(f"{place} 0 obj\n".encode() + body + b"\nendobj\n")
        return place

    def _add_stream(self, content: bytes, extra: str = "", *, is_packed: bool = True) -> int:
        body = zlib.compress(content, _COMPRESSION) if is_packed else content
        kind = "/Filter /FlateDecode " if is_packed else ""
        head = f"<< {kind}/Length {len(body)}{extra} >>\nstream\n".encode()
        return self._add(self._reserve(), head + body + b"\nendstream")

    def _embed(self, font: EmbeddedFont) -> int:
        """Write one face: its subset, widths, and the way back from glyphs to text."""
        program = font.program()
        name = font.subset_name(program)
        file = self._add_stream(program, f" /Length1 {len(program)}")
        unicode_map = self._add_stream(font.unicode_map())
        ascent, descent, box = font.metrics()
        descriptor = self._add(
            self._reserve(),
            f"<< /Type /FontDescriptor /FontName /{name} /Flags 4 /FontBBox [{' '.join(map(str, box))}] /ItalicAngle 0 "
            f"/Ascent {ascent} /Descent {descent} /CapHeight {ascent} /StemV 80 /FontFile2 {file} 0 R >>".encode(),
        )
        descendant = self._add(
            self._reserve(),
            f"<< /Type /Font /Subtype /CIDFontType2 /BaseFont /{name} /FontDescriptor {descriptor} 0 R "
            "/CIDSystemInfo << /Registry (Adobe) /Ordering (Identity) /Supplement 0 >> /CIDToGIDMap /Identity "
            f"/DW 1000 /W [{font.widths()}] >>".encode(),
        )
        return self._add(
            self._reserve(),
            f"<< /Type /Font /Subtype /Type0 /BaseFont /{name} /Encoding /Identity-H "
            f"/DescendantFonts [{descendant} 0 R] /ToUnicode {unicode_map} 0 R >>".encode(),
        )

    def _add_outline(self) -> int:
        """Write the bookmarks as a tree by their levels and return its root's number, 0 if there are none."""
        if not self._bookmarks:
            return 0
        root = self._reserve()
        numbers = [self._reserve() for _ in self._bookmarks]
        parents, children = _tree([mark.level for mark, _, _ in self._bookmarks])
        for place, (mark, page, top) in enumerate(self._bookmarks):
            parent = parents[place]
            siblings = children[parent]
            index = siblings.index(place)
            links = f"/Parent {root if parent < 0 else numbers[parent]} 0 R"
            links += f" /Prev {numbers[siblings[index - 1]]} 0 R" if index else ""
            links += f" /Next {numbers[siblings[index + 1]]} 0 R" if index + 1 < len(siblings) else ""
            own = children.get(place, [])
            if own:
                links += f" /First {numbers[own[0]]} 0 R /Last {numbers[own[-1]]} 0 R /Count {len(own)}"
            target = f" /Dest [{page} 0 R /XYZ null {number(top)} null] >>" if top else f" /Dest [{page} 0 R /Fit] >>"
            self._add(numbers[place], b"<< /Title " + _text(mark.title) + f" {links}{target}".encode())
        first = children[-1]
        self._add(
            root,
            f"<< /Type /Outlines /First {numbers[first[0]]} 0 R /Last {numbers[first[-1]]} 0 R "
            f"/Count {len(numbers)} >>".encode(),
        )
        return root

    def _add_metadata(self, facts: FileFacts) -> int:
        packet = (
            '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
            '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
            'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
            'xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
            f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{_xml(facts.title)}</rdf:li></rdf:Alt></dc:title>'
            f"<dc:creator><rdf:Seq><rdf:li>{_xml(facts.author)}</rdf:li></rdf:Seq></dc:creator>"
            f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{_xml(facts.subject)}</rdf:li></rdf:Alt>'
            "</dc:description>"
            f"<pdf:Keywords>{_xml(facts.keywords)}</pdf:Keywords><pdf:Producer>{_xml(facts.producer)}</pdf:Producer>"
            f"<xmp:CreateDate>{facts.created}</xmp:CreateDate><xmp:ModifyDate>{facts.created}</xmp:ModifyDate>"
            '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
        )
        return self._add_stream(packet.encode("utf-8"), " /Type /Metadata /Subtype /XML", is_packed=False)

    def _write_trailer(self) -> None:
        identity = self._hash.hexdigest()[:32].upper()
        table = self._at
        lines = [f"xref\n0 {self._next}\n0000000000 65535 f \n"]
        lines += [f"{self._offsets[place]:010} 00000 n \n" for place in range(1, self._next)]
        lines.append(
            f"trailer\n<< /Size {self._next} /Root {_CATALOGUE} 0 R /Info {_INFO} 0 R "
            f"/ID [<{identity}> <{identity}>] >>\nstartxref\n{table}\n%%EOF\n"
        )
        self._write("".join(lines).encode())


def _tree(levels: Sequence[int]) -> tuple[list[int], dict[int, list[int]]]:
    """Return each entry's parent (-1 = the root) and each parent's children, from levels in reading order."""
    parents: list[int] = []
    children: dict[int, list[int]] = {}
    open_entries: list[int] = []
    for place, level in enumerate(levels):
        while open_entries and levels[open_entries[-1]] >= level:
            open_entries.pop()
        parent = open_entries[-1] if open_entries else -1
        parents.append(parent)
        children.setdefault(parent, []).append(place)
        open_entries.append(place)
    return parents, children


def _text(value: str) -> bytes:
    """Return a text string object in UTF-16 with its mark."""
    return b"<FEFF" + value.encode("utf-16-be").hex().upper().encode() + b">"


def _xml(value: str) -> str:
    return value.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
