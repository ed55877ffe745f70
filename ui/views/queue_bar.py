"""What goes on with plan files that were handed in: being read, or why one could not be."""

from __future__ import annotations

from functools import partial

from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

from ui.detail.tab import clear
from ui.entry_button import entry_button
from ui.import_queue import FileState, ImportQueue, QueuedFile
from ui.look import Look
from ui.pages.page import labelled

_FAILED_SHOWN = 5


class QueueBar(QFrame):
    """Two groups of lines, hidden while there is nothing to say."""

    def __init__(self, queue: ImportQueue, look: Look) -> None:
        """Watch a queue."""
        super().__init__()
        self._queue = queue
        self._look = look
        self.setObjectName("queue_bar")
        layout = QVBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6)
        self._reading = QFrame()
        self._reading.setObjectName("queue_reading")
        self._reading.setProperty("role", "note")
        self._reading_lines = QVBoxLayout(self._reading)
        self._failed = QFrame()
        self._failed.setObjectName("queue_failed")
        self._failed.setProperty("role", "warning")
        row = QHBoxLayout(self._failed)
        self._failed_lines = QVBoxLayout()
        row.addLayout(self._failed_lines, 1)
        close = entry_button("queue_dismiss")
        close.clicked.connect(queue.dismiss_failed)
        row.addWidget(close)
        for frame_layout in (self._reading_lines, row):
            frame_layout.setContentsMargins(12, 6, 8, 6)
        layout.addWidget(self._reading)
        layout.addWidget(self._failed)
        self._shown: tuple[object, ...] = ()
        self._bars: dict[int, QProgressBar] = {}
        queue.changed.connect(self._show)
        self._show()

    def _show(self) -> None:
        reading = [file for file in self._queue.files if file.state is FileState.READING]
        waiting = sum(file.state is FileState.WAITING for file in self._queue.files)
        failed = self._queue.failed
        shown = (tuple(map(id, reading)), waiting, tuple(map(id, failed)))
        if shown != self._shown:
            self._shown = shown
            self._fill(reading, waiting, failed)
        for file in reading:
            bar = self._bars[id(file)]
            bar.setRange(0, file.total)
            bar.setValue(file.done)

    def _fill(self, reading: list[QueuedFile], waiting: int, failed: tuple[QueuedFile, ...]) -> None:
        clear(self._reading_lines)
        clear(self._failed_lines)
        self._bars = {}
        for number, file in enumerate(reading):
            self._reading_lines.addWidget(self._reading_line(number, file))
        if waiting:
            self._reading_lines.addWidget(labelled(f"还有 {waiting} 个文件在后面排队", "secondary", "queue_waiting"))
        for number, file in enumerate(failed[:_FAILED_SHOWN]):
            line = QLabel(file.message)
            line.setObjectName(f"queue_failed_{number}")
            line.setWordWrap(True)
            self._failed_lines.addWidget(line)
        if len(failed) > _FAILED_SHOWN:
            self._failed_lines.addWidget(QLabel(f"另有 {len(failed) - _FAILED_SHOWN} 个文件也读不了。"))
        self._reading.setVisible(bool(reading))
        self._failed.setVisible(bool(failed))
        self.setVisible(bool(reading or failed))

    def _reading_line(self, number: int, file: QueuedFile) -> QWidget:
        line = QWidget()
        row = QHBoxLayout(line)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(QLabel(f"正在读取 {file.path.name}"), 1)
        bar = QProgressBar()
        bar.setObjectName(f"queue_progress_{number}")
        bar.setAccessibleName(f"{file.path.name} 的读取进度")
        bar.setTextVisible(False)
        bar.setFixedWidth(180)
        self._bars[id(file)] = bar
        stop = entry_button("queue_stop", number)
        stop.clicked.connect(partial(self._queue.remove, file))
        row.addWidget(bar)
        row.addWidget(stop)
        return line
