"""The search field of the top bar: hits while one types, recent searches while it is empty.

Its hits are a child of the window, not a window of their own: the keyboard, and with it the input method, stays
in the field while hits come and go.  Their list is made with the first search.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QLineEdit, QWidget

from ui.look import Look

if TYPE_CHECKING:
    from PySide6.QtGui import QFocusEvent, QKeyEvent

    from ledger_app.domain.grid import SearchHit
    from ledger_app.ports import EvidenceTexts, ReadSession
    from ui.jobs import QueryJob
    from ui.search_hits import HitList
    from ui.workspace import Workspace

DELAY_MS = 120
MOST_HITS = 40
RECENT_KEY = "search/recent"
MOST_RECENT = 8


class SearchBox(QLineEdit):
    """The field; hits open with Enter or a click, Esc leaves.

    Signals:
        place_chosen: a hit was chosen (its Place).
    """

    place_chosen = Signal(object)

    def __init__(self, look: Look, window: QWidget) -> None:
        """Make the field; its hits will be shown over `window`."""
        super().__init__()
        self._look = look
        self._window = window
        self._workspace: Workspace | None = None
        self._job: QueryJob[list[SearchHit]] | QueryJob[int] | None = None
        self._hits: HitList | None = None
        self.setObjectName("search_box")
        self.setAccessibleName("全局查找")
        self.setProperty("role", "search")
        self.setPlaceholderText("查找任务、单位、计划、佐证…  Ctrl+K")
        self.setClearButtonEnabled(True)
        self.setMaximumWidth(420)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(DELAY_MS)
        self._timer.timeout.connect(self._search)
        self.textChanged.connect(self._on_text_changed)

    @property
    def hits(self) -> HitList:
        """Return the list of hits, made now if it was not yet."""
        if self._hits is None:
            from ui.search_hits import HitList

            self._hits = HitList(self._look, self._window)
            self._hits.view.clicked.connect(self._choose)
        return self._hits

    def set_workspace(self, workspace: Workspace | None) -> None:
        """Search another ledger from now on, none without one."""
        self._workspace = workspace
        self.setEnabled(workspace is not None)
        self.clear()
        self._hide_hits()

    def begin(self) -> None:
        """Put the keyboard into the field, as its key does."""
        from PySide6.QtCore import Qt

        self.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.selectAll()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Let arrows and page keys move in the hits, Enter open one and Esc leave."""
        from PySide6.QtCore import Qt

        key = event.key()
        if key in (Qt.Key.Key_Down, Qt.Key.Key_Up) and self._shows_hits():
            self.hits.move_by(1 if key == Qt.Key.Key_Down else -1)
        elif key in (Qt.Key.Key_PageDown, Qt.Key.Key_PageUp) and self._shows_hits():
            self.hits.move_to_end(is_last=key == Qt.Key.Key_PageDown)
        elif key == Qt.Key.Key_Down and not self.text().strip():
            self._show_recent()
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self._enter()
        elif key == Qt.Key.Key_Escape:
            self._leave()
        else:
            super().keyPressEvent(event)
            return
        event.accept()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Offer what was searched for before, once somebody comes to the empty field."""
        from PySide6.QtCore import Qt

        super().focusInEvent(event)
        asked = (Qt.FocusReason.MouseFocusReason, Qt.FocusReason.ShortcutFocusReason)
        if event.reason() in asked and not self.text().strip():
            self._show_recent()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Put the hits away when the keyboard goes elsewhere."""
        super().focusOutEvent(event)
        self._hide_hits()

    def _shows_hits(self) -> bool:
        return self._hits is not None and self._hits.isVisible()

    def _hide_hits(self) -> None:
        if self._hits is not None:
            self._hits.hide()

    def _enter(self) -> None:
        if self._timer.isActive():
            self._timer.stop()
            self._search()
        elif self._shows_hits():
            self._choose()

    def _leave(self) -> None:
        if self._shows_hits():
            self._hide_hits()
        elif self.text():
            self.clear()
        else:
            self.clearFocus()

    def _on_text_changed(self, text: str) -> None:
        if self._job is not None:
            self._job.cancel()
        if text.strip():
            self._timer.start()
        else:
            self._timer.stop()
            self._hide_hits()
            if self.hasFocus():
                self._show_recent()

    def _search(self) -> None:
        if self._workspace is None:
            return
        text = self.text().strip()
        texts = self._workspace.ledger.texts
        job = self._workspace.query(lambda session, _progress: _find(session, texts, text), self)
        self._job = job.on_success(lambda hits: self._show(text, hits)).start()

    def _show(self, text: str, hits: list[SearchHit]) -> None:
        if text == self.text().strip() and self.window().focusWidget() is self:
            self.hits.show_hits(text, hits, self, MOST_HITS)
            self._count(text)

    def _count(self, text: str) -> None:
        """Count the tasks as the ledger's own find would list them, after the hits: they must not wait for it."""
        from ledger_app.domain.grid import TaskQuery

        if self._workspace is None:
            return
        query = TaskQuery(self._workspace.cutoff, search=text)
        job = self._workspace.query(lambda session, _progress: len(session.task_ids(query)), self, lists=True)
        self._job = job.on_success(lambda count: self.hits.show_count(text, count)).start()

    def _choose(self) -> None:
        from ledger_app.domain.grid import SearchHit
        from ui.places import Place
        from ui.search_hits import AllTasks, Recent, place_of

        entry = self.hits.chosen()
        if isinstance(entry, Recent):
            self.setText(entry.words)
        elif isinstance(entry, SearchHit | AllTasks):
            self._remember(self.text().strip())
            self.hits.hide()
            self.place_chosen.emit(
                place_of(entry, self.text().strip())
                if isinstance(entry, SearchHit)
                else Place("ledger", words=entry.words)
            )

    def _show_recent(self) -> None:
        if self._workspace is not None and self.isEnabled():
            self.hits.show_recent(self._recent(), self)

    def _recent(self) -> list[str]:
        kept = self._workspace.state.text(RECENT_KEY) if self._workspace is not None else ""
        return [words for words in kept.split("\n") if words]

    def _remember(self, words: str) -> None:
        if self._workspace is not None and words:
            others = [one for one in self._recent() if one != words]
            self._workspace.state.set_text(RECENT_KEY, "\n".join([words, *others][:MOST_RECENT]))


def _find(session: ReadSession, texts: EvidenceTexts, text: str) -> list[SearchHit]:
    # Read with the first search: nothing of evidence is needed to show the window.
    from ledger_app.services.evidence_texts import find_anything

    return find_anything(session, texts, text, MOST_HITS)
