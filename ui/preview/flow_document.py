"""Sets a `Flow` as a document of Qt: paragraphs, runs, tables with merged cells, pictures, on pages of paper.

The layout is told that its device has 72 dots an inch, so that what comes out is in points.  Qt takes what goes in
(all but the size of the page and of letters) for dots of the screen, hence `Length`.
"""

from __future__ import annotations

from PySide6.QtCore import QSizeF, Qt, QUrl
from PySide6.QtGui import (
    QBrush,
    QColor,
    QFont,
    QGuiApplication,
    QImage,
    QTextBlockFormat,
    QTextCharFormat,
    QTextCursor,
    QTextDocument,
    QTextFormat,
    QTextFrameFormat,
    QTextImageFormat,
    QTextLength,
    QTextTable,
    QTextTableCellFormat,
    QTextTableFormat,
)

from ledger_app.preview.model import Bitmap, BlockCell, Flow, Run, TableBlock, TextBlock

_ALIGNS = {
    "left": Qt.AlignmentFlag.AlignLeft,
    "center": Qt.AlignmentFlag.AlignHCenter,
    "right": Qt.AlignmentFlag.AlignRight,
    "justify": Qt.AlignmentFlag.AlignJustify,
}
_HEIGHTS = QTextBlockFormat.LineHeightTypes
_LINE_PT = 0.5
_PADDING_PT = 4.0
# What stands in for a typeface that is not installed, by a word of its name.
_STAND_INS = (
    (("小标宋", "大标宋"), ("方正小标宋_GBK", "华文中宋", "STZhongsong", "LedgerSong", "Noto Serif CJK SC", "SimSun")),
    (("仿宋", "FangSong", "宋", "Song", "Sun", "Ming"), ("FangSong", "SimSun", "Noto Serif CJK SC")),
    (("楷", "Kai"), ("KaiTi", "Noto Serif CJK SC")),
    (("黑", "Hei", "雅黑", "等线", "Deng"), ("SimHei", "Microsoft YaHei", "Noto Sans CJK SC")),
)
_USUAL = ("SimSun", "Noto Serif CJK SC")


class Length:
    """Turns points into what Qt turns back into points."""

    def __init__(self) -> None:
        """Ask the screen for its dots, as Qt does."""
        self._factor = QGuiApplication.primaryScreen().logicalDotsPerInchY() / 72

    def __call__(self, points: float) -> float:
        """Return a length for a format."""
        return points * self._factor


def image_of(bitmap: Bitmap) -> QImage:
    """Return plain pixels as a picture of Qt; one whose numbers do not agree is empty."""
    if len(bitmap.pixels) != bitmap.width * bitmap.height * 4 or not bitmap.pixels:
        return QImage()
    image = QImage(bitmap.pixels, bitmap.width, bitmap.height, bitmap.width * 4, QImage.Format.Format_RGBA8888)
    # The bytes belong to Python, the copy to Qt.
    return image.copy()


def families(face: str) -> list[str]:
    """Return typefaces to try, the file's own first."""
    own = [name for name in face.split(";") if name]
    stand_ins = next((faces for words, faces in _STAND_INS if any(word in face for word in words)), _USUAL)
    return [*own, *stand_ins]


def document_of(flow: Flow) -> QTextDocument:
    """Return a text set on its pages."""
    document = QTextDocument()
    device = QImage(1, 1, QImage.Format.Format_RGB32)
    device.setDotsPerMeterX(2835)
    device.setDotsPerMeterY(2835)
    document.setProperty("device", device)
    document.documentLayout().setPaintDevice(device)
    document.setUndoRedoEnabled(False)
    document.setDocumentMargin(0)
    font = QFont()
    font.setFamilies(list(_USUAL))
    font.setPointSizeF(10.5)
    font.setHintingPreference(QFont.HintingPreference.PreferNoHinting)
    document.setDefaultFont(font)
    for number, bitmap in enumerate(flow.pictures):
        document.addResource(QTextDocument.ResourceType.ImageResource.value, _url(number), image_of(bitmap))
    _Setter(document, flow).set_all()
    paper, length = flow.paper, Length()
    frame = document.rootFrame()
    form = QTextFrameFormat()
    for set_margin, value in (
        (form.setLeftMargin, paper.left),
        (form.setTopMargin, paper.top),
        (form.setRightMargin, paper.right),
        (form.setBottomMargin, paper.bottom),
    ):
        set_margin(length(value))
    frame.setFrameFormat(form)
    document.setPageSize(QSizeF(paper.width, paper.height))
    return document


class _Setter:
    """Writes the blocks of a flow one after another."""

    def __init__(self, document: QTextDocument, flow: Flow) -> None:
        self._cursor = QTextCursor(document)
        self._flow = flow
        self._length = Length()
        paper = flow.paper
        self._room = QSizeF(
            max(paper.width - paper.left - paper.right, 72), max(paper.height - paper.top - paper.bottom, 72)
        )
        self._is_fresh = True

    def set_all(self) -> None:
        self._cursor.beginEditBlock()
        for block in self._flow.blocks:
            if isinstance(block, TextBlock):
                self._text(self._cursor, block, is_fresh=self._is_fresh)
                self._is_fresh = False
            elif block.rows and block.columns and block.cells:
                self._table(block)
        self._cursor.endEditBlock()

    def _text(self, cursor: QTextCursor, block: TextBlock, *, is_fresh: bool, width: float = 0) -> None:
        form = _block_format(block, self._length)
        letters = _char_format(block.runs[0] if block.runs else Run(""))
        if is_fresh:
            cursor.setBlockFormat(form)
            if not width:
                # In the first paragraph of a cell this format is that of the cell, lines and span included.
                cursor.setBlockCharFormat(letters)
        else:
            cursor.insertBlock(form, letters)
        for run in block.runs:
            if run.picture >= 0:
                self._picture(cursor, run, width or self._room.width())
            elif run.text:
                cursor.insertText(run.text, _char_format(run))

    def _picture(self, cursor: QTextCursor, run: Run, room: float) -> None:
        if not run.picture < len(self._flow.pictures):
            return
        form = QTextImageFormat()
        form.setName(_url(run.picture).toString())
        share = min(1.0, room / max(run.width, 1), self._room.height() * 0.95 / max(run.height, 1))
        form.setWidth(self._length(run.width * share))
        form.setHeight(self._length(run.height * share))
        cursor.insertImage(form)

    def _table(self, block: TableBlock) -> None:
        if self._is_fresh:
            self._shrink()
        # Qt begins a paragraph in front of a table; one that is there and empty serves.
        table = self._cursor.insertTable(block.rows, block.columns, self._table_format(block))
        for cell in block.cells:
            _merge(table, cell)
        for cell in block.cells:
            self._fill(table, cell, block)
        self._cursor.movePosition(QTextCursor.MoveOperation.End)
        self._shrink()
        self._is_fresh = True

    def _shrink(self) -> None:
        """Let the paragraph that Qt wants around tables take no room, unless it is written into."""
        form, letters = QTextBlockFormat(), QTextCharFormat()
        form.setLineHeight(1, _HEIGHTS.FixedHeight.value)
        letters.setFontPointSize(1)
        self._cursor.setBlockFormat(form)
        self._cursor.setBlockCharFormat(letters)

    def _table_format(self, block: TableBlock) -> QTextTableFormat:
        form = QTextTableFormat()
        form.setCellSpacing(0)
        form.setCellPadding(0)
        form.setBorder(0)
        form.setBorderCollapse(True)
        form.setAlignment(_ALIGNS[block.align])
        form.setTopMargin(2)
        form.setBottomMargin(2)
        widths = block.widths if len(block.widths) == block.columns else ()
        if widths:
            share = min(1.0, self._room.width() / max(sum(widths), 1))
            lengths = [QTextLength(QTextLength.Type.FixedLength, self._length(width * share)) for width in widths]
            form.setColumnWidthConstraints(lengths)
            form.setWidth(QTextLength(QTextLength.Type.FixedLength, self._length(sum(widths) * share)))
        else:
            form.setWidth(QTextLength(QTextLength.Type.PercentageLength, 100))
        return form

    def _fill(self, table: QTextTable, cell: BlockCell, block: TableBlock) -> None:
        there = table.cellAt(cell.row, cell.column)
        if not there.isValid():
            return
        form = _cell_format(cell, self._length)
        if cell.blocks and cell.blocks[0].runs:
            form.setFontPointSize(cell.blocks[0].runs[0].size)
        # A cell's format holds its span too, and is replaced as a whole.
        form.setTableCellRowSpan(there.rowSpan())
        form.setTableCellColumnSpan(there.columnSpan())
        there.setFormat(form)
        widths = block.widths[cell.column : cell.column + cell.columns]
        room = sum(widths) or self._room.width() * cell.columns / block.columns
        cursor = there.firstCursorPosition()
        for number, one in enumerate(cell.blocks):
            self._text(cursor, one, is_fresh=number == 0, width=max(room - 2 * _PADDING_PT, 8))


def _merge(table: QTextTable, cell: BlockCell) -> None:
    if cell.rows > 1 or cell.columns > 1:
        rows = min(cell.rows, table.rows() - cell.row)
        columns = min(cell.columns, table.columns() - cell.column)
        if rows > 0 and columns > 0:
            table.mergeCells(cell.row, cell.column, rows, columns)


def _cell_format(cell: BlockCell, length: Length) -> QTextTableCellFormat:
    form = QTextTableCellFormat()
    form.setPadding(length(_PADDING_PT))
    form.setTopPadding(length(1.5))
    form.setBottomPadding(length(1.5))
    left, top, right, bottom = cell.lines
    solid = QTextFrameFormat.BorderStyle.BorderStyle_Solid
    brush = QBrush(QColor("#000000"))
    if left:
        form.setLeftBorder(length(_LINE_PT))
        form.setLeftBorderStyle(solid)
        form.setLeftBorderBrush(brush)
    if top:
        form.setTopBorder(length(_LINE_PT))
        form.setTopBorderStyle(solid)
        form.setTopBorderBrush(brush)
    if right:
        form.setRightBorder(length(_LINE_PT))
        form.setRightBorderStyle(solid)
        form.setRightBorderBrush(brush)
    if bottom:
        form.setBottomBorder(length(_LINE_PT))
        form.setBottomBorderStyle(solid)
        form.setBottomBorderBrush(brush)
    if cell.ground:
        form.setBackground(QColor(cell.ground))
    if cell.middle:
        form.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignMiddle)
    return form


def _block_format(block: TextBlock, length: Length) -> QTextBlockFormat:
    form = QTextBlockFormat()
    form.setAlignment(_ALIGNS[block.align])
    form.setLeftMargin(length(max(block.left, 0)))
    form.setRightMargin(length(max(block.right, 0)))
    form.setTextIndent(length(block.first))
    form.setTopMargin(length(block.before))
    form.setBottomMargin(length(block.after))
    if block.heading:
        form.setHeadingLevel(block.heading)
    if block.line_exact:
        form.setLineHeight(length(block.line_exact), _HEIGHTS.FixedHeight.value)
    elif block.line_least:
        form.setLineHeight(length(block.line_least), _HEIGHTS.MinimumHeight.value)
    elif block.line_percent and block.line_percent != 100:
        form.setLineHeight(block.line_percent, _HEIGHTS.ProportionalHeight.value)
    if block.starts_page:
        form.setPageBreakPolicy(QTextFormat.PageBreakFlag.PageBreak_AlwaysBefore)
    return form


def _char_format(run: Run) -> QTextCharFormat:
    form = QTextCharFormat()
    form.setFontFamilies(families(run.face))
    form.setFontPointSize(run.size)
    form.setFontWeight(QFont.Weight.Bold if run.is_bold else QFont.Weight.Normal)
    form.setFontItalic(run.is_italic)
    form.setFontUnderline(run.is_underlined)
    form.setFontStrikeOut(run.is_struck)
    form.setFontHintingPreference(QFont.HintingPreference.PreferNoHinting)
    # The paper is white in the dark scheme too.
    form.setForeground(QColor(run.colour or "#000000"))
    if run.ground:
        form.setBackground(QColor(run.ground))
    if run.raised:
        up = QTextCharFormat.VerticalAlignment.AlignSuperScript
        form.setVerticalAlignment(up if run.raised > 0 else QTextCharFormat.VerticalAlignment.AlignSubScript)
    return form


def _url(number: int) -> QUrl:
    return QUrl(f"picture:{number}")
