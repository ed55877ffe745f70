"""What a file shows of itself: values that stand for pages, sheets and pictures, and name no library.

Made in the preview process, sent as plain data (`wire`), drawn by `ui/preview`.  Sizes are points (1/72 inch), colours
"#rrggbb" or "" for none, unless said otherwise.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Align = Literal["left", "center", "right", "justify"]


@dataclass(frozen=True, slots=True)
class Bitmap:
    """A decoded picture, its rows of red, green, blue, alpha bytes from the top.

    Attributes:
        width, height: pixels of `pixels`.
        full_width, full_height: of the picture itself, before it was made smaller.
    """

    width: int
    height: int
    full_width: int
    full_height: int
    pixels: bytes


@dataclass(frozen=True, slots=True)
class Run:
    """Characters of one look, or a picture among them.

    Attributes:
        text: characters; a forced line break is U+2028.
        face: name of the typeface as the file says it.
        raised: 1 above the line, -1 below it.
        picture: number of a picture of the flow that stands here, -1 for none; width, height: its size.
    """

    text: str
    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False
    is_struck: bool = False
    size: float = 10.5
    face: str = ""
    colour: str = ""
    ground: str = ""
    raised: int = 0
    picture: int = -1
    width: float = 0
    height: float = 0


@dataclass(frozen=True, slots=True)
class TextBlock:
    """A paragraph.

    Attributes:
        heading: 1 to 6, 0 for body text.
        left, right, first: indents; first: of the first line beyond `left`.
        before, after: room above and below.
        line_percent: height of lines, 0 where `line_exact` or `line_least` counts.
        starts_page: a page begins with it.
    """

    runs: tuple[Run, ...] = ()
    align: Align = "left"
    heading: int = 0
    left: float = 0
    right: float = 0
    first: float = 0
    before: float = 0
    after: float = 0
    line_percent: float = 100
    line_exact: float = 0
    line_least: float = 0
    starts_page: bool = False


@dataclass(frozen=True, slots=True)
class BlockCell:
    """A cell of a table in a text: its place and span, what is in it, which of its sides are drawn."""

    row: int
    column: int
    rows: int
    columns: int
    blocks: tuple[TextBlock, ...]
    ground: str = ""
    middle: bool = False
    lines: tuple[bool, bool, bool, bool] = (True, True, True, True)


@dataclass(frozen=True, slots=True)
class TableBlock:
    """A table; `widths` are of its columns, empty where the file does not say."""

    rows: int
    columns: int
    cells: tuple[BlockCell, ...]
    widths: tuple[float, ...] = ()
    align: Align = "left"


@dataclass(frozen=True, slots=True)
class Paper:
    """The page a text is set on."""

    width: float = 595.3
    height: float = 841.9
    left: float = 79.4
    top: float = 104.9
    right: float = 73.7
    bottom: float = 99.2


@dataclass(frozen=True, slots=True)
class Flow:
    """A text that flows over pages; `note` is Chinese, "" for none."""

    blocks: tuple[TextBlock | TableBlock, ...]
    pictures: tuple[Bitmap, ...] = ()
    paper: Paper = Paper()
    note: str = ""


@dataclass(frozen=True, slots=True)
class CellStyle:
    """How cells of a sheet look.

    Attributes:
        indent: steps from the side.
        lines: which sides are drawn: left, top, right, bottom.
    """

    is_bold: bool = False
    is_italic: bool = False
    is_underlined: bool = False
    is_struck: bool = False
    size: float = 11
    face: str = ""
    colour: str = ""
    ground: str = ""
    align: Literal["", "left", "center", "right", "justify"] = ""
    rise: Literal["top", "middle", "bottom"] = "bottom"
    wraps: bool = False
    indent: int = 0
    lines: tuple[bool, bool, bool, bool] = (False, False, False, False)


@dataclass(frozen=True, slots=True)
class SheetCell:
    """A cell that holds something: column from 0, text as shown, number of its style, figures stand right."""

    column: int
    text: str
    style: int = 0
    is_figure: bool = False
    colour: str = ""


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row: number from 0, height in points (0 = by its text), cells by column."""

    number: int
    height: float
    cells: tuple[SheetCell, ...]
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Span:
    """An area of merged cells, from 0."""

    row: int
    column: int
    rows: int
    columns: int


@dataclass(frozen=True, slots=True)
class SheetFrame:
    """A sheet without its cells.

    Attributes:
        rows, columns: extent; widths: of columns in points, 0 for one that is hidden.
        default_width, default_height: where nothing is said.
        frozen_rows, frozen_columns: stay in view.
        has_lines: the grid is drawn.
    """

    name: str
    rows: int
    columns: int
    widths: tuple[float, ...]
    default_width: float
    default_height: float
    spans: tuple[Span, ...] = ()
    frozen_rows: int = 0
    frozen_columns: int = 0
    has_lines: bool = True
    is_hidden: bool = False


@dataclass(frozen=True, slots=True)
class Book:
    """A workbook; its rows are asked for (`SheetRows`)."""

    sheets: tuple[SheetFrame, ...]
    styles: tuple[CellStyle, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class SheetRows:
    """Rows of a sheet, from `first` on; `count` rows were looked through; `is_last`: there are none behind."""

    sheet: int
    first: int
    count: int
    rows: tuple[SheetRow, ...]
    is_last: bool


@dataclass(frozen=True, slots=True)
class PageSet:
    """Fixed pages, which are asked for one by one: their widths and heights."""

    widths: tuple[float, ...]
    heights: tuple[float, ...]
    note: str = ""


@dataclass(frozen=True, slots=True)
class PageText:
    """Characters of a page and four edges of each from its top left corner: left, top, right, bottom, as floats."""

    page: int
    text: str
    edges: bytes


@dataclass(frozen=True, slots=True)
class Hits:
    """Where words were found: page, first character, number of characters; `is_cut`: not all was searched."""

    places: tuple[tuple[int, int, int], ...]
    is_cut: bool = False


@dataclass(frozen=True, slots=True)
class Frames:
    """A picture file: how many pictures are in it, and the first."""

    count: int
    first: Bitmap


@dataclass(frozen=True, slots=True)
class Nothing:
    """The file shows nothing of itself; `note` says why, in Chinese."""

    note: str


Content = Flow | Book | PageSet | Frames | Nothing
"""What opening a file answers."""
