"""What is drawn in a Word file: red rules at exact places, pictures of charts, paragraphs held on the page.

Source: ECMA-376 part 1, sections 17.3.1.11 and 20.4 (anchors); rules are lines that Word, WPS and LibreOffice know.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import count
from typing import Literal

from ledger_app.reports.drawing import RED, Colour
from ledger_app.reports.word_xml import attribute, emu, hex_of, twips

NAMESPACES = " ".join(
    f'xmlns:{prefix}="{address}"'
    for prefix, address in (
        ("w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
        ("r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
        ("wp", "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing"),
        ("a", "http://schemas.openxmlformats.org/drawingml/2006/main"),
        ("pic", "http://schemas.openxmlformats.org/drawingml/2006/picture"),
        ("wps", "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"),
        ("mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    )
)
_SHAPE = "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
_PICTURE = "http://schemas.openxmlformats.org/drawingml/2006/picture"


@dataclass(frozen=True, slots=True)
class Stroke:
    """A lying line: its left end, width and thickness in points; y is the middle of its thickness.

    Attributes:
        against: what x and y are counted from: the sheet's corner, or the left edge of the text and the paragraph.
    """

    x: float
    y: float
    width: float
    weight: float
    against: Literal["page", "paragraph"]
    colour: Colour = RED


class Drawings:
    """The drawings of one file; each has a number of its own."""

    def __init__(self) -> None:
        self._numbers = count(1)

    def rule(self, stroke: Stroke) -> str:
        """Return a rule as a run."""
        number = next(self._numbers)
        across = "page" if stroke.against == "page" else "column"
        width = emu(stroke.width)
        return (
            '<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing>'
            '<wp:anchor distT="0" distB="0" distL="0" distR="0" simplePos="0" relativeHeight="1" behindDoc="1"'
            ' locked="0" layoutInCell="1" allowOverlap="1"><wp:simplePos x="0" y="0"/>'
            f'<wp:positionH relativeFrom="{across}"><wp:posOffset>{emu(stroke.x)}</wp:posOffset></wp:positionH>'
            f'<wp:positionV relativeFrom="{stroke.against}"><wp:posOffset>{emu(stroke.y)}</wp:posOffset></wp:positionV>'
            f'<wp:extent cx="{width}" cy="0"/><wp:effectExtent l="0" t="0" r="0" b="0"/><wp:wrapNone/>'
            f'<wp:docPr id="{number}" name="分隔线{number}" descr="分隔线"/><wp:cNvGraphicFramePr/>'
            f'<a:graphic><a:graphicData uri="{_SHAPE}"><wps:wsp><wps:cNvCnPr/><wps:spPr>'
            f'<a:xfrm><a:off x="0" y="0"/><a:ext cx="{width}" cy="0"/></a:xfrm>'
            f'<a:prstGeom prst="line"><a:avLst/></a:prstGeom><a:ln w="{emu(stroke.weight)}">'
            f'<a:solidFill><a:srgbClr val="{hex_of(stroke.colour)}"/></a:solidFill></a:ln></wps:spPr><wps:bodyPr/>'
            "</wps:wsp>"
            "</a:graphicData></a:graphic></wp:anchor></w:drawing></mc:Choice></mc:AlternateContent></w:r>"
        )

    def picture(self, relation: str, width: float, height: float, words: str) -> str:
        """Return a picture in the run of the text.

        Args:
            relation: id of the picture's part.
            width: points.
            height: points.
            words: what it shows, for those who do not see it.
        """
        number = next(self._numbers)
        size = f'cx="{emu(width)}" cy="{emu(height)}"'
        return (
            '<w:r><w:drawing><wp:inline distT="0" distB="0" distL="0" distR="0">'
            f'<wp:extent {size}/><wp:docPr id="{number}" name="图{number}" descr={attribute(words)}/>'
            f'<a:graphic><a:graphicData uri="{_PICTURE}"><pic:pic><pic:nvPicPr><pic:cNvPr id="{number}"'
            f' name="图{number}"/><pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:embed="{relation}"/>'
            f'<a:stretch><a:fillRect/></a:stretch></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext {size}/>'
            '</a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic></a:graphicData></a:graphic>'
            "</wp:inline></w:drawing></w:r>"
        )


def frame_xml(top: float, width: float | None = None) -> str:
    """Return the frame of paragraphs that stand in the middle of the page; neighbours of the same frame share it.

    Args:
        top: upper edge below the sheet's, points.
        width: points, None = as wide as the text.
    """
    wide = f' w:w="{twips(width)}"' if width is not None else ""
    return (
        f'<w:framePr{wide} w:hSpace="0" w:wrap="around" w:vAnchor="page" w:hAnchor="margin" w:xAlign="center"'
        f' w:y="{twips(top)}"/>'
    )
