"""The line below: which ledger, the cut-off date, whether all is saved, the last proven backup, running jobs."""

from __future__ import annotations

import datetime as dt

from PySide6.QtCore import QSize, QTimer, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QProgressBar, QPushButton, QSizePolicy

from ui.actions import Act, Actions
from ui.elided_label import ElidedLabel
from ui.jobs import Job, JobRunner

LEAST_FACT_PX = 40
LEAST_FACT_PX = 40
HEIGHT_PX = 26


class StatusLine(QFrame):
    """Quiet facts on the left, the running job with its stop button on the right.

    Signals:
        writing_wanted: the ledger that is open for reading is to be opened for writing.
    """

    writing_wanted = Signal()

    def __init__(self, runner: JobRunner, actions: Actions) -> None:
        """Watch the runner's jobs."""
        super().__init__()
        self.setObjectName("status_line")
        self.setProperty("role", "status")
        self.setFixedHeight(HEIGHT_PX)
        self._runner = runner
        self._shown: Job[object] | None = None
        self._writer_text = ""
        layout = QHBoxLayout(self)
        layout.setContentsMargins(12, 0, 12, 0)
        layout.setSpacing(16)
        self._ledger = _label("status_ledger", "尚未打开台账")
        self._cutoff = _cutoff_button(actions)
        self._saved = _label("status_saved", "")
        self._take = QPushButton("改为可写")
        self._take.setObjectName("status_take")
        self._take.setAccessibleName("改为可写")
        self._take.setToolTip("对方已经关闭这个台账：重新打开，可以修改")
        self._take.setProperty("kind", "link")
        self._take.clicked.connect(self.writing_wanted)
        self._take.hide()
        self._backup = _label("status_backup", "")
        self._job = _label("status_job", "")
        self._bar = QProgressBar()
        self._bar.setObjectName("status_progress")
        self._bar.setAccessibleName("进度")
        self._bar.setTextVisible(False)
        self._bar.setFixedWidth(120)
        self._stop = QPushButton("停止")
        self._stop.setObjectName("status_stop")
        self._stop.setAccessibleName("停止正在进行的工作")
        self._stop.setProperty("kind", "link")
        self._stop.clicked.connect(self._stop_job)
        for fact in (self._ledger, self._cutoff, self._saved, self._take, self._backup):
            layout.addWidget(fact)
        layout.addStretch(1)
        for widget in (self._job, self._bar, self._stop):
            layout.addWidget(widget)
            widget.hide()
        runner.started.connect(self._on_jobs_changed)
        runner.ended.connect(self._on_jobs_changed)
        runner.progressed.connect(self._on_progressed)
        self._saved_timer = QTimer(self)
        self._saved_timer.setSingleShot(True)
        # A change takes a few milliseconds; flickering between two words at each would only disturb.
        self._saved_timer.setInterval(300)
        self._saved_timer.timeout.connect(self._show_saved)

    def show_ledger(self, name: str, cutoff: dt.date | None, *, is_read_only: bool = False) -> None:
        """Name the open ledger and its cut-off date; cutoff None = no ledger is open."""
        self._ledger.setText(f"{name}（只读）" if is_read_only else name)
        self._cutoff.setVisible(cutoff is not None)
        self._cutoff.setText(f"截止日 {cutoff.isoformat()}" if cutoff else "")
        if cutoff is None:
            self.show_writer("")
        if self._writer_text:
            return
        self._saved.setText("" if cutoff is None else "只读，不会改动" if is_read_only else "全部更改已保存")

    def show_writer(self, text: str, *, may_write: bool = False) -> None:
        """Say who writes in a ledger open for reading, "" to say it no more; offer to write once that is over."""
        self._writer_text = text
        self._take.setVisible(may_write)
        if text:
            self._saved.setText(text)

    def show_backup(self, text: str) -> None:
        """Say when the last proven backup was made."""
        self._backup.setText(text)

    def _on_jobs_changed(self, _job: object) -> None:
        self._saved_timer.start()
        titled = [job for job in self._runner.running if job.title]
        self._shown = titled[0] if titled else None
        for widget in (self._job, self._bar, self._stop):
            widget.setVisible(self._shown is not None)
        if self._shown is not None:
            self._job.setText(self._shown.title)
            self._bar.setRange(0, 0)
            self._stop.setEnabled(not self._shown.token.is_cancelled)

    def _on_progressed(self, job: object, done: int, total: int, label: str) -> None:
        if job is self._shown and self._shown is not None:
            self._bar.setRange(0, total)
            self._bar.setValue(done)
            self._job.setText(f"{self._shown.title}：{label}" if label else self._shown.title)

    def _show_saved(self) -> None:
        waiting = self._runner.writes_running
        if waiting:
            self._saved.setText(f"正在保存 {waiting} 处更改…")
            self._saved_timer.start()
        elif self._saved.text().startswith("正在保存"):
            self._saved.setText("全部更改已保存")

    def _stop_job(self) -> None:
        if self._shown is not None:
            self._shown.cancel()
            self._stop.setEnabled(False)
            self._job.setText(f"{self._shown.title}：正在停止…")


class _Fact(ElidedLabel):
    """A fact that is shortened in a narrow window; the whole stands in its tooltip."""

    def __init__(self, text: str, name: str) -> None:
        super().__init__(text, name, "secondary")
        self.setSizePolicy(QSizePolicy.Policy.Preferred, QSizePolicy.Policy.Preferred)

    def setText(self, text: str) -> None:
        super().setText(text)
        self.setToolTip(text)

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_FACT_PX, super().minimumSizeHint().height())


def _label(name: str, text: str) -> QLabel:
    return _Fact(text, name)


def _cutoff_button(actions: Actions) -> QPushButton:
    button = QPushButton()
    button.setObjectName("status_cutoff")
    button.setAccessibleName("截止日")
    button.setProperty("kind", "status")
    button.setToolTip(actions[Act.CUTOFF].toolTip())
    button.clicked.connect(actions[Act.CUTOFF].trigger)
    # The date is short and always whole; what stands beside it gives way.
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Preferred)
    button.hide()
    return button
