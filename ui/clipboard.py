"""Takes what lies on the clipboard, once and on the UI thread; what it means is read elsewhere.

Qt gives the clipboard to the UI thread only, and each format is made by the program that was copied from at the
moment it is asked for: so only the formats that count are taken (`intake.clipboard.wanted`).
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from PySide6.QtCore import QMimeData
    from PySide6.QtGui import QImage

_QT_PICTURE = "application/x-qt-image"


@dataclass(frozen=True, slots=True)
class Copied:
    """What was copied in another program.

    Attributes:
        name: what a file of it is called, without suffix.
        files: files that were copied in a file window; then nothing else is taken.
        formats: bytes by the clipboard's name of the format.
        picture: a picture that has no bytes yet, None without.
    """

    name: str
    files: tuple[Path, ...] = ()
    formats: Mapping[str, bytes] = field(default_factory=dict)
    picture: QImage | None = None

    def as_bytes(self) -> Mapping[str, bytes]:
        """Return all formats as bytes; takes long for a large picture, so not for the UI thread."""
        if self.picture is None:
            return self.formats
        from PySide6.QtCore import QBuffer, QIODevice

        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        self.picture.save(buffer, "PNG")  # type: ignore[call-overload]  # PySide's stubs want bytes, Qt takes str
        return {**self.formats, "image/png": bytes(buffer.data().data())}


def copied_now(at: dt.datetime) -> Copied:
    """Return what is on the clipboard now."""
    from PySide6.QtGui import QGuiApplication

    return taken_from(QGuiApplication.clipboard().mimeData(), at)


def copied_files() -> tuple[Path, ...]:
    """Return the files of this computer that are on the clipboard now."""
    from PySide6.QtGui import QGuiApplication

    return files_in(QGuiApplication.clipboard().mimeData())


def copied_picture(at: dt.datetime) -> Copied | None:
    """Return the picture that is on the clipboard now, called by its moment; None where it is none.

    Programs add pictures of what is copied as text: then the text is what was copied, and this is none.
    """
    from ledger_app.intake.clipboard import PICTURE, kind_of

    copied = copied_now(at)
    formats = {mime: data for mime, data in copied.formats.items() if kind_of(mime) == PICTURE and data}
    if copied.files or (copied.picture is None and not formats):
        return None
    return Copied(f"粘贴图片 {at:%Y-%m-%d %H%M%S}", formats=formats, picture=copied.picture)


def taken_from(data: QMimeData | None, at: dt.datetime) -> Copied:
    """Return what a program offers: its files, else the formats that count."""
    from ledger_app.intake.clipboard import name_at, wanted

    name = name_at(at)
    files = files_in(data)
    if files or data is None:
        return Copied(name, files)
    formats: dict[str, bytes] = {}
    picture: QImage | None = None
    for mime in wanted(data.formats()):
        if mime == _QT_PICTURE:
            picture = data.imageData()
        else:
            formats[mime] = bytes(data.data(mime).data())
    return Copied(name, formats=formats, picture=picture)


def files_in(data: QMimeData | None) -> tuple[Path, ...]:
    """Return the files of this computer that are offered; None is an empty clipboard."""
    urls = [] if data is None else data.urls()
    return tuple(Path(url.toLocalFile()) for url in urls if url.isLocalFile())
