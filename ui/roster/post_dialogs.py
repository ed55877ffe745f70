"""The dialogs about posts: a new one, a change of hands, the days of a holding, a person, a leader's units."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence
from dataclasses import replace

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QAbstractItemView,
    QComboBox,
    QCompleter,
    QLineEdit,
    QTableWidget,
    QTableWidgetItem,
    QWidget,
)

from ledger_app.domain.changes import ChangeSet
from ledger_app.domain.unit import POST_KIND_NAMES, Person, PostKind, Unit
from ledger_app.ports import UnitOfWork
from ledger_app.services import leaders, posts
from ledger_app.services.posts import PersonChoice
from ui.detail.saving_dialog import SavingDialog, Verb
from ui.fields import ChoiceField, DateField
from ui.models.post_table import BUREAU, HolderLine, PostLine, PostsView
from ui.unit_picker import UnitName, UnitPicker
from ui.workspace import Workspace

_ID = Qt.ItemDataRole.UserRole
_KNOWN = Qt.ItemDataRole.UserRole + 1


class PersonFields:
    """A name, completed from those who are known, and a telephone."""

    def __init__(self, dialog: SavingDialog, people: Sequence[Person], label: str) -> None:
        """Add both to a form."""
        self._people = people
        self.name = QComboBox()
        self.name.setObjectName("person_name")
        self.name.setAccessibleName(label)
        self.name.setEditable(True)
        self.name.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        for person in people:
            self.name.addItem(f"{person.name}　{person.phone}".strip(), person.id)
        self.name.setCompleter(QCompleter(self.name.model(), self.name))
        self.name.setEditText("")
        editor = self.name.lineEdit()
        assert editor is not None  # noqa: S101 - an editable box has one
        editor.setObjectName("person_name_text")
        editor.setAccessibleName(label)
        editor.setPlaceholderText("姓名；已有的人可从列表里选")
        dialog.add_row(label, self.name)
        self.phone = dialog.add_line("电话", "person_phone")

    def choice(self) -> PersonChoice:
        """Return the person as entered."""
        text = self.name.currentText().strip()
        index = self.name.findText(text)
        person_id = self.name.itemData(index) if index >= 0 and text else None
        return PersonChoice(text, self.phone.text().strip(), int(person_id) if person_id is not None else None)


def ask_new_post(parent: QWidget, workspace: Workspace, view: PostsView, unit_id: int | None = None) -> None:
    """Ask for a new post and who holds it."""
    note = "任务可以落到职务上：换了人，任务自动由接任者负责。"
    dialog = SavingDialog(parent, workspace, "post_dialog", "新职务", "添加职务", note)
    kind = ChoiceField("post_kind", "类别", POST_KIND_NAMES.items())
    kind.show_value("leader" if unit_id is None else "head")
    picker = UnitPicker("post_unit", "单位")
    picker.set_units(unit_names(view.units))
    picker.pick(unit_id)
    dialog.add_row("类别", kind)
    dialog.add_row("单位", picker)
    title = dialog.add_line("职务", "post_title", offers=("局长", "副局长", "院长", "主任", "股长", "联络员"))
    title.setPlaceholderText("如 副局长、院长、联络员")
    person = PersonFields(dialog, view.people, "现任")
    since = DateField("post_since", "任职起", workspace.look)
    dialog.add_row("任职起", since)

    def follow_kind() -> None:
        is_leader = kind.value() == "leader"
        picker.setEnabled(not is_leader)
        picker.setPlaceholderText(BUREAU if is_leader else "输入名称、简称或拼音首字母")
        if is_leader:
            picker.pick(None)

    kind.committed.connect(lambda _key: follow_kind())
    follow_kind()

    def make() -> Verb | str:
        if kind.value() != "leader" and picker.unit_id is None:
            return "请先选这个职务所在的单位。"
        chosen, name, unit, day = post_kind(kind.value()), title.text(), picker.unit_id, since.value()
        holder = person.choice()
        return lambda work: posts.add_post(work, name, chosen, unit, holder, day)

    dialog.on_save(make)
    dialog.open()


def ask_change_of_hands(parent: QWidget, workspace: Workspace, view: PostsView, line: PostLine) -> None:
    """Ask who takes a post over, and from which day: one act ends the one holding and begins the other."""
    now = f"现任 {line.holder.person.name}，" if line.holder else "现在空缺，"
    note = f"{line.unit_name}{line.post.title}：{now}原任到接任前一天为止，任务自动由接任者负责。一步完成，可以撤销。"
    dialog = SavingDialog(parent, workspace, "appoint_dialog", f"换人：{line.post.title}", "换人", note)
    person = PersonFields(dialog, view.people, "接任")
    since = DateField("appoint_since", "接任日期", workspace.look)
    since.show_value(workspace.today)
    dialog.add_row("从哪天起", since)

    def make() -> Verb | str:
        choice, day = person.choice(), since.value()
        if not choice.name:
            return "请填写接任的人。"
        if day is None:
            return "请填写从哪天起接任。"
        return lambda work: posts.appoint(work, line.post.id, choice, day)

    dialog.on_save(make)
    dialog.open()


def ask_holding(parent: QWidget, workspace: Workspace, line: HolderLine) -> None:
    """Ask for a person's name, telephone and days in a post."""
    dialog = SavingDialog(parent, workspace, "holding_dialog", f"任职：{line.person.name}", "保存")
    name = dialog.add_line("姓名", "holding_name", line.person.name)
    phone = dialog.add_line("电话", "holding_phone", line.person.phone)
    first = DateField("holding_from", "从", workspace.look)
    last = DateField("holding_to", "到", workspace.look)
    first.show_value(line.holding.from_date)
    last.show_value(line.holding.to_date)
    dialog.add_row("从（不填为一直）", first)
    dialog.add_row("到（不填为至今）", last)

    def make() -> Verb:
        person = replace(line.person, name=name.text(), phone=phone.text())
        holding = replace(line.holding, from_date=first.value(), to_date=last.value())

        def save(work: UnitOfWork) -> ChangeSet:
            posts.change_holding(work, holding)
            return posts.change_person(work, person)

        return save

    dialog.on_save(make)
    dialog.open()


class DutiesDialog(SavingDialog):
    """Which units a leader is in charge of and in touch with: two ticks a unit."""

    def __init__(self, parent: QWidget, workspace: Workspace, view: PostsView, line: PostLine) -> None:
        """Show the ticks of the day."""
        note = "分管的单位，其牵头任务没写牵头领导时就按这里；一个单位只有一位分管领导，改选后原来的到前一天为止。"
        title = f"分管和联系：{line.post.title}"
        super().__init__(parent, workspace, "duties_dialog", title, "保存", note)
        self.setMinimumSize(540, 600)
        self.since = DateField("duties_since", "从哪天起", workspace.look)
        self.since.show_value(workspace.today)
        self.find_field = QLineEdit()
        self.find_field.setObjectName("duties_find")
        self.find_field.setAccessibleName("查找单位")
        self.find_field.setPlaceholderText("名称或拼音首字母")
        self.find_field.setClearButtonEnabled(True)
        self.add_row("查找", self.find_field)
        self.add_row("从哪天起", self.since)
        self.table = _tick_table(view.units, {one.id for one in line.charge}, {one.id for one in line.contact})
        self.extra.addWidget(self.table, 1)
        self.find_field.textChanged.connect(self._narrow)

        def make() -> Verb | str:
            day = self.since.value()
            if day is None:
                return "请填写从哪天起。"
            charge, contact = self.ticked(1), self.ticked(2)
            return lambda work: leaders.set_duties(work, line.post.id, charge, contact, day)

        self.on_save(make)

    def ticked(self, column: int) -> list[int]:
        """Return the ids of the units ticked in a column (1 分管, 2 联系)."""
        ids = []
        for row in range(self.table.rowCount()):
            name, tick = self.table.item(row, 0), self.table.item(row, column)
            if name is not None and tick is not None and tick.checkState() is Qt.CheckState.Checked:
                ids.append(int(name.data(_ID)))
        return ids

    def _narrow(self, words: str) -> None:
        wanted = words.strip().lower()
        for row in range(self.table.rowCount()):
            name = self.table.item(row, 0)
            self.table.setRowHidden(row, name is not None and wanted not in name.data(_KNOWN))


def _tick_table(units: Sequence[Unit], charge: set[int], contact: set[int]) -> QTableWidget:
    table = QTableWidget(len(units), 3)
    table.setObjectName("duties_units")
    table.setAccessibleName("单位，空格勾选分管或联系")
    table.setHorizontalHeaderLabels(["单位", "分管", "联系"])
    table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
    table.setShowGrid(False)
    table.setTabKeyNavigation(False)
    table.setMinimumHeight(240)
    table.verticalHeader().hide()
    header = table.horizontalHeader()
    header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
    header.setStretchLastSection(True)
    for column, width in enumerate((300, 72, 72)):
        table.setColumnWidth(column, width)
    for row, unit in enumerate(units):
        name = QTableWidgetItem(unit.name)
        name.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable)
        name.setData(_ID, unit.id)
        name.setData(_KNOWN, f"{unit.name}\n{unit.short_name}\n{unit.pinyin}".lower())
        table.setItem(row, 0, name)
        for column, ticked in ((1, charge), (2, contact)):
            tick = QTableWidgetItem()
            tick.setFlags(Qt.ItemFlag.ItemIsEnabled | Qt.ItemFlag.ItemIsSelectable | Qt.ItemFlag.ItemIsUserCheckable)
            tick.setCheckState(Qt.CheckState.Checked if unit.id in ticked else Qt.CheckState.Unchecked)
            table.setItem(row, column, tick)
    return table


def unit_names(units: Iterable[Unit]) -> list[UnitName]:
    """Return units as a picker offers them."""
    return [
        UnitName(
            unit.id, unit.short_name or unit.name, "　".join(filter(None, (unit.name, unit.short_name, unit.pinyin)))
        )
        for unit in units
    ]


def post_kind(key: str) -> PostKind:
    """Return the kind of a key, "staff" for an unknown one."""
    return next((kind for kind in POST_KIND_NAMES if kind == key), "staff")


def ask_end(parent: QWidget, workspace: Workspace, line: PostLine, holder: HolderLine) -> None:
    """Ask for the last day of a person in a post, which is vacant afterwards."""
    note = f"{holder.person.name}不再任{line.post.title}，之后空缺；有人接任请用“换人”。"
    dialog = SavingDialog(parent, workspace, "end_holding_dialog", "结束任职", "结束任职", note)
    last = DateField("end_holding_day", "最后一天", workspace.look)
    last.show_value(workspace.today - dt.timedelta(days=1))
    dialog.add_row("最后一天", last)

    def make() -> Verb | str:
        day = last.value()
        return (lambda work: posts.end_holding(work, holder.holding.id, day)) if day else "请填写最后一天。"

    dialog.on_save(make)
    dialog.open()
