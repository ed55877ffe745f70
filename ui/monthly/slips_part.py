"""督办单: the register, who has not answered, what to escalate, and the chain of the slip that has the cursor."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QPushButton, QScrollArea, QVBoxLayout, QWidget

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.slips import SlipState
from ledger_app.services import slip_register
from ledger_app.services.slip_register import SlipLine, SlipRegister
from ui.detail.tab import text_label
from ui.entry_button import entry_button
from ui.jobs import QueryJob
from ui.models.slip_table import STATE_CHIPS, SlipTableModel
from ui.monthly.list_table import PLAIN, ListTable, button_row
from ui.monthly.register_part import RegisterPart, register_panel
from ui.monthly.slip_acts import SlipActs
from ui.pages.page import EmptyState, hairline, labelled
from ui.views.chips import FilterChip
from ui.workspace import Place, Workspace

WORDS_PX = 176
TABLES = ("slip", "slip_task", "unit", "task")
_FILTERS: tuple[tuple[str, str, frozenset[SlipState]], ...] = (
    ("waiting", "待回复", frozenset({SlipState.WAITING})),
    ("overdue", "超期未回复", frozenset({SlipState.OVERDUE})),
    ("replied", "已回复", frozenset({SlipState.REPLIED})),
    ("closed", "已办结", frozenset({SlipState.CLOSED})),
)
_PURPOSE = "逾期、久拖不办的事项，签发有编号、有颜色、有限办日期的督办单；到期没有回复的，这里会提示升级。"


class SlipsPart(RegisterPart[SlipRegister]):
    """Slips above, what the chosen one says below."""

    def __init__(self, workspace: Workspace) -> None:
        """Make the register; it is read when first seen."""
        super().__init__("slips", workspace)
        self.acts = SlipActs(self, workspace)
        self._wanted: int | None = None
        self.stack.addWidget(self._make_register())
        first = entry_button("slips_first")
        late = entry_button("slips_first_late")
        first.clicked.connect(lambda _c=False: self.acts.new())
        late.clicked.connect(lambda _c=False: self.acts.for_late_units())
        for button in (first, late):
            button.setEnabled(not workspace.is_read_only)
        self.stack.addWidget(EmptyState("slips_empty", "还没有督办单", _PURPOSE, first, late))
        self._connect()

    def show_slip(self, slip_id: int) -> None:
        """Put the cursor on a slip."""
        self._wanted = slip_id
        self._filter("")
        self.refresh()

    def reading(self) -> QueryJob[SlipRegister]:
        """Prepare the job that reads the register."""
        # Late or not is judged at the cut-off date; slips just issued are not hidden by an earlier one.
        cutoff = self.workspace.cutoff
        return self.workspace.query(
            lambda session, _p: slip_register.read_register(session, cutoff, is_whole=True), self
        )

    @property
    def current(self) -> SlipLine | None:
        """Return the slip that has the cursor."""
        return self.model.line_at(self.table.currentIndex().row())

    def _make_register(self) -> QWidget:
        box, layout = register_panel("slips_panel")
        layout.addLayout(self._make_head())
        self.model = SlipTableModel(self)
        self.table = ListTable("slip_list", "督办单登记簿", self.look)
        self.table.show_list(self.model)
        layout.addWidget(self.table, 1)
        layout.addWidget(hairline())
        layout.addWidget(self._make_words())
        return box

    def _make_head(self) -> QVBoxLayout:
        self.buttons: dict[str, QPushButton] = {
            key: entry_button(f"slips_{key}_act")
            for key in ("reply", "escalate", "close", "print", "amend", "remove", "pattern", "late")
        }
        self.buttons["new"] = entry_button("slips_new")
        self.chips: dict[str, FilterChip] = {}
        for key, word, states in _FILTERS:
            chip = FilterChip(self.look, f"slips_{key}", word)
            chip.show_tone(*STATE_CHIPS[next(iter(states))])
            chip.clicked.connect(lambda _c=False, key=key: self._filter(key if self.chips[key].isChecked() else ""))
            self.chips[key] = chip
        head = QVBoxLayout()
        head.setContentsMargins(8, 6, 8, 6)
        head.setSpacing(6)
        late, new, pattern = (self.buttons[key] for key in ("late", "new", "pattern"))
        head.addLayout(button_row(list(self.chips.values()), [late, new]))
        acts = [self.buttons[key] for key in ("reply", "escalate", "close", "print", "amend", "remove")]
        head.addLayout(button_row(acts, [pattern]))
        return head

    def _make_words(self) -> QScrollArea:
        """Make the place of the chosen slip's words; long ones scroll, the list keeps its room."""
        area = QScrollArea()
        area.setObjectName("slip_words_area")
        area.setAccessibleName("选中的督办单")
        area.setWidgetResizable(True)
        area.setFrameShape(QFrame.Shape.NoFrame)
        area.setFixedHeight(WORDS_PX)
        inner = QWidget()
        inner.setObjectName("slip_words_inner")
        inner.setProperty("role", "plain")
        column = QVBoxLayout(inner)
        column.setContentsMargins(12, 8, 12, 8)
        column.setSpacing(4)
        self.chain = text_label("", "heading", "slip_chain")
        self.words = text_label("", "", "slip_words")
        self.tasks_button = entry_button("slip_open_tasks")
        self.tasks_button.setAccessibleName("打开督办的任务")
        self.tasks_button.clicked.connect(self._open_task)
        self.gaps = labelled("", "secondary", "slip_gaps")
        for widget in (self.chain, self.words, self.tasks_button, self.gaps):
            column.addWidget(widget)
        column.addStretch(1)
        area.setWidget(inner)
        return area

    def _connect(self) -> None:
        verbs = {
            "reply": lambda: self._with(self.acts.reply),
            "escalate": lambda: self._with(self.acts.escalate),
            "amend": lambda: self._with(self.acts.amend),
            "remove": lambda: self._with(self.acts.remove),
            "close": self._close,
            "print": self._print,
            "pattern": self.acts.edit_numbers,
            "late": self.acts.for_late_units,
            "new": self.acts.new,
        }
        for name, verb in verbs.items():
            self.buttons[name].clicked.connect(lambda _c=False, verb=verb: verb())
        key = Qt.Key
        keys = {"reply": key.Key_Space, "escalate": key.Key_F9, "amend": key.Key_Return, "remove": key.Key_Delete}
        keys["close"] = key.Key_F4
        self.table.set_acts({(key_, PLAIN): self.buttons[name].click for name, key_ in keys.items()})
        self.table.doubleClicked.connect(lambda _index: self.buttons["amend"].click())
        self.table.selectionModel().selectionChanged.connect(lambda *_args: self._show_chosen())
        self.workspace.ledger_changed.connect(self._on_ledger_changed)
        self.workspace.cutoff_changed.connect(self.refresh)
        self.workspace.settings_changed.connect(self.refresh)

    def take(self, register: SlipRegister) -> None:
        """Show the slips, the cursor on the one that is wanted."""
        chosen = self._wanted if self._wanted is not None else (self.current.slip.id if self.current else None)
        self._wanted = None
        self.model.show_lines(register.lines)
        for key, _word, states in _FILTERS:
            self.chips[key].show_count(sum(line.state in states for line in register.lines))
            self.chips[key].setToolTip("只看这些督办单，再按一次看全部")
        gaps = "、".join(f"{number}" for number in register.gaps)
        self.gaps.setText(f"本年编号缺 {gaps} 号（跳号或已删除）" if gaps else "")
        self.gaps.setVisible(bool(gaps))
        self.stack.setCurrentIndex(0 if register.lines else 1)
        row = self.model.row_of(chosen) if chosen is not None else None
        self.table.choose_rows([row if row is not None else 0])
        self._show_chosen()

    def _chosen(self) -> list[SlipLine]:
        return [line for row in self.table.chosen_rows() if (line := self.model.line_at(row)) is not None]

    def _show_chosen(self) -> None:
        line, writable = self.current, not self.workspace.is_read_only
        is_open = line is not None and line.state not in (SlipState.CLOSED, SlipState.ESCALATED)
        is_closed = line is not None and line.state is SlipState.CLOSED
        enabled = {
            "reply": is_open,
            "escalate": line is not None and line.may_climb,
            "close": is_open or is_closed,
            "print": line is not None,
            "amend": line is not None and not is_closed,
            "remove": line is not None,
        }
        for key, button in self.buttons.items():
            button.setEnabled(writable and enabled.get(key, True))
        self.buttons["close"].setText("取消办结" if is_closed else "办结")
        self.chain.setText(line.chain.words if line is not None else "")
        self.words.setText(_words(line) if line is not None else "")
        tasks = line.tasks if line is not None else ()
        self.tasks_button.setVisible(bool(tasks))
        if tasks:
            more = f" 等 {len(tasks)} 项" if len(tasks) > 1 else ""
            self.tasks_button.setText(f"打开任务 {tasks[0].code} {tasks[0].title}{more}")

    def _with(self, act: object) -> None:
        line = self.current
        if line is not None and callable(act):
            act(line)

    def _close(self) -> None:
        self.acts.close([line for line in self._chosen() if line.state is not SlipState.ESCALATED])

    def _print(self) -> None:
        ids = tuple(line.slip.id for line in self._chosen())
        self.workspace.open_place(Place("reports", report_kind="slip", slip_ids=ids))

    def _open_task(self) -> None:
        line = self.current
        if line is not None and line.tasks:
            self.workspace.open_place(Place("ledger", task_id=line.tasks[0].id, tab="supervision"))

    def _filter(self, key: str) -> None:
        for other, chip in self.chips.items():
            chip.setChecked(other == key)
        self.model.show_states(next((states for name, _word, states in _FILTERS if name == key), None))
        self.table.choose_rows([0])
        self._show_chosen()

    def _on_ledger_changed(self, changes: ChangeSet) -> None:
        if changes.touches(*TABLES):
            self.refresh()


def _words(line: SlipLine) -> str:
    slip = line.slip
    facts = [f"签发 {slip.issued.isoformat()}", f"签发人 {slip.signer}" if slip.signer else ""]
    facts += [f"限办 {slip.due.isoformat()}" if slip.due else "", f"督办人 {slip.contact}" if slip.contact else ""]
    parts = [" · ".join(filter(None, facts)), slip.matter, f"依据：{slip.basis}" if slip.basis else ""]
    parts += [f"要求：{slip.requirement}" if slip.requirement else ""]
    if line.may_climb:
        parts.append(f"限办日期已过 {line.days} 天，没有回复：建议升级。")
    if slip.reply:
        parts.append(f"{slip.replied_on.isoformat() if slip.replied_on else ''} 回复：{slip.reply}")
    return "\n".join(filter(None, parts))
