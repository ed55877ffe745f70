"""The pages of a PDF as small pictures in a column, drawn when they come on sight."""

from __future__ import annotations

from collections import OrderedDict

from PySide6.QtCore import QAbstractListModel, QModelIndex, QObject, QPersistentModelIndex, QSize, Qt, Signal
from PySide6.QtGui import QIcon, QPainter, QPixmap
from PySide6.QtPdf import QPdfDocument
from PySide6.QtWidgets import QListView

WIDTH_PX = 112
PICTURE = QSize(72, 96)
MOST_KEPT = 60
"""Pictures in memory at most; a long report draws those that left it again."""
_NOWHERE = QModelIndex()
_Index = QModelIndex | QPersistentModelIndex


class PageListModel(QAbstractListModel):
    """The pages by number, with a picture of each."""

    def __init__(self, document: QPdfDocument, parent: QObject) -> None:
        """List a document's pages."""
        super().__init__(parent)
        self._document = document
        self._pictures: OrderedDict[int, QIcon] = OrderedDict()

    def read_again(self) -> None:
        """Take up another document's pages."""
        self.beginResetModel()
        self._pictures.clear()
        self.endResetModel()

    def rowCount(self, parent: _Index = _NOWHERE) -> int:
        """Return the number of pages."""
        return 0 if parent.isValid() else self._document.pageCount()

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """Return a page's number or its picture."""
        if role == Qt.ItemDataRole.DisplayRole:
            return str(index.row() + 1)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return f"第 {index.row() + 1} 页"
        if role == Qt.ItemDataRole.DecorationRole:
            return self._picture(index.row())
        return None

    @property
    def kept(self) -> int:
        """Return how many pictures are in memory."""
        return len(self._pictures)

    def _picture(self, row: int) -> QIcon:
        if row in self._pictures:
            self._pictures.move_to_end(row)
            return self._pictures[row]
        size = self._document.pagePointSize(row).toSize().scaled(PICTURE, Qt.AspectRatioMode.KeepAspectRatio)
        picture = QPixmap(size)
        # A page has no ground of its own, and its edge must be seen on a white one.
        picture.fill(Qt.GlobalColor.white)
        painter = QPainter(picture)
        painter.drawImage(0, 0, self._document.render(row, size))
        painter.setPen(Qt.GlobalColor.gray)
        painter.drawRect(picture.rect().adjusted(0, 0, -1, -1))
        painter.end()
        icon = QIcon(picture)
        self._pictures[row] = icon
        while len(self._pictures) > MOST_KEPT:
            self._pictures.popitem(last=False)
        return icon


class PageStrip(QListView):
    """The column of pages.

    Signals:
        page_wanted: a page is to be shown (number from 1).
    """

    page_wanted = Signal(int)

    def __init__(self, name: str, document: QPdfDocument) -> None:
        """Show a document's pages."""
        super().__init__()
        self.setObjectName(f"{name}_pages")
        self.setAccessibleName("页面列表")
        self._pages = PageListModel(document, self)
        self.setModel(self._pages)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setFlow(QListView.Flow.TopToBottom)
        self.setWrapping(False)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setIconSize(PICTURE)
        self.setGridSize(QSize(WIDTH_PX - 24, PICTURE.height() + 28))
        self.setFixedWidth(WIDTH_PX)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.selectionModel().currentChanged.connect(self._on_current)
        self._is_following = False

    def read_again(self) -> None:
        """Show another document's pages."""
        self._pages.read_again()

    def show_page(self, number: int) -> None:
        """Mark the page that is in view (from 1)."""
        index = self._pages.index(number - 1, 0)
        if index.isValid() and index != self.currentIndex():
            self._is_following = True
            self.setCurrentIndex(index)
            self._is_following = False

    def _on_current(self, index: QModelIndex) -> None:
        if index.isValid() and not self._is_following:
            self.page_wanted.emit(index.row() + 1)
