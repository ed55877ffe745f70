"""Dialogs of the indicators: what a scoring table gives before it is taken in, and choosing indicators."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QListWidget, QListWidgetItem, QTreeWidget, QTreeWidgetItem, QWidget

from ui.dialogs.form import FormDialog
from ui.fields import LineField
from ui.models.indicator_places import IndicatorTrees

if TYPE_CHECKING:
    from ledger_app.intake.scoring_table import ProposedTree

_ID = Qt.ItemDataRole.UserRole


class ImportTreeDialog(FormDialog):
    """The indicators as they were read; they come in under the name in the field."""

    def __init__(self, parent: QWidget, proposed: ProposedTree, receive: Callable[[ProposedTree], object]) -> None:
        """Show a table as read; `receive` gets it with its name when it is taken in."""
        count = len(proposed.indicators)
        top = sum(one.score or 0 for one in proposed.indicators if not one.depth)
        leaves = sum(one.score or 0 for one in proposed.indicators if one.depth)
        total = top or leaves
        note = f"读出 {count} 个指标" + (f"，合计 {total:g} 分" if total else "") + "。请核对后导入；导入后也可以修改。"
        super().__init__(parent, "import_tree_dialog", "导入考核标准", f"导入 {count} 个指标", note)
        self._proposed = proposed
        self.setMinimumWidth(720)
        self.name = LineField("import_tree_title", "标准名称")
        self.name.setText(proposed.title)
        self.add_row("标准名称", self.name)
        self.tree = QTreeWidget()
        self.tree.setObjectName("import_tree")
        self.tree.setAccessibleName("读出的指标")
        self.tree.setHeaderLabels(["指标", "分值", "评分标准", "材料要求"])
        self.tree.setMinimumHeight(320)
        self.tree.setUniformRowHeights(True)
        self._fill()
        for column, width in enumerate((280, 56, 190, 160)):
            self.tree.setColumnWidth(column, width)
        self.extra.addWidget(self.tree, 1)
        self.on_accepted(lambda: receive(replace(proposed, title=self.name.text())))

    def _fill(self) -> None:
        above: list[QTreeWidgetItem] = []
        for one in self._proposed.indicators:
            score = f"{one.score:g}" if one.score is not None else ""
            texts = [f"{one.no}　{one.title}".strip("　"), score, one.standard, one.materials]
            depth = min(one.depth, len(above))
            item = QTreeWidgetItem([" ".join(text.split()) for text in texts])
            for column, text in enumerate(texts):
                item.setToolTip(column, text)
            if depth:
                above[depth - 1].addChild(item)
            else:
                self.tree.addTopLevelItem(item)
            above[depth:] = [item]
        self.tree.expandAll()


class IndicatorPicker(FormDialog):
    """All indicators of all standards, narrowed by words, each with a tick."""

    def __init__(self, parent: QWidget, found: IndicatorTrees, note: str) -> None:
        """Show the indicators."""
        super().__init__(parent, "indicator_picker", "挂到指标", "挂上", note)
        self.setMinimumWidth(560)
        self.field = QLineEdit()
        self.field.setObjectName("indicator_picker_field")
        self.field.setAccessibleName("查找指标")
        self.field.setPlaceholderText("输入指标编号或名称里的字")
        self.field.setClearButtonEnabled(True)
        self.field.textChanged.connect(self._narrow)
        self.list = QListWidget()
        self.list.setObjectName("indicator_picker_list")
        self.list.setAccessibleName("指标，空格勾选")
        self.list.setMinimumHeight(300)
        several = len(found.trees) > 1
        for tree in found.trees:
            for line in found.of_tree(tree.id):
                words = f"{'　' * line.place.depth}{line.place.name}"
                item = QListWidgetItem(f"{words}　〔{tree.title}〕" if several else words)
                item.setData(_ID, line.indicator.id)
                item.setToolTip(line.indicator.note or line.place.name)
                item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
                item.setCheckState(Qt.CheckState.Unchecked)
                self.list.addItem(item)
        self.list.itemChanged.connect(lambda _item: self._show_verb())
        self.extra.addWidget(self.field)
        self.extra.addWidget(self.list)
        self._show_verb()
        self.field.setFocus()

    def on_chosen(self, receive: Callable[[list[int]], object]) -> None:
        """Call `receive` with the ids of the ticked indicators when the verb's button is pressed."""
        self.on_accepted(lambda: receive(self._chosen()))

    def _chosen(self) -> list[int]:
        items = [self.list.item(row) for row in range(self.list.count())]
        return [int(item.data(_ID)) for item in items if item.checkState() is Qt.CheckState.Checked]

    def _narrow(self, words: str) -> None:
        for row in range(self.list.count()):
            item = self.list.item(row)
            is_ticked = item.checkState() is Qt.CheckState.Checked
            item.setHidden(words.strip() not in item.text() and not is_ticked)

    def _show_verb(self) -> None:
        count = len(self._chosen())
        self.verb_button.setText(f"挂到 {count} 个指标" if count else "挂上")
        self.verb_button.setEnabled(bool(count))
