"""The bar on top: name and menu, undo and redo, search, and the two acts that are always in reach."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtGui import QKeySequence
from PySide6.QtWidgets import QFrame, QHBoxLayout, QMenu, QPushButton, QWidget

from ui.actions import MENUS, REGISTRY, Act, Actions
from ui.look import Look
from ui.mnemonics import HEADINGS, with_letter
from ui.navigation import NARROW_PX, WIDE_PX
from ui.search_box import SearchBox

HEIGHT_PX = 44


class TopBar(QFrame):
    """Menu button, undo, redo, search, 添加佐证, 导入计划文件."""

    def __init__(self, actions: Actions, look: Look, window: QWidget) -> None:
        """Make the bar; the search hits are shown over `window`."""
        super().__init__()
        self.setObjectName("top_bar")
        self.setProperty("role", "bar")
        self.setFixedHeight(HEIGHT_PX)
        self._look = look
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 12, 0)
        layout.setSpacing(8)
        self.menu_button = _menu_button()
        self.menu = QMenu(self.menu_button)
        self.menu.setObjectName("main_menu")
        self.menu.setToolTipsVisible(True)
        # Filled when it is first opened: thirty acts with their icons are not needed to show the window.
        self.menu.aboutToShow.connect(lambda: fill_menu(self.menu, actions))
        self.menu_button.clicked.connect(self._open_menu)
        layout.addWidget(self.menu_button)
        for act in (Act.UNDO, Act.REDO):
            layout.addWidget(_button(actions, act, "flat"))
        self.search = SearchBox(look, window)
        layout.addSpacing(8)
        layout.addWidget(self.search, 1)
        layout.addStretch(1)
        self._import = _button(actions, Act.IMPORT_PLAN, "primary")
        # Marked only where the page has no such button of its own: the first page, before a ledger, has one.
        self._import.setProperty("kind", "")
        layout.addWidget(_button(actions, Act.ADD_EVIDENCE, ""))
        layout.addWidget(self._import)
        layout.addWidget(_help_button(actions))
        self._set_icons()
        self.set_folded(False)
        look.changed.connect(self._set_icons)

    def set_primary(self, *, is_primary: bool) -> None:
        """Mark 导入计划文件 as the first thing to do, or leave that to the page's own button."""
        kind = "primary" if is_primary else ""
        if self._import.property("kind") == kind:
            return
        self._import.setProperty("kind", kind)
        self._import.style().unpolish(self._import)
        self._import.style().polish(self._import)
        self._set_icons()

    def set_folded(self, is_folded: bool) -> None:
        """Keep the bar in line with the navigation below."""
        self.menu_button.setText("" if is_folded else " 任务台账")
        self.menu_button.setFixedWidth((NARROW_PX if is_folded else WIDE_PX) - 8)

    def _open_menu(self) -> None:
        self.menu.popup(self.menu_button.mapToGlobal(self.menu_button.rect().bottomLeft()))

    def _set_icons(self) -> None:
        is_primary = self._import.property("kind") == "primary"
        self._import.setIcon(self._look.icon("import", "on_accent") if is_primary else self._look.icon("import"))
        self.menu_button.setIcon(self._look.icon("menu", "accent"))


def fill_menu(menu: QMenu, actions: Actions) -> None:
    """Put every act of the table under the heading it names, once."""
    if menu.actions():
        return
    actions.draw_icons()
    for heading in MENUS:
        part = menu.addMenu(with_letter(heading, HEADINGS[heading]))
        part.setObjectName(f"menu_{heading}")
        part.setToolTipsVisible(True)
        for act, spec in REGISTRY.items():
            if spec.menu == heading:
                part.addAction(actions[act])


def _menu_button() -> QPushButton:
    button = QPushButton()
    button.setObjectName("menu_button")
    button.setAccessibleName("菜单")
    button.setToolTip("全部操作（F10）")
    button.setProperty("shortcut", QKeySequence("F10"))
    button.setIconSize(QSize(20, 20))
    button.setProperty("kind", "brand")
    return button


def _help_button(actions: Actions) -> QPushButton:
    """Return the button of the manual: a sign alone, for it is not what anybody comes here for."""
    button = _button(actions, Act.MANUAL, "flat")
    button.setText("")
    return button


def _button(actions: Actions, act: Act, kind: str) -> QPushButton:
    """Return a button that follows an action; its text stays short where the action's names what it would undo."""
    action = actions[act]
    button = QPushButton(action.icon(), REGISTRY[act].text)
    button.setObjectName(f"bar_{act.name.lower()}")
    button.setAccessibleName(REGISTRY[act].text)
    button.setProperty("kind", kind)
    button.clicked.connect(action.trigger)

    def follow() -> None:
        button.setEnabled(action.isEnabled())
        button.setToolTip(action.toolTip())
        if kind != "primary":
            button.setIcon(action.icon())

    action.changed.connect(follow)
    follow()
    return button
