"""Number editors that save by themselves; the wheel is left to the page."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QDoubleSpinBox


class NumberField(QDoubleSpinBox):
    """A number within limits, given when the person leaves the field or presses Enter.

    Signals:
        committed: another number was given (float).
    """

    committed = Signal(float)

    def __init__(self, name: str, label: str, low: float, high: float, decimals: int = 0, suffix: str = "") -> None:
        """Make a field for numbers from `low` to `high`."""
        super().__init__()
        self._saved = low
        self.setObjectName(name)
        self.setAccessibleName(label)
        self.setDecimals(decimals)
        self.setRange(low, high)
        self.setSingleStep(1 if decimals == 0 else 0.5)
        self.setSuffix(suffix)
        # The style sheet's padding does not reach the text of a spin box.
        self.lineEdit().setTextMargins(4, 0, 0, 0)
        # Without this each digit typed would be a value of its own.
        self.setKeyboardTracking(False)
        self.editingFinished.connect(self.commit)

    def show_value(self, value: float) -> None:
        """Show the stored number, unless another one is being typed."""
        if not (self.hasFocus() and self.value() != self._saved):
            self.setValue(value)
        self._saved = value

    def commit(self) -> None:
        """Give the number if it is another one."""
        if self.value() != self._saved and not self.isReadOnly():
            self._saved = self.value()
            self.committed.emit(self.value())

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page: scrolling past must not change a value."""
        event.ignore()
