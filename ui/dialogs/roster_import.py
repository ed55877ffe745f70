"""Preview of a roster file: what it would bring, thing by thing, before anything is written."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QHBoxLayout, QTableWidget, QTableWidgetItem, QWidget

from ledger_app.services.roster_items import ITEM_KIND_NAMES, Fate, RosterItem
from ui.dialogs.form import FormDialog
from ui.fields import ChoiceField
from ui.pages.page import labelled

_COLUMNS: tuple[tuple[str, int], ...] = (
    ("将会", 56),
    ("行", 44),
    ("单位名称", 150),
    ("内容", 120),
    ("文件里写的", 180),
    ("台账里已有的", 120),
    ("说明", 240),
)
ALL = "all"


class RosterImportDialog(FormDialog):
    """Every thing that a roster file says with what would become of it; one kind of fate at a time where wanted."""

    def __init__(self, parent: QWidget, file_name: str, items: Sequence[RosterItem]) -> None:
        """Show what was found.

        Args:
            parent: the page.
            file_name: as it was chosen.
            items: in the file's order.
        """
        counts = Counter(item.fate for item in items)
        takes = counts[Fate.NEW] + counts[Fate.CHANGED]
        verb = f"导入 {takes} 处" if takes else "没有要导入的"
        super().__init__(parent, "roster_dialog", "导入单位名册", verb, _note(file_name, items, counts))
        self.setMinimumSize(900, 480)
        self._items = items
        words = [(ALL, f"全部 {len(items)} 处"), *((fate.value, f"{fate.text} {counts[fate]} 处") for fate in Fate)]
        self.filter = ChoiceField("roster_filter", "只看", words)
        self.filter.setMinimumContentsLength(12)
        self.filter.show_value(ALL)
        self.filter.committed.connect(self._show)
        row = QHBoxLayout()
        caption = labelled("只看", "secondary")
        caption.setBuddy(self.filter)
        row.addWidget(caption)
        row.addWidget(self.filter)
        row.addStretch(1)
        self.extra.addLayout(row)
        self._make_table()
        self._show(ALL)
        self.verb_button.setEnabled(takes > 0)

    def _make_table(self) -> None:
        self.table = QTableWidget(0, len(_COLUMNS))
        self.table.setObjectName("roster_rows")
        self.table.setAccessibleName("名册里的各处内容")
        self.table.setHorizontalHeaderLabels([heading for heading, _ in _COLUMNS])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        for column, (_, width) in enumerate(_COLUMNS[:-1]):  # the last one takes what is left
            self.table.setColumnWidth(column, width)
        self.extra.addWidget(self.table, 1)

    def _show(self, fate: str) -> None:
        shown = [item for item in self._items if fate in (ALL, item.fate.value)]
        self.table.setRowCount(len(shown))
        for number, item in enumerate(shown):
            kind = ITEM_KIND_NAMES[item.kind]
            what = kind if item.what == kind else f"{kind}：{item.what}"
            texts = (item.fate.text, str(item.line), item.unit, what, item.says, item.has, item.reason)
            for column, text in enumerate(texts):
                cell = QTableWidgetItem(text)
                cell.setToolTip(text)
                self.table.setItem(number, column, cell)


def _note(file_name: str, items: Sequence[RosterItem], counts: Counter[Fate]) -> str:
    """Return what the file brings in one sentence or two."""
    new = Counter(item.kind for item in items if item.fate is Fate.NEW)
    named = [f"{ITEM_KIND_NAMES[kind]} {new[kind]}" for kind in ITEM_KIND_NAMES if new[kind]]
    brings = f"新增{'、'.join(named)}" if named else "没有新增"
    others = f"补充 {counts[Fate.CHANGED]} 处，{counts[Fate.SAME]} 处相同，{counts[Fate.KEPT]} 处不动"
    return f"“{file_name}”：{brings}；{others}。已填的内容不会被覆盖，整次导入一步可以撤销。"
