"""The first page while no ledger is open: make one, open one, practise, or take up one of the last."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QVBoxLayout, QWidget

from ui.actions import REGISTRY, Act, Actions
from ui.entry_button import entry_button
from ui.jobs import JobRunner
from ui.look import Look
from ui.pages.page import labelled, panel
from ui.state import WindowState
from ui.views.recent_list import RecentList

_CARDS = (
    (Act.NEW_LEDGER, "新建台账", "选好放在哪里，会说明合不合适；单位名称、名册可以以后补。", "add"),
    (Act.OPEN_LEDGER, "打开台账", "选已有台账的文件夹；U盘或共享盘上的台账也可以打开。", "open"),
    (Act.OPEN_PRACTICE, "先练练手", "打开带样例数据的练习台账，怎么改都不影响自己的台账。", "book"),
)


class WelcomePage(QWidget):
    """Three cards, restoring, and the recent ledgers.

    Signals:
        folder_chosen: one of the recent ledgers is to be opened (its path).
    """

    folder_chosen = Signal(object)

    def __init__(self, actions: Actions, look: Look, state: WindowState, runner: JobRunner) -> None:
        """Make the page; `show_recent` fills the list."""
        super().__init__()
        self._look = look
        self._state = state
        self._actions = actions
        self.setObjectName("page_welcome")
        self.setProperty("role", "page")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        outer = QVBoxLayout(self)
        outer.addStretch(2)
        column = QWidget()
        column.setMaximumWidth(820)
        layout = QVBoxLayout(column)
        layout.setSpacing(12)
        heading = labelled("从一份计划文件，到一本看得住的台账", "title", "welcome_title")
        heading.setStyleSheet("font-size: 15pt;")
        layout.addWidget(heading)
        layout.addWidget(
            labelled("全部数据只存在本机的台账文件夹里，程序不联网。请勿录入涉密内容。", "secondary", "welcome_note")
        )
        layout.addSpacing(8)
        cards = QHBoxLayout()
        cards.setSpacing(12)
        for act, title, text, icon in _CARDS:
            cards.addWidget(self._card(act, title, text, icon), 1)
        layout.addLayout(cards)
        layout.addWidget(self._restore_link())
        self._recent_heading = labelled("最近打开", "heading", "welcome_recent_heading")
        layout.addSpacing(12)
        layout.addWidget(self._recent_heading)
        self._recent = RecentList(look, state, runner)
        self._recent.folder_chosen.connect(self.folder_chosen)
        layout.addWidget(self._recent)
        self._waiting = labelled("", "secondary", "welcome_waiting")
        layout.addWidget(self._waiting)
        row = QHBoxLayout()
        row.addStretch(1)
        row.addWidget(column, 10)
        row.addStretch(1)
        outer.addLayout(row)
        outer.addStretch(3)

    def show_recent(self) -> None:
        """List the ledgers that were opened last."""
        self._recent_heading.setVisible(bool(self._state.recent))
        self._recent.refresh()

    def show_waiting(self, text: str) -> None:
        """Say that a ledger is being opened, "" when that is over."""
        self._waiting.setText(text)

    def _restore_link(self) -> QWidget:
        """Return what those need who have come from another PC with a backup."""
        button = entry_button("welcome_restore")
        button.setToolTip(REGISTRY[Act.RESTORE].tip)
        button.clicked.connect(self._actions[Act.RESTORE].trigger)
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(button)
        row.addStretch(1)
        return line

    def _card(self, act: Act, title: str, text: str, icon: str) -> QWidget:
        card = panel(f"card_{act.name.lower()}")
        layout = QVBoxLayout(card)
        layout.setContentsMargins(16, 16, 16, 16)
        layout.setSpacing(8)
        words = QLabel(text)
        words.setWordWrap(True)
        words.setProperty("role", "secondary")
        words.setMinimumHeight(48)
        words.setAlignment(Qt.AlignmentFlag.AlignTop)
        button = entry_button(f"welcome_{act.name.lower()}")
        button.setIcon(self._look.icon(icon, "on_accent" if act is Act.NEW_LEDGER else ""))
        button.setToolTip(REGISTRY[act].tip)
        button.clicked.connect(self._actions[act].trigger)
        layout.addWidget(labelled(title, "heading"))
        layout.addWidget(words)
        layout.addStretch(1)
        layout.addWidget(button)
        return card
