"""Our line icons as Qt icons in the colours of the moment.

The files are SVG with `currentColor`; they are drawn when an icon is first asked for, at the sizes that the
screens of this PC need, so that every line stays sharp.  The disabled state is made by the style.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage, QPixmap

SIZES_PX = (16, 20)
NAVIGATION_PX = 20
# Icons that stay pressed: the pages of the navigation.
CHECKABLE = frozenset({"workbench", "ledger", "plan", "evidence", "report", "unit", "settings"})


class IconSet:
    """Icons by name, recoloured; one set serves one colour scheme."""

    def __init__(self, folder: Path, *, text: str, accent: str, ratios: Iterable[float]) -> None:
        """Prepare; nothing is read yet.

        Args:
            folder: where the files lie.
            text: colour of the normal state.
            accent: colour of the chosen state.
            ratios: device pixels for a pixel, of the screens there are.
        """
        self._folder = folder
        self._text = text
        self._accent = accent
        self._ratios = sorted(set(ratios)) or [1.0]
        self._icons: dict[tuple[str, str], QIcon] = {}

    def icon(self, name: str, colour: str = "") -> QIcon:
        """Return an icon.

        Args:
            name: file name without suffix.
            colour: "#RRGGBB" instead of the text colour (for an icon on a coloured button), "" for none.
        """
        key = (name, colour)
        if key not in self._icons:
            self._icons[key] = self._draw(name, colour)
        return self._icons[key]

    def pixmap(self, name: str, size_px: int, ratio: float, colour: str = "") -> QPixmap:
        """Return an icon as a pixmap for painting, sharp at a device pixel ratio."""
        picture = self.icon(name, colour).pixmap(QSize(size_px, size_px), ratio)
        picture.setDevicePixelRatio(ratio)
        return picture

    def _draw(self, name: str, colour: str) -> QIcon:
        text = (self._folder / f"{name}.svg").read_text(encoding="utf-8")
        icon = QIcon()
        for ratio in self._ratios:
            for size in SIZES_PX:
                icon.addPixmap(_rendered(text, colour or self._text, size, ratio))
                if size == NAVIGATION_PX and not colour and name in CHECKABLE:
                    chosen = _rendered(text, self._accent, size, ratio)
                    icon.addPixmap(chosen, QIcon.Mode.Normal, QIcon.State.On)
        return icon


def _rendered(text: str, colour: str, size: int, ratio: float) -> QPixmap:
    pixels = round(size * ratio)
    sized = text.replace("currentColor", colour).replace(
        'width="20" height="20"', f'width="{pixels}" height="{pixels}"'
    )
    picture = QPixmap.fromImage(QImage.fromData(sized.encode("utf-8")))
    picture.setDevicePixelRatio(ratio)
    return picture
