"""Preview of a roster file: what each row would do, before anything is written."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractItemView, QTableWidget, QTableWidgetItem, QWidget

from ledger_app.domain.roster import fold_name
from ledger_app.domain.unit import UNIT_KIND_NAMES
from ledger_app.services.roster_file import RosterRow
from ui.dialogs.form import FormDialog

_COLUMNS: tuple[tuple[str, str, int], ...] = (
    ("name", "单位名称", 190),
    ("short_name", "简称", 90),
    ("kind", "类别", 100),
    ("aliases", "别名", 120),
    ("groups", "分组", 100),
    ("contact", "联系人", 64),
    ("phone", "电话", 100),
    ("head", "负责人", 64),
    ("leader", "分管领导", 90),
)
NEW, KNOWN, TWICE, NAMELESS = "新增", "已有，补充空缺", "与前面重复", "没有名称，略过"


class RosterImportDialog(FormDialog):
    """The rows of a file with what would become of them."""

    def __init__(self, parent: QWidget, file_name: str, rows: Sequence[RosterRow], known: Mapping[str, str]) -> None:
        """Show the rows.

        Args:
            parent: the page.
            file_name: as it was chosen.
            rows: as read.
            known: folded name -> name of the units that are in the roster.
        """
        fates = fates_of(rows, known)
        new, old = fates.count(NEW), fates.count(KNOWN)
        note = f"“{file_name}”里有 {len(rows)} 行：新增 {new} 个单位，已有 {old} 个。已填的内容不会被覆盖。"
        super().__init__(parent, "roster_dialog", "导入单位名册", f"导入 {new + old} 个单位", note)
        self.setMinimumSize(820, 460)
        self.table = QTableWidget(len(rows), len(_COLUMNS) + 1)
        self.table.setObjectName("roster_rows")
        self.table.setAccessibleName("名册各行")
        self.table.setHorizontalHeaderLabels(["将会", *(heading for _, heading, _ in _COLUMNS)])
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setShowGrid(False)
        self.table.setTabKeyNavigation(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setStretchLastSection(True)
        self.table.setColumnWidth(0, 100)
        for column, (_, _, width) in enumerate(_COLUMNS, start=1):
            self.table.setColumnWidth(column, width)
        for number, (row, fate) in enumerate(zip(rows, fates, strict=True)):
            texts = [shown(key, row.fields.get(key, "")) for key, _, _ in _COLUMNS]
            for column, text in enumerate([fate, *texts]):
                self.table.setItem(number, column, QTableWidgetItem(text))
        self.extra.addWidget(self.table, 1)
        self.verb_button.setEnabled(bool(rows))


def fates_of(rows: Sequence[RosterRow], known: Mapping[str, str]) -> list[str]:
    """Return what would become of each row."""
    seen: set[str] = set()
    fates = []
    for row in rows:
        key = fold_name(row.fields.get("name", ""))
        fates.append(NAMELESS if not key else TWICE if key in seen else KNOWN if key in known else NEW)
        seen.add(key)
    return fates


def shown(key: str, text: str) -> str:
    """Return a field of a row as a person reads it: kinds may be written by their English keys."""
    return next((name for kind, name in UNIT_KIND_NAMES.items() if kind == text), text) if key == "kind" else text
