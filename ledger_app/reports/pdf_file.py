"""Put laid pages into a PDF file through reportlab: pages, embedded faces, outline, properties.

The only time in the file is the one it is told; the same pages and facts give the same bytes.

Source: ISO 32000-1 sections 7.7.3 (pages), 12.3.3 (outlines), 14.3 (properties); docs/adr/0004.
"""

from __future__ import annotations

import hashlib
import re
from dataclasses import dataclass
from xml.sax.saxutils import escape

from reportlab import rl_config
from reportlab.pdfbase import pdfdoc
from reportlab.pdfgen.canvas import Canvas

from ledger_app.reports.drawing import Page, Picture
from ledger_app.reports.fonts import Face
from ledger_app.reports.pdf_content import number, paint
from ledger_app.reports.pdf_font import CompositeFont, PdfDocument
from ledger_app.reports.pdf_picture import picture_object

# Packed bytes need not be written as ASCII: a fifth smaller, and no setting of the machine decides about it.
rl_config.useA85 = 0


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


class PdfFile:
    """A PDF that is being made; `finish` writes it."""

    def __init__(self) -> None:
        """Begin an empty file in memory."""
        self._canvas = _BareCanvas("", invariant=1, pageCompression=1, pdfVersion=(1, 7), lang="zh-CN")
        self._document: PdfDocument = self._canvas.document()
        self._fonts: dict[Face, CompositeFont] = {}
        self._mark_count = 0
        self._level = -1
        self.page_count = 0
        self.lead_count = 0

    def add_page(self, page: Page) -> None:
        """Draw a page into the file."""
        canvas = self._canvas
        # reportlab wants the size of a turned page as it is read and turns it back in the file.
        canvas.setPageSize((page.height, page.width) if page.turned else (page.width, page.height))
        canvas.setPageRotation(90 if page.turned else 0)
        canvas.addLiteral(f"q\n{paint(page.items, page.height, self._font_of)}\nQ")
        if page.turned:
            # The reading frame is as high as the sheet is wide; its head comes to lie at the left edge.
            turned = paint(page.turned, page.width, self._font_of)
            canvas.addLiteral(f"q 0 1 -1 0 {number(page.width)} 0 cm\n{turned}\nQ")
        for picture in page.pictures:
            self._draw_picture(picture, page.height)
        for link in page.links:
            bottom = page.height - link.y - link.height
            place = (link.x, bottom, link.x + link.width, bottom + link.height)
            canvas.linkAbsolute("", link.key, place, Border="[0 0 0]")
        for mark in page.bookmarks:
            self._mark_count += 1
            key = mark.key or f"mark-{self._mark_count}"
            if page.turned:
                canvas.bookmarkPage(key)
            else:
                canvas.bookmarkPage(key, fit="XYZ", top=round(page.height - mark.y, 3))
            if mark.level < 0:
                continue
            # A report may go from level 0 to 2; reportlab refuses entries without the level between.
            self._level = min(mark.level, self._level + 1)
            canvas.addOutlineEntry(mark.title, key, self._level)
        canvas.showPage()
        self.page_count += 1
        if page.leads:
            self._move_to_front()

    def _move_to_front(self) -> None:
        """Put the page that was added last behind the others that lead; the others count from 1 all the same."""
        pages: list[object] = self._document.Pages.pages
        pages.insert(self.lead_count, pages.pop())
        self.lead_count += 1

    def number_pages(self, first: int) -> None:
        """Let viewers count the pages before this one (from 0) in Roman figures and from it on from 1."""
        if first:
            self._canvas.addPageLabel(0, style="ROMAN_LOWER")
        self._canvas.addPageLabel(first, style="ARABIC", start=1)

    def finish(self, facts: FileFacts) -> bytes:
        """Return the whole file, with its properties; nothing can be added after."""
        canvas, document = self._canvas, self._document
        canvas.setTitle(facts.title)
        canvas.setAuthor(facts.author)
        canvas.setSubject(facts.subject)
        canvas.setKeywords(facts.keywords)
        canvas.setProducer(facts.producer)
        canvas.setCreator(facts.producer)
        canvas.setViewerPreference("DisplayDocTitle", "true")
        canvas.setViewerPreference("Duplex", "DuplexFlipLongEdge")
        canvas.setViewerPreference("PrintScaling", "None")
        if self._mark_count:
            canvas.showOutline()
        document.setDateFormatter(lambda *_: _pdf_moment(facts.created))
        metadata = pdfdoc.XMP(creator=lambda _document: _packet(facts))
        document.Catalog.Metadata = document.Reference(metadata, "metadata")
        content: bytes = document.GetPDFData(canvas)
        return content

    def _draw_picture(self, picture: Picture, height: float) -> None:
        """Draw a picture; one that is drawn again is in the file once."""
        key = f"picture-{hashlib.sha256(picture.content).hexdigest()[:16]}"
        if not self._canvas.hasForm(key):
            self._document.addForm(key, picture_object(picture.content))
        bottom = height - picture.y - picture.height
        size = f"{number(picture.width)} 0 0 {number(picture.height)} {number(picture.x)} {number(bottom)}"
        self._canvas.addLiteral(f"q {size} cm")
        self._canvas.doForm(key)
        self._canvas.addLiteral("Q")

    def _font_of(self, face: Face) -> CompositeFont:
        font = self._fonts.get(face)
        if font is None:
            font = self._fonts[face] = CompositeFont(face, f"F{len(self._fonts) + 1}")
            self._document.delayedFonts.append(font)
        return font


class _BareCanvas(Canvas):
    """A canvas whose pages begin with nothing set, so that no face is named in the file that is not embedded in it."""

    def document(self) -> PdfDocument:
        """Return the document that the canvas draws into."""
        return self.__dict__["_doc"]

    def _make_preamble(self) -> None:
        self._preamble = ""


def _pdf_moment(iso: str) -> str:
    """Return a moment as PDF writes it ("2024-07-05T08:00:00Z" -> "D:20240705080000Z")."""
    return f"D:{re.sub(r'[^0-9]', '', iso)}Z"


def _packet(facts: FileFacts) -> bytes:
    """Return the properties once more as the metadata packet that archives read."""
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?>\n<x:xmpmeta xmlns:x="adobe:ns:meta/">'
        '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#"><rdf:Description rdf:about="" '
        'xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:xmp="http://ns.adobe.com/xap/1.0/" '
        'xmlns:pdf="http://ns.adobe.com/pdf/1.3/">'
        f'<dc:title><rdf:Alt><rdf:li xml:lang="x-default">{escape(facts.title)}</rdf:li></rdf:Alt></dc:title>'
        f"<dc:creator><rdf:Seq><rdf:li>{escape(facts.author)}</rdf:li></rdf:Seq></dc:creator>"
        f'<dc:description><rdf:Alt><rdf:li xml:lang="x-default">{escape(facts.subject)}</rdf:li></rdf:Alt>'
        "</dc:description>"
        f"<pdf:Keywords>{escape(facts.keywords)}</pdf:Keywords><pdf:Producer>{escape(facts.producer)}</pdf:Producer>"
        f"<xmp:CreateDate>{facts.created}</xmp:CreateDate><xmp:ModifyDate>{facts.created}</xmp:ModifyDate>"
        '</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end="r"?>'
    ).encode()
