"""The month's way as a strip: asked, in, chased, told; and the one button for what comes next."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QSizePolicy, QWidget

from ui.elided_button import ElidedButton
from ui.entry_button import entry_button
from ui.look import Look
from ui.models.month_way import MonthWay, Step, StepName, StepState
from ui.pages.page import labelled
from ui.views.chips import ChipLabel

_SIGNS: dict[StepState, tuple[str, str]] = {"done": ("green", "✓"), "now": ("yellow", "■"), "later": ("grey", "○")}
NEXT_ACTS: dict[StepName, str] = {
    "ask": "登记应报单位",
    "receive": "登记收到的报送",
    "chase": "催报未报单位",
    "report": "生成通报",
}


class MonthWayStrip(QFrame):
    """Four stations in a row; each can be opened, the next act is a button.

    Signals:
        step_wanted: the next act was chosen (the name of its station).
        station_wanted: a station is to be looked at (its name).
        backup_wanted: a backup is to be made now.
    """

    step_wanted = Signal(str)
    station_wanted = Signal(str)
    backup_wanted = Signal()

    def __init__(self, look: Look) -> None:
        """Begin empty."""
        super().__init__()
        self._look = look
        self._next: StepName = "ask"
        self.setObjectName("month_way")
        self.setProperty("role", "panel")
        self.setAccessibleName("本月报送进度")
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 6, 12, 6)
        row.setSpacing(6)
        self._title = labelled("", "heading", "month_way_title")
        row.addWidget(self._title)
        self._stations: dict[StepName, tuple[ChipLabel, ElidedButton]] = {}
        for number, name in enumerate(NEXT_ACTS):
            if number:
                row.addWidget(labelled("→", "secondary"))
            row.addWidget(self._station(name))
        self.next_button = entry_button("month_way_next")
        self.next_button.clicked.connect(lambda: self.step_wanted.emit(self._next))
        row.addWidget(self.next_button)
        row.addStretch(1)
        self.backup = ElidedButton("", "month_way_backup", "点击立即备份")
        self.backup.clicked.connect(self.backup_wanted)
        row.addWidget(self.backup)

    def show_way(self, way: MonthWay, *, can_write: bool) -> None:
        """Show how far the month is."""
        self._title.setText(way.month.short_name)
        for step in way.steps:
            self._show_step(step)
        self._next = way.next_act
        self.next_button.setText(NEXT_ACTS[self._next])
        self.next_button.setAccessibleName(NEXT_ACTS[self._next])
        self.next_button.setVisible(self._next != "report" or not way.reports)
        self.next_button.setEnabled(can_write or self._next in ("chase", "report"))

    def show_backup(self, text: str, tip: str) -> None:
        """Say how old the last proven backup is and where it lies."""
        self.backup.setText(text)
        self.backup.setAccessibleName(text)
        self.backup.setToolTip(tip)

    def _station(self, name: StepName) -> QWidget:
        box = QWidget()
        row = QHBoxLayout(box)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(4)
        chip = ChipLabel(self._look, f"month_step_{name}_sign")
        detail = ElidedButton("", f"month_step_{name}")
        detail.clicked.connect(lambda: self.station_wanted.emit(name))
        row.addWidget(chip)
        row.addWidget(detail)
        self._stations[name] = (chip, detail)
        return box

    def _show_step(self, step: Step) -> None:
        chip, detail = self._stations[step.name]
        tone, sign = _SIGNS[step.state]
        chip.show_light(tone, step.word, sign)
        detail.setText(step.detail)
        state = {"done": "已完成", "now": "进行中", "later": "还没到"}[step.state]
        detail.setAccessibleName(f"{step.word}，{step.detail}，{state}")
        detail.setToolTip(f"{step.word}：{step.detail}（{state}）")
