"""What a stored file shows of itself without leaving the window; read in a job, hostile files in mind.

Nothing is run or unpacked to disk: pictures are decoded small, documents are read by the readers of the intake.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QImage, QImageReader

from ledger_app.errors import LedgerError
from ledger_app.evidence.kinds import FORMAT_NAMES
from ledger_app.messages import describe
from ledger_app.ports import EvidenceStore

PreviewKind = Literal["picture", "pdf", "text", "facts"]

PICTURES = frozenset({"jpeg", "png", "gif", "bmp", "tiff", "webp"})
DOCUMENTS = frozenset({"docx", "doc", "xlsx", "xls", "ofd", "rtf", "text", "html"})
LONGEST_SIDE_PX = 1600
MOST_PIXELS = 150_000_000
MOST_DOCUMENT_BYTES = 20 << 20
MOST_CHARACTERS = 60_000


@dataclass(frozen=True, slots=True)
class Preview:
    """What is shown.

    Attributes:
        kind: how.
        image: the picture, at most LONGEST_SIDE_PX a side; width, height: of the original, in pixels.
        path: the stored file, for PDF.
        text: the document's text; is_cut: there is more than is shown.
        note: a sentence below or instead.
    """

    kind: PreviewKind
    image: QImage | None = None
    width: int = 0
    height: int = 0
    path: Path | None = None
    text: str = ""
    is_cut: bool = False
    note: str = ""


def read_preview(store: EvidenceStore, sha256: str, media_type: str, size_bytes: int) -> Preview:
    """Return what a stored file shows; a file that shows nothing of itself gives its facts."""
    path = store.path_of(sha256)
    if not path.is_file():
        return Preview("facts", note="台账里找不到这个文件，请运行“检查台账完整性”，或从备份中恢复。")
    if media_type in PICTURES:
        return _picture(path)
    if media_type == "pdf":
        return Preview("pdf", path=path)
    if media_type in DOCUMENTS and size_bytes <= MOST_DOCUMENT_BYTES:
        return _document(path)
    return Preview("facts", note=f"{FORMAT_NAMES.get(media_type, '这种格式')}不能在这里预览，请打开副本查看。")


def _picture(path: Path) -> Preview:
    reader = QImageReader(str(path))
    reader.setDecideFormatFromContent(True)
    reader.setAutoTransform(True)
    size = reader.size()
    if not size.isValid() or size.width() * size.height() > MOST_PIXELS:
        return Preview("facts", note="图片太大或读不出尺寸，不能在这里预览，请打开副本查看。")
    if max(size.width(), size.height()) > LONGEST_SIDE_PX:
        box = QSize(LONGEST_SIDE_PX, LONGEST_SIDE_PX)
        reader.setScaledSize(size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio))
    image = reader.read()
    if image.isNull():
        return Preview("facts", note="图片已损坏或是不支持的格式，不能在这里预览。")
    return Preview("picture", image, size.width(), size.height())


def _document(path: Path) -> Preview:
    # The readers are many modules; they are read when the first document is looked at.
    from ledger_app.intake.readers.registry import read_document

    try:
        text = read_document(path).text
    except LedgerError as error:
        # The store's file has no name of its own; the sentence names its digest, which nobody knows.
        return Preview("facts", note=describe(error).replace(path.name, "这份材料"))
    is_cut = len(text) > MOST_CHARACTERS
    note = "只显示文字内容，版式请打开副本查看。"
    return Preview("text", text=text[:MOST_CHARACTERS], is_cut=is_cut, note=f"{note}后面还有。" if is_cut else note)
