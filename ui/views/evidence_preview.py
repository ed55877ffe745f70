"""Shows what a stored file shows of itself: a picture, the pages of a PDF, the text of a document, or its facts."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QRect, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QFrame, QLabel, QStackedWidget, QVBoxLayout, QWidget

from ledger_app.evidence.kinds import FORMAT_NAMES
from ui.jobs import QueryJob
from ui.models.evidence_preview import Preview, read_preview
from ui.models.evidence_table import EvidenceRow
from ui.models.paper import Paper
from ui.open_file import size_text
from ui.pages.page import labelled
from ui.views.paper_view import PaperView
from ui.workspace import Workspace

if TYPE_CHECKING:
    from PySide6.QtPdf import QPdfDocument
    from PySide6.QtPdfWidgets import QPdfView

ICON_PX = 40


class Picture(QWidget):
    """A picture, as large as there is room, never larger than it is."""

    def __init__(self) -> None:
        """Begin without a picture."""
        super().__init__()
        self._image = QImage()
        self.setObjectName("preview_picture")
        self.setAccessibleName("图片预览")
        self.setMinimumHeight(120)

    def show_image(self, image: QImage) -> None:
        """Show another picture."""
        self._image = image
        self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        """Paint it in the middle."""
        if self._image.isNull():
            return
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        size = self._image.size()
        if size.width() > self.width() or size.height() > self.height():
            size = size.scaled(self.size(), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) // 2, (self.height() - size.height()) // 2
        painter.drawImage(QRect(left, top, size.width(), size.height()), self._image)
        painter.end()


class EvidencePreview(QWidget):
    """The preview of one piece of evidence."""

    def __init__(self, workspace: Workspace) -> None:
        """Begin with nothing."""
        super().__init__()
        self._workspace = workspace
        self._job: QueryJob[Preview] | None = None
        self._digest = ""
        self._pdf: tuple[QPdfDocument, QPdfView] | None = None
        self.setObjectName("evidence_preview")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(4)
        self.parts = QStackedWidget()
        self.parts.setObjectName("preview_parts")
        self.picture = Picture()
        self.text = PaperView(workspace.look, "preview_text", "文字预览")
        self.facts = QWidget()
        self._lay_out_facts()
        for part in (self.facts, self.picture, self.text):
            self.parts.addWidget(part)
        self._note = labelled("", "secondary", "preview_note")
        self._note.setWordWrap(True)
        self._note.setContentsMargins(12, 0, 12, 4)
        layout.addWidget(self.parts, 1)
        layout.addWidget(self._note)
        workspace.look.changed.connect(self._set_icon)
        self._icon = "evidence"
        self.show_row(None)

    def show_row(self, row: EvidenceRow | None) -> None:
        """Show a piece of evidence; what stood there stays until the new one is read."""
        version = row.version if row is not None else None
        digest = version.sha256 if version is not None else ""
        if digest and digest == self._digest:
            return
        if self._job is not None:
            self._job.cancel()
        self._digest = digest
        if row is None or version is None:
            self._take(Preview("facts", note="选中一份材料，在这里预览。"))
            return
        self._icon = row.icon
        self._about.setText(f"{FORMAT_NAMES.get(row.media_type, '未知格式')} · {size_text(row.size_bytes)}")
        store, media, size = self._workspace.ledger.store, row.media_type, row.size_bytes
        job = self._workspace.runner.query(lambda _progress: read_preview(store, digest, media, size)).owned_by(self)
        self._job = job.on_success(self._take).start()

    def close_file(self) -> None:
        """Let go of a PDF that is open."""
        if self._pdf is not None:
            self._pdf[0].close()

    def _take(self, preview: Preview) -> None:
        self.close_file()
        note = preview.note
        if preview.kind == "picture" and preview.image is not None:
            self.picture.show_image(preview.image)
            self.parts.setCurrentWidget(self.picture)
            note = f"{preview.width} × {preview.height} 像素"
        elif preview.kind == "pdf" and preview.path is not None:
            note = self._show_pdf(str(preview.path))
        elif preview.kind == "text":
            self.text.show_paper(Paper.of(preview.text))
            self.parts.setCurrentWidget(self.text)
        else:
            self._show_facts()
        self._note.setText(note)

    def _show_pdf(self, path: str) -> str:
        """Open a PDF and return the note below it."""
        document, view = self._pdf or self._make_pdf()
        from PySide6.QtPdf import QPdfDocument

        error = document.load(path)
        if error is not QPdfDocument.Error.None_:
            self._show_facts()
            is_protected = error is QPdfDocument.Error.IncorrectPassword
            return "这个 PDF 设有打开密码，不能预览。" if is_protected else "这个 PDF 已损坏，不能预览。"
        self.parts.setCurrentWidget(view)
        return f"共 {document.pageCount()} 页"

    def _make_pdf(self) -> tuple[QPdfDocument, QPdfView]:
        # QtPdf is read when the first PDF is looked at.
        from PySide6.QtPdf import QPdfDocument
        from PySide6.QtPdfWidgets import QPdfView

        document = QPdfDocument(self)
        view = QPdfView(self)
        view.setObjectName("preview_pdf")
        view.setAccessibleName("PDF 预览")
        view.setFrameShape(QFrame.Shape.NoFrame)
        view.setPageMode(QPdfView.PageMode.MultiPage)
        view.setZoomMode(QPdfView.ZoomMode.FitToWidth)
        view.setDocument(document)
        self.parts.addWidget(view)
        self._pdf = document, view
        return self._pdf

    def _lay_out_facts(self) -> None:
        layout = QVBoxLayout(self.facts)
        self._picture = QLabel()
        self._picture.setObjectName("preview_icon")
        self._about = labelled("", "secondary", "preview_about")
        layout.addStretch(1)
        for label in (self._picture, self._about):
            label.setAlignment(Qt.AlignmentFlag.AlignCenter)
            layout.addWidget(label)
        layout.addStretch(1)

    def _show_facts(self) -> None:
        self._set_icon()
        if not self._digest:
            self._about.setText("")
        self.parts.setCurrentWidget(self.facts)

    def _set_icon(self) -> None:
        look = self._workspace.look
        colour = look.theme.colours["secondary"]
        self._picture.setPixmap(look.icons.pixmap(self._icon, ICON_PX, self.devicePixelRatioF(), colour))
