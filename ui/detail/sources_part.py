"""原文: the sentences a task comes from; each opens its plan at the place, more can be added."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QHBoxLayout, QLineEdit, QListWidget, QListWidgetItem, QVBoxLayout, QWidget

from ledger_app.domain.task import SOURCE_KIND_NAMES
from ledger_app.services import sources as source_service
from ledger_app.services.sources import OfferedItem, Origin
from ui.detail.part import DetailPart
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.detail.tab import DetailTab, text_label
from ui.elided_button import ElidedButton
from ui.entry_button import entry_button
from ui.fields import ChoiceField, TextField
from ui.jobs import QueryJob
from ui.models.task_detail import SourceLine, TaskDetail
from ui.workspace import Place

_WAIT_MS = 150
_ID = Qt.ItemDataRole.UserRole


class SourcesPart(DetailPart):
    """The sources of a task."""

    def __init__(self, tab: DetailTab) -> None:
        """Make the part with its acts."""
        from_plan = entry_button("source_add_plan")
        from_plan.clicked.connect(self._ask_item)
        other = entry_button("source_add_other")
        other.clicked.connect(self._ask_other)
        super().__init__(tab, "sources", "原文", from_plan, other)

    def fill(self, detail: TaskDetail) -> None:
        """List the sources."""
        for line in detail.sources:
            self.rows.addWidget(self._row(line))
        if not detail.sources:
            origin = SOURCE_KIND_NAMES[detail.task.source_kind]
            self.add_empty(f"{origin}：{detail.task.source_ref}" if detail.task.source_ref else "还没有记下来源。")

    def _row(self, line: SourceLine) -> QWidget:
        box = QWidget()
        box.setObjectName(f"source_row_{line.source.id}")
        layout = QVBoxLayout(box)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(2)
        row = QHBoxLayout()
        row.setSpacing(4)
        if line.plan is not None and line.item is not None:
            place = Place("plans", plan_id=line.plan.id, plan_item_id=line.item.id)
            link = ElidedButton(f"《{line.plan.title}》", f"source_{line.source.id}", "打开计划，标出这一句")
            link.setIcon(self.look.icon("open_out", "accent"))
            link.clicked.connect(lambda: self.workspace.open_place(place))
            row.addWidget(link, 1)
        else:
            origin = SOURCE_KIND_NAMES[line.source.source_kind]
            words = f"{origin}：{line.source.source_ref}" if line.source.source_ref else origin
            row.addWidget(text_label(words), 1)
        if self.is_writable:
            off = entry_button("source_remove", line.source.id)
            off.setAccessibleName("去掉这处来源")
            off.setIcon(self.look.icon("close"))
            off.clicked.connect(lambda: self.tab.save(lambda work: source_service.remove(work, line.source.id)))
            row.addWidget(off)
        layout.addLayout(row)
        quote = line.source.quote or (line.item.text if line.item else "")
        if quote:
            layout.addWidget(text_label(quote, "secondary"))
        return box

    def _ask_other(self) -> None:
        detail = self.detail
        if detail is None:
            return
        dialog = SavingDialog(self, self.workspace, "source_dialog", f"添加来源：{detail.task.code}", "添加来源")
        choices = [(key, word) for key, word in SOURCE_KIND_NAMES.items() if key != "plan"]
        kind = ChoiceField("source_kind", "来源", choices)
        dialog.add_row("来源", kind)
        ref = dialog.add_line("文号或场合", "source_ref")
        ref.setPlaceholderText("如 〔2024〕5号、第3次局务会")
        quote = TextField("source_quote", "原文", 3)
        dialog.add_row("原文", quote)
        task_id = detail.task.id

        def make() -> Verb:
            chosen = next(one for one in SOURCE_KIND_NAMES if one == kind.value())
            origin = Origin(None, chosen, ref.text(), quote.text())
            return lambda work: source_service.add(work, task_id, origin)

        dialog.on_save(make)
        dialog.open()

    def _ask_item(self) -> None:
        if self.detail is not None:
            ItemDialog(self, self.detail).open()


class ItemDialog(SavingDialog):
    """Find an item of the plans in the ledger by some of its words."""

    def __init__(self, part: DetailPart, detail: TaskDetail) -> None:
        """Offer the newest plans' items first."""
        title = f"添加计划条目：{detail.task.code}"
        super().__init__(part, part.workspace, "source_item_dialog", title, "挂上这一条")
        self._task_id = detail.task.id
        self._job: QueryJob[list[OfferedItem]] | None = None
        self.setMinimumWidth(560)
        self.field = QLineEdit()
        self.field.setObjectName("source_item_search")
        self.field.setAccessibleName("查找计划条目")
        self.field.setPlaceholderText("输入条目里的字，可用空格分开几个词")
        self.field.setClearButtonEnabled(True)
        self.list = QListWidget()
        self.list.setObjectName("source_item_list")
        self.list.setAccessibleName("找到的计划条目")
        self.list.setMinimumHeight(240)
        self.list.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.list.itemActivated.connect(lambda _item: self.accept())
        self.extra.addWidget(self.field)
        self.extra.addWidget(self.list)
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_WAIT_MS)
        self._timer.timeout.connect(self._search)
        self.field.textChanged.connect(lambda _text: self._timer.start())
        self.on_save(self._verb)
        self._search()
        self.field.setFocus()

    def _search(self) -> None:
        words = self.field.text()
        if self._job is not None:
            self._job.cancel()
        job = self.workspace.query(lambda session, _p: source_service.offer_items(session, words), self)
        self._job = job.on_success(self._show).start()

    def _show(self, found: list[OfferedItem]) -> None:
        self.list.clear()
        for one in found:
            name = one.item.title or one.item.text[:40]
            item = QListWidgetItem(f"{one.item.no} {name}　《{one.plan.title}》")
            item.setToolTip(one.item.text)
            item.setData(_ID, one.item.id)
            self.list.addItem(item)
        self.list.setCurrentRow(0)
        self.say("" if found else "没有找到，换几个字试试。")

    def _verb(self) -> Verb | str:
        chosen, task_id = self.list.selectedItems(), self._task_id
        if not chosen:
            return "请先选一条计划条目。"
        item_id = int(chosen[0].data(_ID))
        return lambda work: source_service.add(work, task_id, Origin(item_id))
