"""Makes the program's icon files from `resources/icons/app.svg`: .ico for Windows, .png for Linux desktops."""

from __future__ import annotations

import os
import struct
from collections.abc import Mapping
from pathlib import Path

from build_spec.build_tools import ROOT

SOURCE = ROOT / "resources" / "icons" / "app.svg"
ICO_SIZES = (16, 20, 24, 32, 40, 48, 64, 256)
# The drawing is made of lines for a toolbar; alone on a desktop it needs a ground that it stands out from.
GROUND = "#1f5f99"
LINES = "#ffffff"


def draw_png(size: int) -> bytes:
    """Return the icon as a PNG with a clear background.

    Args:
        size: its width and height in pixels.
    """
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from PySide6.QtCore import QBuffer, QIODevice, QRectF, Qt
    from PySide6.QtGui import QColor, QGuiApplication, QImage, QPainter
    from PySide6.QtSvg import QSvgRenderer

    # Kept: an application that is collected would take the renderer with it.
    app = QGuiApplication.instance() or QGuiApplication([])
    text = SOURCE.read_text(encoding="utf-8").replace("currentColor", LINES)
    image = QImage(size, size, QImage.Format.Format_ARGB32)
    image.fill(0)
    painter = QPainter(image)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(GROUND))
    painter.drawRoundedRect(QRectF(0, 0, size, size), size * 0.18, size * 0.18)
    inset = size * 0.1
    QSvgRenderer(text.encode()).render(painter, QRectF(inset, inset, size - 2 * inset, size - 2 * inset))
    painter.end()
    buffer = QBuffer()
    buffer.open(QIODevice.OpenModeFlag.WriteOnly)
    # "PNG" as a name of a format is bytes to Qt's checker and text to Qt itself.
    image.save(buffer, "PNG")  # type: ignore[call-overload]
    del app
    return bytes(buffer.data().data())


def ico_of(pictures: Mapping[int, bytes]) -> bytes:
    """Return an .ico file.

    Args:
        pictures: size in pixels (at most 256) -> PNG of it.
    """
    head = struct.pack("<HHH", 0, 1, len(pictures))
    entries, bodies = b"", b""
    start = len(head) + 16 * len(pictures)
    for size, png in sorted(pictures.items()):
        side = size % 256  # 0 stands for 256
        entries += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(png), start + len(bodies))
        bodies += png
    return head + entries + bodies


def write_ico(target: Path) -> None:
    """Write the Windows icon with all its sizes."""
    target.write_bytes(ico_of({size: draw_png(size) for size in ICO_SIZES}))
