"""The preview of one stored file: whatever it is, shown by the view that fits, read by a process of its own.

While another file is chosen, what stood there stays until the new one is read; while many are run through with the
arrow keys, only the one that is stayed on is read.
"""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ledger_app.errors import LedgerError
from ledger_app.evidence.kinds import FORMAT_NAMES
from ledger_app.messages import describe
from ledger_app.preview.model import Book, Content, Flow, Frames, Nothing, PageSet
from ledger_app.preview.session import PreviewPool, PreviewSession
from ui.open_file import size_text
from ui.pages.page import labelled
from ui.preview.asking import Asking
from ui.preview.flow_source import FlowSource
from ui.preview.pages_view import PagesView
from ui.preview.pdf_source import PdfSource
from ui.preview.picture_view import FIRST_PX, PictureView
from ui.preview.sheet_view import BookView
from ui.workspace import Workspace

ICON_PX = 40
WAIT_MS = 120
KEPT_FLOWS = 8
_NONE = "选中一份材料，在这里预览。"
_GONE = "台账里找不到这个文件，请运行“检查台账完整性”，或从备份中恢复。"


@dataclass(frozen=True, slots=True)
class Shown:
    """A file to be shown.

    Attributes:
        sha256: which; name: how it is called to people, with its suffix.
        media: short name of its format; size_bytes: of the file.
        icon: name of the icon of its format.
    """

    sha256: str
    name: str
    media: str
    size_bytes: int
    icon: str = "evidence"


class PreviewPane(QWidget):
    """Shows one file."""

    def __init__(self, workspace: Workspace, pool: PreviewPool | None = None) -> None:
        """Begin with nothing.

        Args:
            workspace: the ledger that is open.
            pool: where processes come from; one of its own, which ends with the pane, if None.
        """
        super().__init__()
        self._workspace = workspace
        self.pool = pool or PreviewPool()
        if pool is None:
            # Not a method of this object: it is gone by then.
            self.destroyed.connect(self.pool.close)
        self._file: Shown | None = None
        self._asking: Asking | None = None
        self._words = ""
        self._kept: OrderedDict[str, Flow] = OrderedDict()
        self.setObjectName("evidence_preview")
        self._is_waiting = False
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(WAIT_MS)
        self._timer.timeout.connect(self._read)
        self.parts = QStackedWidget()
        look = workspace.look
        self.picture, self.pages, self.book = PictureView(look), PagesView(look), BookView(look)
        self.facts = QWidget()
        self._lay_out()
        workspace.look.changed.connect(self._set_icon)
        self._show_facts(_NONE)

    @property
    def file(self) -> Shown | None:
        """Return the file that is shown or about to be."""
        return self._file

    @property
    def is_reading(self) -> bool:
        """Say whether the file is still being read."""
        return self._timer.isActive() or self._is_waiting

    def show_file(self, file: Shown | None, words: str = "") -> None:
        """Show a file; `words` are looked for in it."""
        same = file is not None and self._file is not None and file.sha256 == self._file.sha256
        is_new = words != self._words
        self._words = words
        if same:
            if words and is_new and self.parts.currentWidget() is self.pages:
                self.pages.find_words(words)
            return
        self._file = file
        self._stop()
        self._is_waiting = file is not None
        if file is None:
            self._show_facts(_NONE)
            return
        kept = self._kept.get(file.sha256)
        if kept is not None:
            self._kept.move_to_end(file.sha256)
            self._take(kept)
            return
        self._timer.start()

    def find_in_page(self) -> None:
        """Put the keyboard into the field for finding, where there is one."""
        if self.parts.currentWidget() is self.pages:
            self.pages.find_in_page()

    def close_file(self) -> None:
        """Let go of the file and its process; the pane can be used again."""
        self._file = None
        self._stop()

    def _lay_out(self) -> None:
        self.parts.setObjectName("preview_parts")
        self._icon = QLabel()
        self._icon.setObjectName("preview_icon")
        self.about = labelled("", "secondary", "preview_about")
        inner = QVBoxLayout(self.facts)
        inner.addStretch(1)
        for label in (self._icon, self.about):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            inner.addWidget(label)
        inner.addStretch(1)
        for part in (self.facts, self.picture, self.pages, self.book):
            self.parts.addWidget(part)
        self.note = labelled("", "secondary", "preview_note")
        self.note.setWordWrap(True)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        layout.addWidget(self.parts, 1)
        self.foot = QHBoxLayout()
        self.foot.setContentsMargins(12, 0, 8, 4)
        self.foot.addWidget(self.note, 1)
        layout.addLayout(self.foot)

    def _read(self) -> None:
        file = self._file
        if file is None:
            return
        store = self._workspace.ledger.store
        session = PreviewSession(self.pool, store.path_of(file.sha256), file.name, file.media)
        asking = Asking(self._workspace.runner, session, self)
        self._asking = asking

        def read(session: PreviewSession, tick: object) -> Content:
            if not store.path_of(file.sha256).is_file():
                return Nothing(_GONE)
            return session.open(tick, FIRST_PX)  # type: ignore[arg-type]

        asking.ask(read, self._take, self._fail)

    def _take(self, content: Content) -> None:
        self._is_waiting = False
        file, asking = self._file, self._asking
        if file is None:
            return
        if isinstance(content, Flow):
            self._keep(file.sha256, content)
            self._show_flow(content)
        elif isinstance(content, Nothing) or asking is None:
            self._show_facts(content.note if isinstance(content, Nothing) else "")
        elif isinstance(content, Frames):
            self._show_part(self.picture, self.picture.show_frames(content, asking))
        elif isinstance(content, PageSet):
            self.pages.show_source(PdfSource(content, asking))
            self._show_part(self.pages, content.note or f"共 {len(content.widths)} 页")
        elif isinstance(content, Book):
            self._show_part(self.book, self.book.show_book(content, asking))
        self._look_for_words()

    def _look_for_words(self) -> None:
        if self._words and self.parts.currentWidget() is self.pages:
            self.pages.find_words(self._words)

    def _show_flow(self, flow: Flow) -> None:
        if self._asking is not None:
            # All of a text is here; its process has done its work.
            self._asking.close()
            self._asking = None
        source = FlowSource(flow)
        self.pages.show_source(source)
        self._show_part(self.pages, " · ".join(filter(None, (f"共 {len(source.sizes)} 页", flow.note))))

    def _fail(self, error: Exception) -> None:
        self._is_waiting = False
        self._stop()
        self._show_facts(
            describe(error) if isinstance(error, LedgerError) else "这份材料不能在这里预览，请打开副本查看。"
        )

    def _keep(self, sha256: str, flow: Flow) -> None:
        self._kept[sha256] = flow
        self._kept.move_to_end(sha256)
        while len(self._kept) > KEPT_FLOWS or (
            len(self._kept) > 1
            and sum(len(one.pixels) for kept in self._kept.values() for one in kept.pictures) > 96 << 20
        ):
            self._kept.popitem(last=False)

    def _stop(self) -> None:
        """Stop reading and let go of what is shown, which stays on the screen as it is."""
        self._timer.stop()
        self._is_waiting = False
        if self._asking is not None:
            self._asking.close()
            self._asking = None

    def _show_part(self, part: QWidget, note: str) -> None:
        self.parts.setCurrentWidget(part)
        self.note.setText(note)
        self._let_go(part)

    def _let_go(self, shown: QWidget) -> None:
        """Free what other views hold."""
        if shown is not self.pages:
            self.pages.show_source(None)
        if shown is not self.picture:
            self.picture.clear()
        if shown is not self.book:
            self.book.clear()

    def _show_facts(self, note: str) -> None:
        file = self._file
        self._set_icon()
        self.about.setText(
            f"{FORMAT_NAMES.get(file.media, '未知格式')} · {size_text(file.size_bytes)}" if file is not None else ""
        )
        self._show_part(self.facts, note)

    def _set_icon(self) -> None:
        look = self._workspace.look
        name = self._file.icon if self._file is not None else "evidence"
        self._icon.setPixmap(
            look.icons.pixmap(name, ICON_PX, self.devicePixelRatioF(), look.theme.colours["secondary"])
        )
