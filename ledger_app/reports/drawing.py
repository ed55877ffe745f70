"""Laid pages as plain positioned items: what a PDF writer, a preview or a test reads.

All lengths are points; x grows to the right and y downwards from the top-left corner of the sheet (of the reading frame
for turned items); y of glyphs is their baseline.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import NamedTuple

from ledger_app.reports.fonts import Face
from ledger_app.reports.model import Figure

Colour = tuple[float, float, float]
"""Red, green, blue, 0 to 1."""

BLACK: Colour = (0.0, 0.0, 0.0)
RED: Colour = (1.0, 0.0, 0.0)
GREY: Colour = (0.36, 0.4, 0.45)
TONES: dict[str, Colour] = {
    "": BLACK,
    "red": (0.706, 0.137, 0.094),
    "orange": (0.722, 0.298, 0.0),
    "amber": (0.541, 0.353, 0.0),
    "green": (0.118, 0.482, 0.227),
    "blue": (0.122, 0.373, 0.659),
    "grey": (0.357, 0.4, 0.447),
}


class Glyphs(NamedTuple):
    """A run of text in one face on one baseline.

    Attributes:
        spread: space added after every character.
        extras: space added after each single character (may be negative), None = none; then spread is not used.
        stretch: width of the letters against their natural width.
    """

    x: float
    y: float
    text: str
    face: Face
    size: float
    colour: Colour = BLACK
    spread: float = 0.0
    extras: tuple[float, ...] | None = None
    stretch: float = 1.0


class Rule(NamedTuple):
    """A straight line."""

    x1: float
    y1: float
    x2: float
    y2: float
    width: float
    colour: Colour = BLACK


class Box(NamedTuple):
    """A filled rectangle."""

    x: float
    y: float
    width: float
    height: float
    colour: Colour


class Area(NamedTuple):
    """Where a figure, or a row, with tasks behind it was printed, on the sheet as it is read.

    Attributes:
        figure: None for a row; words: the figure with what stands around it on its line of thought.
    """

    x: float
    y: float
    width: float
    height: float
    task_ids: tuple[int, ...]
    figure: Figure | None = None
    words: str = ""


class Bookmark(NamedTuple):
    """An entry of the outline; y is where it points on its page.

    Attributes:
        level: from 0; below 0 the place can be linked to and is not in the outline.
        key: name by which links point to it, "" = nothing links to it.
    """

    level: int
    title: str
    y: float
    key: str = ""


class Link(NamedTuple):
    """A place on a page that leads to another: to the bookmark with this key."""

    x: float
    y: float
    width: float
    height: float
    key: str


class Picture(NamedTuple):
    """A picture (PNG) drawn to this size; y is its upper edge."""

    x: float
    y: float
    width: float
    height: float
    content: bytes


Item = Glyphs | Rule | Box


@dataclass(slots=True)
class Page:
    """One laid page.

    Attributes:
        width, height: of the sheet.
        turned: items in the landscape reading frame, drawn turned by 90° counter-clockwise so that their head lies at
            the left edge; the file asks viewers to show such a page turned back.
        links, pictures: of upright pages.
        leads: the page stands in front of those that were finished before it.
    """

    width: float
    height: float
    items: list[Item] = field(default_factory=list)
    turned: list[Item] = field(default_factory=list)
    areas: list[Area] = field(default_factory=list)
    bookmarks: list[Bookmark] = field(default_factory=list)
    links: list[Link] = field(default_factory=list)
    pictures: list[Picture] = field(default_factory=list)
    number: int | None = None
    leads: bool = False
