"""Joins a review with what a ledger's columns say: a line above it, the mapping of columns, the news for old tasks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from PySide6.QtCore import QObject, Qt, Signal
from PySide6.QtGui import QKeySequence, QShortcut
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from ledger_app.services.import_plan import ImportSummary
from ledger_app.services.record_changes import TaskUpdate
from ledger_app.services.revision_reading import PlanRevision
from ui.entries.registry import entry
from ui.entry_button import entry_button
from ui.models.review import Review
from ui.models.update_table import read_news
from ui.views.column_mapping_view import ColumnMappingView
from ui.views.review_panel import ReviewPanel
from ui.views.update_view import UpdateView
from ui.workspace import Workspace

_ANY_HEIGHT = 16_777_215
"""Qt's QWIDGETSIZE_MAX: no limit."""

Revisions = Callable[[], Mapping[int, PlanRevision]]


def records_text(summary: ImportSummary) -> str:
    """Return what an import brought besides tasks, in one phrase that begins with "，"; "" if nothing."""
    records = summary.records
    counts = (
        (f"进展 {records.entries} 条", records.entries),
        (f"销号 {records.closed} 项", records.closed),
        (f"延期 {records.extensions} 项", records.extensions),
        (f"自定义列 {len(records.fields)} 个", len(records.fields)),
    )
    parts = [words for words, count in counts if count]
    if summary.updates.words:
        parts.append(summary.updates.words)
    if summary.updates.left:
        parts.append(f"{len(summary.updates.left)} 处不同没有改动")
    return f"，{'，'.join(parts)}" if parts else ""


class LedgerPart(QObject):
    """Puts a bar above the review, and two further views in its place while they are wanted.

    Signals:
        changed: something was found; counts may differ.
    """

    changed = Signal()

    def __init__(self, workspace: Workspace, panel: ReviewPanel, revisions: Revisions, parent: QObject) -> None:
        """Join a review panel.

        Args:
            workspace: for jobs.
            panel: the review.
            revisions: returns what the file on sight is a new issue of, as decided so far.
            parent: owns this.
        """
        super().__init__(parent)
        self._workspace = workspace
        self._panel = panel
        self._revisions = revisions
        self._review: Review | None = None
        self._asked: object = None
        self._updates: tuple[TaskUpdate, ...] = ()
        self._is_known = True
        self.mapping = ColumnMappingView(workspace.look)
        self.news = UpdateView()
        self._make_bar()
        layout = panel.layout()
        self._stack = QStackedWidget()
        self._stack.setObjectName("ledger_parts")
        if isinstance(layout, QVBoxLayout):
            at = layout.indexOf(panel.splitter)
            layout.insertWidget(at, self._stack, 1)
            layout.insertWidget(at, self.bar)
        for part in (panel.splitter, self.mapping, self.news):
            self._stack.addWidget(part)
        self._connect()

    @property
    def updates(self) -> tuple[TaskUpdate, ...]:
        """Return the news for tasks that are there."""
        return self._updates

    @property
    def has_news(self) -> bool:
        """Say whether something would be written in tasks that are there."""
        return bool(self.news.model.taken())

    @property
    def is_known(self) -> bool:
        """Say whether it was found out what the file brings to tasks that are there."""
        return self._is_known

    def confirm_words(self) -> str:
        """Return what is put behind the words of the confirming button, "" where there is no news."""
        return f" · 更新 {self.news.model.taken()} 处" if self.has_news else ""

    def may_confirm(self) -> bool:
        """Ask about news that waits for a decision, and about columns nobody looked at."""
        waiting = len(self.news.model.open_rows())
        if not waiting:
            return True
        return self._workspace.messages.ask(
            f"还有 {waiting} 处更新没有决定，要现在确认吗？",
            "确认",
            detail="这些地方在程序中填写或改过，文件里又写得不同。现在确认，台账里的内容保持不变。",
        )

    def show_review(self, review: Review | None) -> None:
        """Show another review, or the same one after it was read again."""
        if review is not self._review:
            self._review, self._updates, self._asked = review, (), None
            if self.is_other_part:
                self.show_part("review")
        self.refresh()
        if self._stack.currentWidget() is self.mapping:
            self.mapping.show_review(review)

    def refresh(self, *, anew: bool = False) -> None:
        """Look for news where something has changed that matters; `anew`: the ledger changed."""
        review = self._review
        if review is None or not any(plan.table is not None for plan in review.proposal.plans):
            self._asked, self._is_known = None, True
            self._take((), self._asked)
            return
        revisions = dict(self._revisions())
        records = replace(review.records.decisions(), updates={})
        proposal, today = review.proposal, self._workspace.today
        titles = {number: review.plan_title(number) for number in range(len(proposal.plans))}
        asked = (id(proposal), {number: one.pairs for number, one in revisions.items()}, records, titles)
        if asked == self._asked and not anew:
            self._show_bar()
            return
        self._asked, self._is_known = asked, False
        self._show_bar()
        job = self._workspace.query(
            lambda session, _progress: read_news(session, proposal, revisions, titles, records, today), self
        )
        job.on_success(lambda found: self._take(found, asked)).on_failure(self._on_failed).start()

    def show_part(self, name: str) -> None:
        """Show "review", "mapping" or "news" and put the keyboard there."""
        part = {"mapping": self.mapping, "news": self.news}.get(name)
        self._stack.setCurrentWidget(part or self._panel.splitter)
        # Its questions are about the items; it comes and goes by itself, so it is only folded.
        self._panel.tray.setEnabled(part is None)
        self._panel.tray.setMaximumHeight(_ANY_HEIGHT if part is None else 0)
        if part is self.mapping:
            self.mapping.show_review(self._review)
            self.mapping.start()
        elif part is self.news:
            self.news.start()
        else:
            self._panel.cards.setFocus()
        self._show_bar()

    @property
    def is_other_part(self) -> bool:
        """Say whether one of the further views is on sight."""
        return self._stack.currentWidget() is not self._panel.splitter

    def _make_bar(self) -> None:
        self.bar = QFrame()
        self.bar.setObjectName("ledger_bar")
        row = QHBoxLayout(self.bar)
        row.setContentsMargins(12, 5, 8, 5)
        row.setSpacing(8)
        self._text = QLabel()
        self._text.setObjectName("ledger_text")
        self._text.setWordWrap(True)
        self._text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        row.addWidget(self._text, 1)
        self.buttons = {name: entry_button(f"ledger_{name}") for name in ("mapping", "news")}
        for button in self.buttons.values():
            button.setCheckable(True)
            row.addWidget(button)
        self.bar.hide()

    def _connect(self) -> None:
        self.buttons["mapping"].clicked.connect(lambda: self._on_button("mapping"))
        self.buttons["news"].clicked.connect(lambda: self._on_button("news"))
        for name, button in self.buttons.items():
            # Not the buttons' own: another text takes a button's key away.
            shortcut = QShortcut(QKeySequence(entry(f"ledger_{name}").shortcut), self._panel)
            shortcut.setContext(Qt.ShortcutContext.WidgetWithChildrenShortcut)
            shortcut.activated.connect(button.click)
        for view in (self.mapping, self.news):
            view.decided.connect(self._on_decided)
        self.mapping.reread_wanted.connect(self._panel.reread_wanted)
        self._panel.changed.connect(self._on_review_changed)

    def _on_button(self, name: str) -> None:
        part: QWidget = self.mapping if name == "mapping" else self.news
        self.show_part("review" if self._stack.currentWidget() is part else name)

    def _on_decided(self) -> None:
        # The cards and steps of the review follow; so does everything that listens to it.
        self._panel.show_reread()
        self._panel.changed.emit()

    def _on_review_changed(self) -> None:
        self.refresh()
        if self._stack.currentWidget() is self.mapping:
            self.mapping.show_review(self._review)
        self.news.show_decisions()

    def _on_failed(self, error: Exception) -> None:
        self._is_known = True
        self._workspace.messages.show_error(error)
        self.changed.emit()

    def _take(self, found: tuple[TaskUpdate, ...], asked: object) -> None:
        if asked is not self._asked or self._review is None:
            return
        self._updates, self._is_known = found, True
        self.news.show_news(self._review, found)
        self._show_bar()
        self.changed.emit()

    def _show_bar(self) -> None:
        review = self._review
        tables = review.tables if review is not None else ()
        self.bar.setVisible(bool(tables))
        if review is None or not tables:
            return
        waiting = review.open_tables()
        news = len(self.news.model.lines)
        open_news = len(self.news.model.open_rows())
        self._text.setText(_says(review, waiting, news, open_news))
        count = sum(waiting.values())
        self._name("mapping", f"列对应 ■ {count}" if count else "列对应", self.mapping)
        self._name("news", f"更新进展 {news}" + (f" ■ {open_news}" if open_news else ""), self.news)
        self.buttons["news"].setVisible(bool(news))
        if not news and self._stack.currentWidget() is self.news:
            self.show_part("review")
        self._set_role("warning" if count or open_news else "note")

    def _name(self, name: str, words: str, part: QWidget) -> None:
        button = self.buttons[name]
        is_shown = self._stack.currentWidget() is part
        button.setText("返回核对" if is_shown else words)
        button.setAccessibleName(button.text())
        button.setChecked(is_shown)

    def _set_role(self, role: str) -> None:
        if self.bar.property("role") != role:
            self.bar.setProperty("role", role)
            parts: tuple[QWidget, ...] = (self.bar, self._text)
            for part in parts:
                part.style().unpolish(part)
                part.style().polish(part)


def _says(review: Review, waiting: Mapping[str, int], news: int, open_news: int) -> str:
    """Return what the file was found to be, and what waits for a person."""
    if not any(table.number is not None for table in review.tables):
        return "这个文件里的表没有当作任务表。如果它是任务台账，请在“列对应”里指出哪一列是任务。"
    items = [item for plan in review.proposal.plans for item in plan.items if item.record is not None]
    entries = sum(len(item.record.entries) for item in items if item.record is not None)
    columns = sum(len(table.plan.columns) for table in review.tables if table.number is not None)
    parts = [f"表格共 {columns} 列，进展 {entries} 条"]
    if news:
        parts.append(f"台账已有的任务有 {news} 处新内容")
    asks = [
        f"{waiting['column']} 列没有对应的栏目" if waiting["column"] else "",
        f"{waiting['state']} 种状态写法不认识" if waiting["state"] else "",
        f"{open_news} 处与程序中填写的不同" if open_news else "",
    ]
    asked = "、".join(filter(None, asks))
    return "；".join([*parts, *([f"■ 请核对：{asked}"] if asked else [])]) + "。"
