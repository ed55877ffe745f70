"""函件: the register of chase notices and reminders, who has not answered, and the slip that follows."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.services import letters
from ledger_app.services.letters import LetterLine, LetterState
from ui.detail.saving_dialog import Verb
from ui.dialogs.slips import ReplyDialog
from ui.entry_button import entry_button
from ui.jobs import QueryJob
from ui.models.letter_table import STATE_CHIPS, LetterTableModel
from ui.monthly.list_table import PLAIN, ListTable, button_row
from ui.monthly.register_part import RegisterPart, register_panel
from ui.monthly.slip_acts import SlipActs
from ui.pages.page import EmptyState
from ui.views.chips import FilterChip
from ui.workspace import Place, Workspace

TABLES = ("letter", "letter_task", "slip", "unit", "task")
_FILTERS: tuple[tuple[str, str, LetterState], ...] = (
    ("waiting", "待回复", LetterState.WAITING),
    ("overdue", "超期未回复", LetterState.OVERDUE),
    ("replied", "已回复", LetterState.REPLIED),
    ("escalated", "已转督办单", LetterState.ESCALATED),
)
_PURPOSE = "在“报表”页留存或打印的催办通知、提醒函都登记在这里：编号、要求回复的日期、有没有回复、有没有转督办单。"


class LettersPart(RegisterPart[list[LetterLine]]):
    """The letters with what can be done with them."""

    def __init__(self, workspace: Workspace) -> None:
        """Make the register; it is read when first seen."""
        super().__init__("letters", workspace)
        self.slip_acts = SlipActs(self, workspace)
        self.stack.addWidget(self._make_register())
        first, other = entry_button("letters_first_chase"), entry_button("letters_first_letter")
        first.clicked.connect(lambda _c=False: self._make("chase"))
        other.clicked.connect(lambda _c=False: self._make("letter"))
        self.stack.addWidget(EmptyState("letters_empty", "还没有催办通知和提醒函", _PURPOSE, first, other))
        self._connect()

    def reading(self) -> QueryJob[list[LetterLine]]:
        """Prepare the job that reads the register."""
        # Late or not is judged at the cut-off date; letters just sent are not hidden by an earlier one.
        cutoff = self.workspace.cutoff
        return self.workspace.query(lambda session, _p: letters.read_letters(session, cutoff, is_whole=True), self)

    @property
    def current(self) -> LetterLine | None:
        """Return the letter that has the cursor."""
        return self.model.line_at(self.table.currentIndex().row())

    def _make_register(self) -> QWidget:
        box, layout = register_panel("letters_panel")
        self.buttons: dict[str, QPushButton] = {
            key: entry_button(f"letters_{key}_act")
            for key in ("reply", "slip", "show", "tasks", "remove", "chase", "letter")
        }
        self.chips: dict[str, FilterChip] = {}
        for key, word, state in _FILTERS:
            chip = FilterChip(self.look, f"letters_{key}", word)
            chip.show_tone(*STATE_CHIPS[state])
            chip.clicked.connect(lambda _c=False, key=key: self._filter(key if self.chips[key].isChecked() else ""))
            self.chips[key] = chip
        head = QVBoxLayout()
        head.setContentsMargins(8, 6, 8, 6)
        head.setSpacing(6)
        head.addLayout(button_row(list(self.chips.values()), [self.buttons["letter"], self.buttons["chase"]]))
        acts = [self.buttons[key] for key in ("reply", "slip", "show", "tasks", "remove")]
        head.addLayout(button_row(acts, []))
        layout.addLayout(head)
        self.model = LetterTableModel(self)
        self.table = ListTable("letter_list", "函件登记簿", self.look)
        self.table.show_list(self.model)
        layout.addWidget(self.table, 1)
        return box

    def _connect(self) -> None:
        verbs = {
            "reply": self._reply,
            "slip": self._follow,
            "show": self._show_paper,
            "tasks": self._open_tasks,
            "remove": self._remove,
            "chase": lambda: self._make("chase"),
            "letter": lambda: self._make("letter"),
        }
        for name, verb in verbs.items():
            self.buttons[name].clicked.connect(lambda _c=False, verb=verb: verb())
        key = Qt.Key
        keys = {"reply": key.Key_Space, "slip": key.Key_F9, "show": key.Key_Return, "remove": key.Key_Delete}
        self.table.set_acts({(key_, PLAIN): self.buttons[name].click for name, key_ in keys.items()})
        self.table.doubleClicked.connect(lambda _index: self.buttons["show"].click())
        self.table.selectionModel().selectionChanged.connect(lambda *_args: self._show_chosen())
        self.workspace.ledger_changed.connect(self._on_ledger_changed)
        self.workspace.cutoff_changed.connect(self.refresh)

    def take(self, found: list[LetterLine]) -> None:
        """Show the letters, the cursor where it was."""
        before = self.current.letter.id if self.current is not None else None
        self.model.show_lines(found)
        for key, _word, state in _FILTERS:
            self.chips[key].show_count(sum(line.state is state for line in found))
            self.chips[key].setToolTip("只看这些函件，再按一次看全部")
        self.stack.setCurrentIndex(0 if found else 1)
        row = self.model.row_of(before) if before is not None else None
        self.table.choose_rows([row or 0])
        self._show_chosen()

    def _chosen(self) -> list[LetterLine]:
        return [line for row in self.table.chosen_rows() if (line := self.model.line_at(row)) is not None]

    def _show_chosen(self) -> None:
        line, writable = self.current, not self.workspace.is_read_only
        is_open = line is not None and line.slip is None
        self.buttons["reply"].setEnabled(line is not None and writable)
        self.buttons["slip"].setEnabled(is_open and writable and line is not None and not line.letter.replied_on)
        self.buttons["show"].setEnabled(line is not None and line.letter.snapshot_id is not None)
        self.buttons["tasks"].setEnabled(line is not None and bool(line.tasks))
        self.buttons["remove"].setEnabled(is_open and writable)
        for name in ("chase", "letter"):
            self.buttons[name].setEnabled(writable)

    def _make(self, kind: str) -> None:
        self.workspace.open_place(Place("reports", report_kind=kind))

    def _show_paper(self) -> None:
        if self.current is not None and self.current.letter.snapshot_id is not None:
            self.workspace.open_place(Place("reports", snapshot_id=self.current.letter.snapshot_id))

    def _open_tasks(self) -> None:
        if self.current is not None and self.current.tasks:
            self.workspace.open_place(Place("ledger", task_id=self.current.tasks[0].id, tab="supervision"))

    def _follow(self) -> None:
        if self.current is not None:
            self.slip_acts.follow(self.current)

    def _reply(self) -> None:
        if self.current is None:
            return
        letter = self.current.letter
        day = letter.replied_on or self.workspace.today
        dialog = ReplyDialog(self, self.workspace, letter.number, letter.reply, day)
        dialog.on_save(lambda: _replying(letter.id, dialog))
        dialog.on_accepted(lambda: self.workspace.say_done(f"已登记 {letter.number} 的回复"))
        dialog.open()

    def _remove(self) -> None:
        ids = [line.letter.id for line in self._chosen()]
        job = self.workspace.change(lambda work, _p: letters.remove(work, ids), self)
        job.on_success(lambda _changes: self.workspace.say_done(f"已从登记簿删除 {len(ids)} 份函件")).start()

    def _filter(self, key: str) -> None:
        for other, chip in self.chips.items():
            chip.setChecked(other == key)
        self.model.show_state(next((state for name, _word, state in _FILTERS if name == key), None))
        self.table.choose_rows([0])
        self._show_chosen()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*TABLES):
            self.refresh()


def _replying(letter_id: int, dialog: ReplyDialog) -> Verb:
    """Return what saves the reply as it was typed."""
    text, on = dialog.text.text(), dialog.day.value()
    return lambda work: letters.reply(work, letter_id, text, on)
