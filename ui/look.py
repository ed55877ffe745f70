"""The look in force: scheme (chosen or following the system), icons in its colours, fonts.

Delegates and pages are handed one `Look`; when the scheme changes they repaint on `changed`.
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QColor, QFont, QFontInfo, QGuiApplication, QIcon
from PySide6.QtWidgets import QAbstractButton, QApplication

from ui.icons import IconSet
from ui.theme import load_theme, palette_of, style_sheet

SchemeChoice = Literal["system", "light", "dark"]
SCHEME_NAMES: dict[SchemeChoice, str] = {"system": "跟随系统", "light": "浅色", "dark": "深色"}

# Chinese faces of Linux desktops, best first; Windows brings its own UI face.
CHINESE_FACES = ("Noto Sans CJK SC", "Noto Sans SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "WenQuanYi Zen Hei")
SHIPPED_FACE = "LedgerHei-Medium.ttf"
BODY_PT = 9.0
SECONDARY_PT = 8.5


class Look(QObject):
    """Colours, icons and fonts of the moment.

    Signals:
        changed: another scheme is in force; repaint.
    """

    changed = Signal()

    def __init__(self, resources: Path, choice: SchemeChoice = "system") -> None:
        """Load the chosen scheme; `resources` is the folder that holds themes and icons."""
        super().__init__()
        self._resources = resources
        self._choice = choice
        # What was handed out in the scheme in force: the icon's key, its name and role.
        self._given: dict[int, tuple[str, str]] = {}
        self._sheet = (resources / "themes" / "window.qss").read_text(encoding="utf-8")
        # Qt's own palette follows the system, and ours is not in force yet; asking for the scheme itself would load
        # the namespace Qt, which costs the start a tenth of its time.
        self._load(system_is_dark=QGuiApplication.palette().window().color().lightness() < 128)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self._on_system_changed)

    @property
    def choice(self) -> SchemeChoice:
        """Return what the user chose."""
        return self._choice

    @property
    def is_dark(self) -> bool:
        """Say whether a dark scheme is in force."""
        return self.theme.is_dark

    def choose(self, choice: SchemeChoice) -> None:
        """Put another scheme into force."""
        self._choice = choice
        self._apply_anew()

    def colour(self, role: str) -> QColor:
        """Return the colour of a role."""
        return self.theme.colour(role)

    def icon(self, name: str, role: str = "") -> QIcon:
        """Return an icon in the text colour, or in the colour of a role."""
        icon = self.icons.icon(name, self.theme.colours[role] if role else "")
        self._given[icon.cacheKey()] = (name, role)
        return icon

    def apply(self, app: QApplication) -> None:
        """Set palette and style sheet of the application."""
        app.setPalette(palette_of(self.theme))
        folder = (self._resources / "themes" / ("dark" if self.is_dark else "light")).as_posix()
        pictures = {name: f"{folder}-{name}.svg" for name in ("arrow_down", "arrow_up", "check_mark")}
        app.setStyleSheet(style_sheet(self._sheet, self.theme, pictures))

    def _apply_anew(self) -> None:
        # Kept alive, so that no new icon gets the key of an old one while buttons are looked through.
        old, given = self.icons, self._given
        self._given = {}
        self._load(system_is_dark=_system_is_dark())
        app = QApplication.instance()
        if isinstance(app, QApplication):
            self.apply(app)
        self.changed.emit()
        self._renew_icons(given)
        del old

    def _renew_icons(self, given: Mapping[int, tuple[str, str]]) -> None:
        """Give the buttons that still have an icon of the scheme before the same one in the present colours."""
        for widget in QApplication.allWidgets():
            if isinstance(widget, QAbstractButton) and (known := given.get(widget.icon().cacheKey())) is not None:
                widget.setIcon(self.icon(*known))

    def _load(self, *, system_is_dark: bool) -> None:
        is_dark = self._choice == "dark" or (self._choice == "system" and system_is_dark)
        self.theme = load_theme(self._resources / "themes" / ("dark.toml" if is_dark else "light.toml"))
        colours = self.theme.colours
        ratios = [screen.devicePixelRatio() for screen in QGuiApplication.screens()]
        self.icons = IconSet(self._resources / "icons", text=colours["text"], accent=colours["accent"], ratios=ratios)

    def _on_system_changed(self) -> None:
        if self._choice == "system":
            self._apply_anew()


def choose_font(app: QApplication, resources: Path) -> None:
    """Set the interface's face: the system's own on Windows, else a Chinese face of 9 pt, ours where there is none."""
    if sys.platform == "win32":
        return
    font = QFont()
    # Qt takes the first that is there; asking for the list of all faces would cost more than the window.
    font.setFamilies(list(CHINESE_FACES))
    font.setPointSizeF(BODY_PT)
    if QFontInfo(font).family() not in CHINESE_FACES:
        font.setFamilies(_shipped_families(resources / "fonts" / SHIPPED_FACE) or [app.font().family()])
    app.setFont(font)


def _shipped_families(file: Path) -> list[str]:
    from PySide6.QtGui import QFontDatabase

    return QFontDatabase.applicationFontFamilies(QFontDatabase.addApplicationFont(str(file)))


def _system_is_dark() -> bool:
    from PySide6.QtCore import Qt

    return QGuiApplication.styleHints().colorScheme() is Qt.ColorScheme.Dark
