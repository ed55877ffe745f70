"""The small dialogs of the roster: a new unit, joining two units, ending a unit, a group with its members."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QLineEdit, QListWidget, QListWidgetItem, QWidget

from ledger_app.domain.unit import UNIT_KIND_NAMES, Unit, UnitKind
from ledger_app.domain.unit_kinds import kind_by_name
from ledger_app.services.unit_succession import MergePreview
from ui.dialogs.form import FormDialog
from ui.fields import ChoiceField, DateField
from ui.look import Look
from ui.models.unit_table import GroupLine
from ui.pages.page import labelled
from ui.unit_picker import UnitName, UnitPicker

HEIGHT_PX, FRAME_PX = 560, 80
_ID = Qt.ItemDataRole.UserRole
_KNOWN = Qt.ItemDataRole.UserRole + 1


class NewUnitDialog(FormDialog):
    """Name and kind; the rest is filled beside the list."""

    def __init__(self, parent: QWidget) -> None:
        """Make an empty form; the kind follows the name until it is chosen."""
        super().__init__(parent, "new_unit_dialog", "新单位", "添加单位")
        self.name = QLineEdit()
        self.name.setObjectName("new_unit_name")
        self.name.setAccessibleName("单位名称")
        self.short = QLineEdit()
        self.short.setObjectName("new_unit_short")
        self.short.setAccessibleName("简称")
        self.short.setPlaceholderText("表格里用的短名，可以不填")
        self.kind = ChoiceField("new_unit_kind", "类别", UNIT_KIND_NAMES.items())
        self.kind.show_value("other")
        self._is_chosen = False
        self.kind.committed.connect(self._on_kind)
        self.name.textChanged.connect(self._on_name)
        for label, field in (("名称", self.name), ("简称", self.short), ("类别", self.kind)):
            self.add_row(label, field)
        self.verb_button.setEnabled(False)

    def unit(self) -> Unit:
        """Return the unit as entered."""
        return Unit(0, "", self.name.text(), self.short.text(), unit_kind(self.kind.value()))

    def _on_kind(self, _key: str) -> None:
        self._is_chosen = True

    def _on_name(self, text: str) -> None:
        self.verb_button.setEnabled(bool(text.strip()))
        if not self._is_chosen:
            self.kind.show_value(kind_by_name(text))


class MergeDialog(FormDialog):
    """Into which unit another one goes, and what would move.

    Signals:
        unit_chosen: a unit was chosen to take the other one in (its id).
    """

    unit_chosen = Signal(int)

    def __init__(self, parent: QWidget, unit: Unit, others: Sequence[UnitName]) -> None:
        """Offer the other units."""
        note = f"“{unit.name}”的任务、进展、报送记录和名称都转到所选单位，以后两种写法都认作它。可以撤销。"
        super().__init__(parent, "merge_dialog", "并入另一单位", "并入", note)
        self.picker = UnitPicker("merge_unit", "并入的单位")
        self.picker.set_units([one for one in others if one.unit_id != unit.id])
        self.picker.picked.connect(lambda _id: self._check())
        self.picker.textEdited.connect(lambda _text: self._check())
        self.add_row("并入", self.picker)
        self.preview = labelled("", "secondary", "merge_preview")
        self.preview.setWordWrap(True)
        self.preview.setMinimumHeight(56)
        self.extra.addWidget(self.preview)
        self._seen: int | None = None
        self.verb_button.setEnabled(False)

    def show_preview(self, seen: MergePreview) -> None:
        """Tell what would move."""
        shared = f"（其中 {seen.shared_tasks} 项两家都有，只留一份）" if seen.shared_tasks else ""
        moved = [f"{seen.tasks} 项任务{shared}"]
        rest = (
            (seen.entries, "条进展"),
            (seen.returns, "期报送登记"),
            (seen.slips, "张督办单"),
            (seen.posts, "个职务"),
        )
        moved += [f"{count} {word}" for count, word in rest if count]
        self.verb_button.setEnabled(self.picker.unit_id is not None)
        self.preview.setText(f"将转过去：{'、'.join(moved)}。以后也认作它的名称：{'、'.join(seen.names)}。")

    def _check(self) -> None:
        chosen = self.picker.unit_id
        if chosen is None or chosen != self._seen:
            # Enter in the field must not join two units before what would move has been seen.
            self.verb_button.setEnabled(False)
            self.preview.clear()
        if chosen is not None and chosen != self._seen:
            self.unit_chosen.emit(chosen)
        self._seen = chosen


class CloseDialog(FormDialog):
    """The last day of a unit, and who goes on with its tasks."""

    def __init__(self, parent: QWidget, look: Look, unit: Unit, others: Sequence[UnitName], today: dt.date) -> None:
        """Offer today, and the other units."""
        note = f"“{unit.name}”停用后不再出现在选择里，以前的记录和报表不变。"
        super().__init__(parent, "close_unit_dialog", "停用单位", "停用", note)
        self.day = DateField("close_unit_day", "最后一天", look)
        self.day.show_value(today)
        self.successor = UnitPicker("close_unit_successor", "接续单位")
        self.successor.set_units([one for one in others if one.unit_id != unit.id])
        self.add_row("最后一天", self.day)
        self.add_row("接续单位", self.successor)
        self.hands_over = QCheckBox("把这一天还没办结的任务转给接续单位")
        self.hands_over.setObjectName("close_unit_hands_over")
        self.hands_over.setAccessibleName(self.hands_over.text())
        self.hands_over.setToolTip("已办结的任务、已报的进展仍记在原单位名下")
        self.hands_over.setChecked(True)
        self.hands_over.setEnabled(False)
        self.add_row("", self.hands_over)
        self.successor.picked.connect(lambda _id: self._check())
        self.successor.textEdited.connect(lambda _text: self._check())

    def _check(self) -> None:
        self.hands_over.setEnabled(self.successor.unit_id is not None)


class GroupDialog(FormDialog):
    """A group's name and a tick for each member."""

    def __init__(
        self, parent: QWidget, look: Look, units: Iterable[Unit], line: GroupLine | None, today: dt.date
    ) -> None:
        """Show a group, or an empty one."""
        title = "单位组" if line is None else f"单位组 {line.group.name}"
        note = "文件里写“各乡镇卫生院”这样的统称时，按这里的成员展开。成员变动从所填的一天起算，以前的保留。"
        super().__init__(parent, "group_dialog", title, "保存单位组", note)
        self.name = QLineEdit(line.group.name if line is not None else "")
        self.name.setObjectName("group_name")
        self.name.setAccessibleName("组名")
        self.name.setPlaceholderText("如 各乡镇卫生院")
        self.add_row("组名", self.name)
        self.since = DateField("group_since", "变动从哪天起", look)
        self.since.show_value(today)
        if line is not None:
            self.add_row("变动从", self.since)
        else:
            self.since.setParent(self)
            self.since.hide()
        self.find_field = QLineEdit()
        self.find_field.setObjectName("group_find")
        self.find_field.setAccessibleName("查找单位")
        self.find_field.setPlaceholderText("名称或拼音首字母")
        self.find_field.setClearButtonEnabled(True)
        self.add_row("成员", self.find_field)
        self.list = QListWidget()
        self.list.setObjectName("group_members")
        self.list.setAccessibleName("成员，空格勾选")
        self.list.setMinimumHeight(140)
        self.extra.addWidget(self.list, 1)
        room = parent.screen().availableGeometry().height() - FRAME_PX
        self.resize(self.minimumWidth(), min(HEIGHT_PX, room))
        members = {unit.id for unit in line.members} if line is not None else set()
        for unit in units:
            item = QListWidgetItem(f"{unit.name}　{UNIT_KIND_NAMES[unit.kind]}")
            item.setData(_ID, unit.id)
            item.setData(_KNOWN, f"{unit.name}\n{unit.short_name}\n{unit.pinyin}".lower())
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Checked if unit.id in members else Qt.CheckState.Unchecked)
            self.list.addItem(item)
        self.find_field.textChanged.connect(self._narrow)
        self.name.textChanged.connect(lambda _text: self._check())
        self.list.itemChanged.connect(lambda _item: self._check())
        self._check()

    def on_saved(self, receive: Callable[[str, list[int]], object]) -> None:
        """Call `receive` with the name and the members' ids when it is saved."""
        self.on_accepted(lambda: receive(self.name.text(), self.chosen()))

    def chosen(self) -> list[int]:
        """Return the ids of the ticked units, from top to bottom."""
        items = [self.list.item(row) for row in range(self.list.count())]
        return [int(item.data(_ID)) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _narrow(self, words: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            item.setHidden(words.strip().lower() not in f"{item.text()}\n{item.data(_KNOWN)}")

    def _check(self) -> None:
        self.verb_button.setEnabled(bool(self.name.text().strip()))
        self.verb_button.setText(f"保存单位组（{len(self.chosen())} 个成员）")


def unit_kind(key: str) -> UnitKind:
    """Return the kind of a key, "other" for an unknown one."""
    return next((kind for kind in UNIT_KIND_NAMES if kind == key), "other")
