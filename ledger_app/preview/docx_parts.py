"""The parts of a .docx that its preview needs: body, styles, lists with their indents, pictures by relation."""

from __future__ import annotations

import posixpath
from dataclasses import dataclass, field

from lxml import etree

from ledger_app.intake.readers.docx import TITLE, Parts
from ledger_app.intake.readers.docx_names import child_value, w, whole
from ledger_app.intake.readers.docx_numbering import DocxNumbering
from ledger_app.intake.readers.docx_styles import StylePart, Styles
from ledger_app.intake.readers.safe_zip import SafeZip
from ledger_app.intake.source import Source
from ledger_app.preview.budget import PICTURE_SIDE_PX, Budget
from ledger_app.preview.docx_look import Looks, paragraph_look, points
from ledger_app.preview.model import Bitmap, Paper
from ledger_app.preview.pictures import decoded

_RELATIONSHIP = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_GRIDS = frozenset({"lines", "linesAndChars", "snapToChars"})


@dataclass(slots=True)
class Album:
    """The pictures of a document, each decoded once."""

    parts: Parts
    targets: dict[str, str]
    budget: Budget
    bitmaps: list[Bitmap] = field(default_factory=list)
    _known: dict[str, int] = field(default_factory=dict)

    def number(self, relation_id: str) -> int:
        """Return the number of the picture of a relation, -1 if there is none to show."""
        target = self.targets.get(relation_id, "")
        if not target:
            return -1
        if target not in self._known:
            self._known[target] = self._add(target)
        return self._known[target]

    def _add(self, target: str) -> int:
        if self.budget.pictures <= 0 or self.budget.picture_bytes <= 0:
            return -1
        self.budget.pictures -= 1
        data = self.parts.archive.read(target)
        bitmap = decoded(data, PICTURE_SIDE_PX) if data else None
        if bitmap is None:
            return -1
        self.budget.picture_bytes -= len(bitmap.pixels)
        self.bitmaps.append(bitmap)
        return len(self.bitmaps) - 1


class WordParts:
    """One .docx that is open."""

    def __init__(self, source: Source, budget: Budget) -> None:
        """Read styles, lists and the body.

        Raises:
            UnreadableFileError: INT-108 damaged, INT-113 to INT-115 over a limit.
        """
        self.parts = Parts(source, SafeZip(source, TITLE))
        main = self.parts.main_name()
        self.related = related = self.parts.related(main)
        style_part = StylePart(self.parts.data(related.get("styles", "word/styles.xml")), self.parts.parsed)
        self.styles = Styles(style_part)
        self.looks = Looks(style_part)
        numbering = self.parts.parse(related.get("numbering", "word/numbering.xml"))
        self.numbering = DocxNumbering(numbering, self.styles)
        self._lists = numbering
        root = self.parts.parse(main)
        body = None if root is None else root.find(w("body"))
        if body is None:
            raise source.refuse("INT-108", format=TITLE)
        self.body = body
        self.album = Album(self.parts, _targets(self.parts, main), budget)
        self._level_looks: dict[tuple[str, int], dict[str, object]] = {}

    def paper(self) -> Paper:
        """Return the page of the first section."""
        section = next(self.body.iter(w("sectPr")), None)
        size = None if section is None else section.find(w("pgSz"))
        margins = None if section is None else section.find(w("pgMar"))
        usual = Paper()
        if size is None:
            return usual
        width, height = points(size.get(w("w"))), points(size.get(w("h")))
        edges = (
            {} if margins is None else {key: points(margins.get(w(key))) for key in ("left", "top", "right", "bottom")}
        )
        width, height = min(max(width or usual.width, 144), 2000), min(max(height or usual.height, 144), 2000)
        return Paper(
            width,
            height,
            _edge(edges.get("left"), usual.left, width),
            _edge(edges.get("top"), usual.top, height),
            _edge(edges.get("right"), usual.right, width),
            _edge(edges.get("bottom"), usual.bottom, height),
        )

    def line_pitch(self) -> float:
        """Return the distance of the lines of the page's grid in points, 0 without a grid."""
        section = next(self.body.iter(w("sectPr")), None)
        grid = None if section is None else section.find(w("docGrid"))
        if grid is None or grid.get(w("type")) not in _GRIDS:
            return 0.0
        pitch = points(grid.get(w("linePitch"))) or 0.0
        return pitch if 6 <= pitch <= 72 else 0.0

    def level_look(self, num_id: str | None, level: int) -> dict[str, object]:
        """Return what a list says of the indents of a level."""
        if num_id is None or self._lists is None:
            return {}
        key = (num_id, level)
        if key not in self._level_looks:
            self._level_looks[key] = self._read_level(num_id, level)
        return self._level_looks[key]

    def _read_level(self, num_id: str, level: int) -> dict[str, object]:
        lists = self._lists
        num = _by_id(lists, w("num"), w("numId"), num_id)
        abstract = _by_id(lists, w("abstractNum"), w("abstractNumId"), child_value(num, w("abstractNumId")))
        for element in () if abstract is None else abstract.iterfind(w("lvl")):
            if whole(element.get(w("ilvl"))) == level:
                return paragraph_look(element.find(w("pPr")))
        return {}


def _by_id(root: etree._Element | None, tag: str, attribute: str, wanted: str | None) -> etree._Element | None:
    if root is None or wanted is None:
        return None
    return next((element for element in root.iterfind(tag) if element.get(attribute) == wanted), None)


def _edge(said: float | None, usual: float, side: float) -> float:
    """Return a margin that leaves room on the page."""
    return usual if said is None else min(abs(said), side * 0.4)


def _targets(parts: Parts, name: str) -> dict[str, str]:
    """Return the parts a part points to, by relation id; nothing outside the archive."""
    folder, base = posixpath.split(name)
    root = parts.parse(posixpath.join(folder, "_rels", base + ".rels"))
    targets: dict[str, str] = {}
    for relation in () if root is None else root.iterfind(_RELATIONSHIP):
        if relation.get("TargetMode") != "External":
            target = posixpath.normpath(posixpath.join("/" + folder, relation.get("Target", "")))
            targets[relation.get("Id", "")] = target.lstrip("/")
    return targets
