"""The bar on top: name and menu, undo and redo, search, and the two acts that are always in reach."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QHBoxLayout, QMenu, QPushButton, QToolButton, QWidget

from ui.actions import MENUS, REGISTRY, Act, Actions
from ui.look import Look
from ui.navigation import NARROW_PX, WIDE_PX
from ui.search_box import SearchBox

HEIGHT_PX = 44


class TopBar(QWidget):
    """Menu button, undo, redo, search, 添加佐证, 导入计划文件."""

    def __init__(self, actions: Actions, look: Look, window: QWidget) -> None:
        """Make the bar; the search hits are shown over `window`."""
        super().__init__()
        self.setObjectName("top_bar")
        self.setProperty("role", "bar")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self.setFixedHeight(HEIGHT_PX)
        self._look = look
        layout = QHBoxLayout(self)
        layout.setContentsMargins(4, 0, 12, 0)
        layout.setSpacing(8)
        self.menu_button = self._menu_button(actions)
        layout.addWidget(self.menu_button)
        for act in (Act.UNDO, Act.REDO):
            layout.addWidget(_bar_button(actions, act))
        self.search = SearchBox(look, window)
        layout.addSpacing(8)
        layout.addWidget(self.search, 1)
        layout.addStretch(1)
        self._evidence = _push_button(actions, Act.ADD_EVIDENCE, "")
        self._import = _push_button(actions, Act.IMPORT_PLAN, "primary")
        layout.addWidget(self._evidence)
        layout.addWidget(self._import)
        self._set_icons()
        self.set_folded(False)
        look.changed.connect(self._set_icons)

    def set_folded(self, is_folded: bool) -> None:
        """Keep the bar in line with the navigation below."""
        style = Qt.ToolButtonStyle.ToolButtonIconOnly if is_folded else Qt.ToolButtonStyle.ToolButtonTextBesideIcon
        self.menu_button.setToolButtonStyle(style)
        self.menu_button.setFixedWidth((NARROW_PX if is_folded else WIDE_PX) - 8)

    def _menu_button(self, actions: Actions) -> QToolButton:
        button = QToolButton()
        button.setObjectName("menu_button")
        button.setText("任务台账")
        button.setAccessibleName("菜单")
        button.setToolTip("全部操作（F10）")
        button.setShortcut("F10")
        button.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        button.setIconSize(QSize(20, 20))
        button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        button.setProperty("kind", "brand")
        menu = QMenu(button)
        menu.setObjectName("main_menu")
        menu.setToolTipsVisible(True)
        fill_menu(menu, actions)
        button.setMenu(menu)
        return button

    def _set_icons(self) -> None:
        self._import.setIcon(self._look.icon("import", "on_accent"))
        self.menu_button.setIcon(self._look.icon("menu", "accent"))


def fill_menu(menu: QMenu, actions: Actions) -> None:
    """Put every act of the table under the heading it names."""
    for heading in MENUS:
        part = menu.addMenu(heading)
        part.setObjectName(f"menu_{heading}")
        part.setToolTipsVisible(True)
        for act, spec in REGISTRY.items():
            if spec.menu == heading:
                part.addAction(actions[act])


def _bar_button(actions: Actions, act: Act) -> QToolButton:
    button = QToolButton()
    button.setDefaultAction(actions[act])
    button.setObjectName(f"bar_{act.name.lower()}")
    button.setAccessibleName(REGISTRY[act].text)
    button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
    button.setIconSize(QSize(16, 16))
    # The action's text names what would be undone; the bar has no room for it.
    button.setMaximumWidth(84)
    return button


def _push_button(actions: Actions, act: Act, kind: str) -> QPushButton:
    action = actions[act]
    button = QPushButton(action.icon(), REGISTRY[act].text)
    button.setObjectName(f"bar_{act.name.lower()}")
    button.setAccessibleName(REGISTRY[act].text)
    button.setToolTip(action.toolTip())
    button.setProperty("kind", kind)
    button.clicked.connect(action.trigger)
    action.enabledChanged.connect(button.setEnabled)
    button.setEnabled(action.isEnabled())
    return button
