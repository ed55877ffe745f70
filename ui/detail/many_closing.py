"""销号 for several chosen tasks: one form, one step of the ledger for all that are ready for it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtWidgets import QGridLayout, QWidget

from ledger_app.domain.supervision import CLOSING_STEP_NAMES
from ledger_app.services import closing
from ledger_app.services.closing import ManyStep, StepTaken
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.entry_button import entry_button
from ui.fields import DateField, TextField
from ui.workspace import Workspace

_NOTE = "每项任务的佐证、督办单和自报进度按台账里的记录各自登记；不满足条件的也会销号，条件记在各自的销号记录里。"


class ManyClosing(QWidget):
    """A button for each step that some of the tasks are ready for."""

    def __init__(self, owner: QWidget, workspace: Workspace, ready: Mapping[ManyStep, Sequence[int]]) -> None:
        """Make the buttons; the form belongs to `owner`, which outlives them."""
        super().__init__()
        self._owner = owner
        self._workspace = workspace
        # Two beside each other: three are wider than the pane at its narrowest.
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setSpacing(4)
        grid.setColumnStretch(2, 1)
        for number, (step, ids) in enumerate((step, ids) for step, ids in ready.items() if ids):
            words = f"{CLOSING_STEP_NAMES[step]} {len(ids)} 项…"
            button = entry_button(f"many_closing_{step}", text=words)
            button.clicked.connect(lambda _c=False, step=step, ids=tuple(ids): self._ask(step, ids))
            grid.addWidget(button, number // 2, number % 2)

    def _ask(self, step: ManyStep, ids: Sequence[int]) -> None:
        word, workspace = CLOSING_STEP_NAMES[step], self._workspace
        title = f"{word}：{len(ids)} 项任务"
        dialog = SavingDialog(self._owner, workspace, "many_closing_dialog", title, f"{word} {len(ids)} 项", _NOTE)
        by_name = dialog.add_line("经办人", "many_closing_by")
        on_date = DateField("many_closing_date", "日期", workspace.look)
        on_date.show_value(workspace.today, workspace.today.year)
        dialog.add_row("日期", on_date)
        opinion = TextField("many_closing_opinion", "意见", 2)
        dialog.add_row("意见", opinion)

        def make() -> Verb:
            taken = StepTaken(by_name.text(), opinion.text(), on_date.value())
            return lambda work: closing.take_for_many(work, ids, step, taken)

        dialog.on_save(make)
        dialog.on_accepted(lambda: workspace.say_done(f"{len(ids)} 项任务已登记“{word}”"))
        dialog.open()
