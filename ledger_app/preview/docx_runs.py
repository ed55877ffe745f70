"""The characters and pictures of one paragraph of a .docx, each with its look.

Tracked insertions are shown and deletions left out, fields show their results, as `intake.readers.docx_inline` reads.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from ledger_app.intake.readers.docx_inline import chosen_branch
from ledger_app.intake.readers.docx_names import (
    ALTERNATE,
    BOX,
    MATH_TEXT,
    OMATH,
    OMATH_PARAGRAPH,
    child_value,
    w,
    whole,
)
from ledger_app.intake.readers.symbol_fonts import symbol
from ledger_app.preview.budget import Budget
from ledger_app.preview.docx_look import Look, run_look
from ledger_app.preview.docx_parts import WordParts
from ledger_app.preview.model import Run

BREAK = "\u2028"
_EMU = 12_700
_R, _T, _RPR = w("r"), w("t"), w("rPr")
_BR, _FIELD, _SYM = w("br"), w("fldChar"), w("sym")
_KEPT = frozenset(
    w(name) for name in ("hyperlink", "smartTag", "ins", "moveTo", "fldSimple", "customXml", "dir", "bdo", "sdtContent")
)
_MATHS = frozenset({OMATH, OMATH_PARAGRAPH})
_DRAWINGS = frozenset({w("drawing"), w("pict"), w("object")})
_TEXTS = {w("tab"): "\t", w("ptab"): "\t", w("cr"): BREAK, w("noBreakHyphen"): "-"}
_DRAWING = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_ANCHOR = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}extent"
_RELATIONS = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_VML = "{urn:schemas-microsoft-com:vml}"
_UNITS = {"pt": 1.0, "in": 72.0, "cm": 28.35, "mm": 2.835, "px": 0.75}


class RunReader:
    """Reads the runs of paragraphs; keeps the fields that are open."""

    def __init__(self, word: WordParts, budget: Budget) -> None:
        """Begin at the document's start."""
        self.boxes: list[etree._Element] = []
        self.breaks_page = False
        self._word = word
        self._budget = budget
        self._fields: list[bool] = []

    def read(self, paragraph: etree._Element, base: Look) -> list[Run]:
        """Return the runs of a paragraph whose characters look like `base` where nothing else is said."""
        self.breaks_page = False
        runs = list(self._walk(paragraph, base))
        if not all(self._fields):
            self._fields.clear()
        return runs

    def run(self, text: str, look: Look) -> Run:
        """Return characters of a look."""
        faces = dict.fromkeys(filter(None, (look.get("ascii", ""), look.get("eastAsia", ""))))
        return Run(
            self._budget.take_text(text),
            bool(look.get("bold")),
            bool(look.get("italic")),
            bool(look.get("underlined")),
            bool(look.get("struck")),
            look.get("size", 10.0),
            ";".join(faces),
            look.get("colour", ""),
            look.get("ground", ""),
            look.get("raised", 0),
        )

    def _walk(self, parent: etree._Element, base: Look) -> Iterator[Run]:
        for child in parent:
            tag = child.tag
            if tag == _R:
                yield from self._run(child, base)
            elif tag in _KEPT:
                yield from self._walk(child, base)
            elif tag in _MATHS:
                yield self.run("".join(text.text or "" for text in child.iter(MATH_TEXT)), {**base, "italic": True})
            elif tag == w("sdt"):
                content = child.find(w("sdtContent"))
                if content is not None:
                    yield from self._walk(content, base)
            elif tag == ALTERNATE:
                branch = chosen_branch(child)
                if branch is not None:
                    yield from self._walk(branch, base)

    def _run(self, run: etree._Element, base: Look) -> Iterator[Run]:
        properties = run.find(_RPR)
        style = self._word.looks.character(child_value(properties, w("rStyle")))
        look = {**base, **style, **run_look(properties)}
        if look.get("hidden"):
            return
        for child in run:
            if child.tag == _FIELD:
                self._field(child.get(w("fldCharType")))
            elif not all(self._fields):
                continue
            elif (text := self._characters(child)) is not None:
                if text:
                    yield self.run(text, look)
            elif child.tag in _DRAWINGS or child.tag == ALTERNATE:
                yield from self._drawing(child, look)
            elif child.tag == w("ruby"):
                words = child.find(w("rubyBase"))
                if words is not None:
                    yield from self._walk(words, base)

    def _characters(self, child: etree._Element) -> str | None:
        tag = child.tag
        if tag == _T:
            return child.text or ""
        if tag == _BR:
            if child.get(w("type")) == "page":
                self.breaks_page = True
                return ""
            return BREAK
        if tag == _SYM:
            return symbol(child.get(w("char"), ""), child.get(w("font"), ""))
        return _TEXTS.get(tag)

    def _field(self, kind: str | None) -> None:
        if kind == "begin":
            self._fields.append(False)
        elif self._fields and kind == "separate":
            self._fields[-1] = True
        elif self._fields and kind == "end":
            self._fields.pop()

    def _drawing(self, element: etree._Element, look: Look) -> Iterator[Run]:
        """Yield the pictures of a drawing, and keep its text boxes for later."""
        if element.tag == ALTERNATE:
            branch = chosen_branch(element)
            if branch is not None:
                for child in branch:
                    yield from self._drawing(child, look)
            return
        boxes = [box for box in element.iter(BOX) if not any(above.tag == BOX for above in box.iterancestors())]
        self.boxes.extend(boxes)
        size = _extent(element)
        for blip in element.iter(f"{_DRAWING}blip"):
            yield from self._picture(blip.get(f"{_RELATIONS}embed", ""), size, look)
        for image in element.iter(f"{_VML}imagedata"):
            yield from self._picture(image.get(f"{_RELATIONS}id", ""), size, look)

    def _picture(self, relation_id: str, size: tuple[float, float], look: Look) -> Iterator[Run]:
        if not relation_id:
            return
        number = self._word.album.number(relation_id)
        if number < 0:
            yield self.run("［图片］", {**look, "colour": "#808080"})
            return
        bitmap = self._word.album.bitmaps[number]
        width, height = size
        if width <= 0 or height <= 0:
            width, height = bitmap.full_width * 0.75, bitmap.full_height * 0.75
        yield Run("", size=look.get("size", 10.0), picture=number, width=width, height=height)


def _extent(element: etree._Element) -> tuple[float, float]:
    """Return the size of a drawing in points, zeros where it is not said."""
    extent = next(element.iter(_ANCHOR), None)
    if extent is not None:
        width, height = whole(extent.get("cx")) or 0, whole(extent.get("cy")) or 0
        return _believed(width / _EMU), _believed(height / _EMU)
    shape = next(element.iter(f"{_VML}shape", f"{_VML}rect"), None)
    said = (
        {}
        if shape is None
        else {
            part.partition(":")[0].strip(): part.partition(":")[2].strip() for part in shape.get("style", "").split(";")
        }
    )
    return _measure(said.get("width", "")), _measure(said.get("height", ""))


def _measure(text: str) -> float:
    factor = _UNITS.get(text[-2:])
    try:
        return _believed(float(text[:-2]) * factor) if factor else 0.0
    except ValueError:
        return 0.0


def _believed(size: float) -> float:
    return size if 0 < size < 3000 else 0.0
