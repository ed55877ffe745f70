"""Read printed pages back with PDFium, which shares no code with our writer: text, places, rules."""

from __future__ import annotations

import io
from ctypes import c_double, c_float, c_int, c_uint, create_string_buffer
from dataclasses import dataclass

import pypdfium2 as pdfium
from pypdfium2 import raw

from ledger_app.reports.fonts import FontBook
from ledger_app.reports.model import ReportModel
from ledger_app.reports.pdf import RenderReport, render_pdf

MM = 72 / 25.4


@dataclass(frozen=True)
class Sign:
    """A printed character and its ink in millimetres from the sheet's top-left corner; size in points.

    x and baseline are where its pen stood; colour is red, green, blue from 0 to 255.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    size: float
    font: str
    x: float = 0.0
    baseline: float = 0.0
    colour: tuple[int, int, int] = (0, 0, 0)


@dataclass(frozen=True)
class Stroke:
    """A rule: its centre line in millimetres from the top-left corner, its width in millimetres, red or not."""

    left: float
    top: float
    right: float
    bottom: float
    width: float
    is_red: bool


@dataclass(frozen=True)
class Fill:
    """A filled box in millimetres from the top-left corner; colour is red, green, blue from 0 to 255."""

    left: float
    top: float
    right: float
    bottom: float
    colour: tuple[int, int, int]


class Printed:
    """A report printed into memory and opened again."""

    def __init__(self, model: ReportModel, book: FontBook) -> None:
        stream = io.BytesIO()
        self.report: RenderReport = render_pdf(model, book, stream)
        self.content = stream.getvalue()
        self.document = pdfium.PdfDocument(self.content)

    def __len__(self) -> int:
        return len(self.document)

    def text(self, page: int) -> str:
        return self.document[page].get_textpage().get_text_range().replace("\r\n", "\n")

    def all_text(self) -> str:
        return "\n".join(self.text(page) for page in range(len(self)))

    def size_mm(self, page: int) -> tuple[float, float]:
        width, height = self.document[page].get_size()
        return width / MM, height / MM

    def signs(self, page: int) -> list[Sign]:
        """Return the characters of a page in drawing order, as they lie on the unturned sheet."""
        sheet = self.document[page]
        height = _unturned_height(sheet)
        texts = sheet.get_textpage()
        found = []
        for index in range(texts.count_chars()):
            text = chr(raw.FPDFText_GetUnicode(texts.raw, index))
            if not text.strip() or raw.FPDFText_IsGenerated(texts.raw, index) == 1:
                continue
            left, bottom, right, top = texts.get_charbox(index)
            # PDFium makes the part of a CID glyph above its baseline higher by a 64th (CPDF_CIDFont::GetCharBBox).
            x, baseline = c_double(), c_double()
            raw.FPDFText_GetCharOrigin(texts.raw, index, x, baseline)
            if not sheet.get_rotation() or top > baseline.value > bottom:
                top = baseline.value + (top - baseline.value) * 64 / 65
            size = raw.FPDFText_GetFontSize(texts.raw, index)
            box = (left / MM, (height - top) / MM, right / MM, (height - bottom) / MM)
            pen = (x.value / MM, (height - baseline.value) / MM)
            found.append(Sign(text, *box, size, _font_name(texts, index), *pen, _fill_colour(texts, index)))
        return found

    def find(self, page: int, text: str) -> list[Sign]:
        """Return the signs of the first place on a page where a text stands."""
        signs = self.signs(page)
        whole = "".join(sign.text for sign in signs)
        wanted = text.replace(" ", "")
        at = whole.index(wanted)
        return signs[at : at + len(wanted)]

    def strokes(self, page: int) -> list[Stroke]:
        sheet = self.document[page]
        height = _unturned_height(sheet)
        found = []
        for item in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            width, fill, stroke = c_float(), c_int(), c_int()
            raw.FPDFPageObj_GetStrokeWidth(item.raw, width)
            raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
            if not stroke.value:
                continue
            points = _points(item)
            red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
            raw.FPDFPageObj_GetStrokeColor(item.raw, red, green, blue, alpha)
            xs, ys = [x / MM for x, _ in points], [(height - y) / MM for _, y in points]
            is_red = red.value > 200 > green.value
            found.append(Stroke(min(xs), min(ys), max(xs), max(ys), width.value / MM, is_red))
        return found

    def fills(self, page: int) -> list[Fill]:
        """Return the filled boxes of a page as they lie on the unturned sheet, in drawing order."""
        sheet = self.document[page]
        height = _unturned_height(sheet)
        found = []
        for item in sheet.get_objects(filter=[raw.FPDF_PAGEOBJ_PATH]):
            fill, stroke = c_int(), c_int()
            raw.FPDFPath_GetDrawMode(item.raw, fill, stroke)
            if not fill.value:
                continue
            red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
            raw.FPDFPageObj_GetFillColor(item.raw, red, green, blue, alpha)
            points = _points(item)
            xs, ys = [x / MM for x, _ in points], [(height - y) / MM for _, y in points]
            colour = (red.value, green.value, blue.value)
            found.append(Fill(min(xs), min(ys), max(xs), max(ys), colour))
        return found


def _points(item: pdfium.PdfObject) -> list[tuple[float, float]]:
    matrix = item.get_matrix()
    points = []
    for index in range(raw.FPDFPath_CountSegments(item.raw)):
        segment = raw.FPDFPath_GetPathSegment(item.raw, index)
        x, y = c_float(), c_float()
        raw.FPDFPathSegment_GetPoint(segment, x, y)
        points.append(matrix.on_point(x.value, y.value))
    return points


def _unturned_height(sheet: pdfium.PdfPage) -> float:
    _, bottom, _, top = sheet.get_mediabox()
    return float(top - bottom)


def _fill_colour(texts: pdfium.PdfTextPage, index: int) -> tuple[int, int, int]:
    red, green, blue, alpha = c_uint(), c_uint(), c_uint(), c_uint()
    raw.FPDFText_GetFillColor(texts.raw, index, red, green, blue, alpha)
    return red.value, green.value, blue.value


def _font_name(texts: pdfium.PdfTextPage, index: int) -> str:
    buffer, flags = create_string_buffer(200), c_int()
    raw.FPDFText_GetFontInfo(texts.raw, index, buffer, 200, flags)
    return buffer.value.decode().rpartition("+")[2]
