"""Our line icons as Qt icons in the colours of the moment.

The files are SVG with `currentColor`; they are drawn at the sizes that screens of 100 % to 200 % ask for, so
that every line stays sharp.  Reading happens when an icon is first asked for.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QSize
from PySide6.QtGui import QIcon, QImage, QPixmap

# 16 and 20 px at 100, 125, 150 and 200 %.
SIZES_PX = (16, 20, 24, 25, 30, 32, 40)


class IconSet:
    """Icons by name, recoloured; one set serves one colour scheme."""

    def __init__(self, folder: Path, *, text: str, disabled: str, accent: str) -> None:
        """Remember where the files lie and the colours of the normal, disabled and chosen state."""
        self._folder = folder
        self._colours = {QIcon.Mode.Normal: text, QIcon.Mode.Disabled: disabled}
        self._accent = accent
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
        for mode, normal in self._colours.items():
            for size in SIZES_PX:
                # What cannot be pressed is grey, whatever colour it would have.
                own = colour if mode is QIcon.Mode.Normal else ""
                icon.addPixmap(_rendered(text, own or normal, size), mode, QIcon.State.Off)
                if mode is QIcon.Mode.Normal and not colour:
                    icon.addPixmap(_rendered(text, self._accent, size), mode, QIcon.State.On)
        return icon


def _rendered(text: str, colour: str, size: int) -> QPixmap:
    sized = text.replace("currentColor", colour).replace('width="20" height="20"', f'width="{size}" height="{size}"')
    return QPixmap.fromImage(QImage.fromData(sized.encode("utf-8")))
